package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// writing is a write transaction in which inserted rows wait, to be written
// many at a time: one statement for a row costs more than the row. Whatever is
// asked or changed otherwise comes after them, so that nobody sees the waiting.
//
// A statement takes moments, and one that can be cancelled costs twice: a
// context is asked before each, and not during it.
type writing struct {
	tx      *sql.Tx
	waiting map[string]*rowsWaiting // by table
	failed  error                   // the first row that could not be written; the transaction is lost
}

type rowsWaiting struct {
	columns int
	values  []any // of one row after the other
}

// rowsAtOnce are how many rows one statement inserts; what is left over goes in
// smaller lots.
var rowsAtOnce = []int{32, 8, 1}

// insert fills all columns of a table in the order the migrations name them.
func (w *writing) insert(ctx context.Context, table string, values ...any) error {
	rows := w.waiting[table]
	if rows == nil {
		rows = &rowsWaiting{columns: len(values)}
		w.waiting[table] = rows
	}
	rows.values = append(rows.values, values...)
	if len(rows.values) < rowsAtOnce[0]*rows.columns {
		return w.failed
	}
	return w.write(ctx, table)
}

// write inserts the rows of one table that wait.
func (w *writing) write(ctx context.Context, table string) error {
	rows := w.waiting[table]
	values := rows.values
	for _, n := range rowsAtOnce {
		for n *= rows.columns; len(values) >= n && w.failed == nil; values = values[n:] {
			if _, err := w.exec(ctx, insertion(table, rows.columns, n/rows.columns), values[:n]...); err != nil {
				w.failed = fmt.Errorf("%s: %w", table, err)
			}
		}
	}
	clear(rows.values)
	rows.values = rows.values[:0]
	return w.failed
}

// flush inserts all that wait.
func (w *writing) flush(ctx context.Context) error {
	for _, table := range slices.Sorted(maps.Keys(w.waiting)) {
		if len(w.waiting[table].values) > 0 {
			if err := w.write(ctx, table); err != nil {
				return err
			}
		}
	}
	return w.failed
}

func (w *writing) exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return w.tx.ExecContext(context.WithoutCancel(ctx), query, args...)
}

func (w *writing) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := w.flush(ctx); err != nil {
		return nil, err
	}
	return w.exec(ctx, query, args...)
}

func (w *writing) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := w.flush(ctx); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return w.tx.QueryContext(context.WithoutCancel(ctx), query, args...)
}

// QueryRowContext cannot report what flush does: the next write or the commit
// does.
func (w *writing) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if w.flush(ctx) == nil {
		ctx = context.WithoutCancel(ctx)
	}
	return w.tx.QueryRowContext(ctx, query, args...)
}

type insertInto struct {
	table         string
	columns, rows int
}

// insertions are the statements made so far, by insertInto.
var insertions sync.Map

func insertion(table string, columns, rows int) string {
	key := insertInto{table, columns, rows}
	if text, ok := insertions.Load(key); ok {
		return text.(string)
	}
	var b strings.Builder
	b.WriteString(`INSERT INTO ` + table + ` VALUES `)
	for i := range rows * columns {
		switch {
		case i == 0:
			b.WriteByte('(')
		case i%columns == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(i + 1))
	}
	b.WriteByte(')')
	insertions.Store(key, b.String())
	return b.String()
}
