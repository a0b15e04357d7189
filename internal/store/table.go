package store

import (
	"context"
	"database/sql"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// Accounts are the tables of the desk. Reads see the latest commit; inside
// Update they see the transaction.
type Accounts struct {
	writer *Writer
	reader *Reader
}

// NewAccounts reads accounts through one pool and writes them through the one
// writer.
func NewAccounts(w *Writer, r *Reader) *Accounts { return &Accounts{w, r} }

type txKey struct{}

// WithTx is a context in which accounts are read and written in a transaction
// that is under way, so that a check and what it allows are one.
func WithTx(ctx context.Context, tx *Tx) context.Context { return context.WithValue(ctx, txKey{}, tx) }

// Update runs fn in one transaction, which its context carries, and commits it
// if fn returns nil. In a transaction under way it joins that.
func (a *Accounts) Update(ctx context.Context, fn func(context.Context) error) error {
	if ctx.Value(txKey{}) != nil {
		return fn(ctx)
	}
	return a.writer.Update(ctx, func(tx *Tx) error { return fn(WithTx(ctx, tx)) })
}

// Table keeps rows of one type: a struct whose fields (string, int64, bool) are
// the table's columns in the order of its migration, the key first. Columns are
// named like the fields, in lower case with underscores.
type Table[T any] struct {
	accounts *Accounts
	name     string
	columns  []string
	keys     int
}

// NewTable names a table whose first columns, as many as keys, are its key.
func NewTable[T any](a *Accounts, name string, keys int) *Table[T] {
	t := &Table[T]{accounts: a, name: name, keys: keys}
	for f := range reflect.TypeFor[T]().Fields() {
		t.columns = append(t.columns, snake(f.Name))
	}
	return t
}

// snake is a field's name as a column's: GrantedBy is granted_by, ID is id.
func snake(name string) string {
	var b strings.Builder
	lower := false
	for _, r := range name {
		if unicode.IsUpper(r) && lower {
			b.WriteByte('_')
		}
		lower = unicode.IsLower(r)
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

func (t *Table[T]) values(row T) []any {
	v := reflect.ValueOf(row)
	values := make([]any, v.NumField())
	for i := range values {
		values[i] = v.Field(i).Interface()
	}
	return values
}

// Insert adds a row. It reports false, and changes nothing, where the key or
// another unique column is taken.
func (t *Table[T]) Insert(ctx context.Context, row T) (bool, error) {
	marks := make([]string, len(t.columns))
	for i := range marks {
		marks[i] = fmt.Sprintf("$%d", i+1)
	}
	n, err := t.exec(ctx, `INSERT INTO `+t.name+` (`+strings.Join(t.columns, ", ")+`) VALUES (`+strings.Join(marks, ", ")+`) ON CONFLICT DO NOTHING`, t.values(row)...)
	return n == 1, err
}

// Replace writes a row in place of the one with its key.
func (t *Table[T]) Replace(ctx context.Context, row T) error {
	values := t.values(row)
	var set, where []string
	var args []any
	add := func(list []string, i int) []string {
		args = append(args, values[i])
		return append(list, fmt.Sprintf("%s = $%d", t.columns[i], len(args)))
	}
	for i := t.keys; i < len(values); i++ {
		set = add(set, i)
	}
	for i := range t.keys {
		where = add(where, i)
	}
	n, err := t.exec(ctx, `UPDATE `+t.name+` SET `+strings.Join(set, ", ")+` WHERE `+strings.Join(where, " AND "), args...)
	if err == nil && n != 1 {
		err = ErrNotFound
	}
	return err
}

// Delete removes the rows that match, and says how many.
func (t *Table[T]) Delete(ctx context.Context, match ...any) (int64, error) {
	where, args := t.where(match)
	return t.exec(ctx, `DELETE FROM `+t.name+where, args...)
}

// Find gives the rows that match, by key; match is columns and values in turn.
func (t *Table[T]) Find(ctx context.Context, match ...any) ([]T, error) {
	where, args := t.where(match)
	return t.query(ctx, where+` ORDER BY `+strings.Join(t.columns[:t.keys], ", "), args)
}

// Last gives the rows that match, at most n, the highest key first.
func (t *Table[T]) Last(ctx context.Context, n int, match ...any) ([]T, error) {
	where, args := t.where(match)
	return t.query(ctx, fmt.Sprintf(`%s ORDER BY %s DESC LIMIT %d`, where, strings.Join(t.columns[:t.keys], " DESC, "), n), args)
}

// where panics on a column that the table does not have: names come from the
// program, never from a request.
func (t *Table[T]) where(match []any) (string, []any) {
	var terms []string
	var args []any
	for i := 0; i < len(match); i += 2 {
		column := match[i].(string)
		if !slices.Contains(t.columns, column) {
			panic("store: " + t.name + " has no column " + column)
		}
		args = append(args, match[i+1])
		terms = append(terms, fmt.Sprintf("%s = $%d", column, len(args)))
	}
	if len(terms) == 0 {
		return "", nil
	}
	return ` WHERE ` + strings.Join(terms, " AND "), args
}

func (t *Table[T]) query(ctx context.Context, rest string, args []any) ([]T, error) {
	var q querier = t.accounts.reader.db
	if tx, ok := ctx.Value(txKey{}).(*Tx); ok {
		q = tx.tx
	}
	rows, err := q.QueryContext(ctx, `SELECT `+strings.Join(t.columns, ", ")+` FROM `+t.name+rest, args...)
	return collect(rows, err, func(rows *sql.Rows) (row T, err error) {
		v := reflect.ValueOf(&row).Elem()
		fields := make([]any, v.NumField())
		for i := range fields {
			fields[i] = v.Field(i).Addr().Interface()
		}
		err = rows.Scan(fields...)
		return row, err
	})
}

// exec runs a change, in the transaction under way or one of its own.
func (t *Table[T]) exec(ctx context.Context, query string, args ...any) (n int64, err error) {
	err = t.accounts.Update(ctx, func(ctx context.Context) error {
		result, err := ctx.Value(txKey{}).(*Tx).tx.ExecContext(ctx, query, args...)
		if err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		n, err = result.RowsAffected()
		return err
	})
	return n, err
}
