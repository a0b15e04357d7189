package exchange

import (
	"bufio"
	"encoding/binary"
	"io"
	"iter"
	"maps"
	"os"
	"slices"
	"strings"

	"daylight/internal/ocds"
)

// Bounds on what tables may be made of data whose keys are data themselves.
// What goes beyond stands as JSON in the column or the table "more".
const (
	maxTables  = 200
	maxColumns = 1000
	moreColumn = "more"
)

// A table holds the objects of one array of the compiled releases: one a row.
// Its rows wait in a file until all columns are known.
type table struct {
	path    string // of the array, as in "/awards/items"; "" of the compiled releases themselves
	name    string // of its file
	fixed   int    // how many columns come first, in the order they came in
	columns []string
	filled  []int // rows that have a value in the column
	number  map[string]int
	rows    int
	spool   *os.File
	w       *bufio.Writer
}

// tables are spooled in files that have no names.
type tables struct{ list map[string]*table }

func (t *tables) close() {
	for _, x := range t.list {
		x.spool.Close()
	}
}

// sorted are the tables in order of path.
func (t *tables) sorted() (list []*table) {
	for _, path := range slices.Sorted(maps.Keys(t.list)) {
		list = append(list, t.list[path])
	}
	return list
}

// table is the table of an array, made at its first row.
func (t *tables) table(path string) (*table, error) {
	if x := t.list[path]; x != nil {
		return x, nil
	}
	if len(t.list) >= maxTables && path != moreTable {
		return t.table(moreTable)
	}
	x := &table{path: path, name: fileName(path), number: map[string]int{}}
	var err error
	if x.spool, err = os.CreateTemp("", "daylight-table-*"); err != nil {
		return nil, err
	}
	os.Remove(x.spool.Name())
	x.w = bufio.NewWriter(x.spool)
	t.list[path] = x
	return x, nil
}

func (t *tables) add(r row) error {
	x, err := t.table(r.path)
	if err != nil {
		return err
	}
	cells := []cell{{column: "ocid", text: r.ocid}}
	own := strings.HasPrefix(r.path, "-")
	if !own {
		cells = append(cells, cell{column: "pointer", text: r.pointer})
	}
	cells = slices.Concat(cells, r.ids, r.cells)
	if x.rows++; x.rows == 1 {
		x.fixed = len(cells)
		if !own {
			x.fixed -= len(r.cells)
		}
	}
	var kept []cell
	more := ocds.Object{}
	for _, c := range cells {
		if x.has(c.column) {
			kept = append(kept, c)
		} else {
			more[c.column] = c.text
		}
	}
	if len(more) > 0 {
		x.force(moreColumn)
		kept = append(kept, cell{column: moreColumn, text: string(ocds.Write(more))})
	}
	return x.write(kept)
}

// has reports whether the table has the column, which it gets where there is
// room.
func (x *table) has(column string) bool {
	if _, ok := x.number[column]; ok {
		return true
	}
	if len(x.columns) >= maxColumns || x.path == moreTable && len(x.columns) >= 2 {
		return false
	}
	x.force(column)
	return true
}

func (x *table) force(column string) {
	if _, ok := x.number[column]; !ok {
		x.number[column] = len(x.columns)
		x.columns, x.filled = append(x.columns, column), append(x.filled, 0)
	}
}

// write spools a row: the count of its cells, and of each its column, kind and
// text.
func (x *table) write(cells []cell) error {
	var b []byte
	b = binary.AppendUvarint(b, uint64(len(cells)))
	for _, c := range cells {
		n := x.number[c.column]
		if c.text != "" {
			x.filled[n]++
		}
		kind := uint64(0)
		if c.number {
			kind = 1
		}
		b = binary.AppendUvarint(b, uint64(n)<<1|kind)
		b = binary.AppendUvarint(b, uint64(len(c.text)))
		b = append(b, c.text...)
	}
	_, err := x.w.Write(b)
	return err
}

// order are the places of the columns as they are written out: ocid, pointer
// and the ids of the objects around first, then the row's own id, then the
// rest by pointer.
func (x *table) order() []int {
	order := make([]int, len(x.columns))
	for i := range order {
		order[i] = i
	}
	fixed := min(x.fixed, len(order))
	rank := func(i int) string {
		switch c := x.columns[i]; c {
		case x.path + "/id":
			return ""
		case moreColumn:
			return "\xff"
		default:
			return c
		}
	}
	slices.SortFunc(order[fixed:], func(a, b int) int { return strings.Compare(rank(a), rank(b)) })
	return order
}

// read are the rows as written, each with one cell a column, in the order of
// columns. A row may be read until the next.
func (x *table) read() iter.Seq2[[]cell, error] {
	return func(yield func([]cell, error) bool) {
		if err := x.w.Flush(); err != nil {
			yield(nil, err)
			return
		}
		if _, err := x.spool.Seek(0, io.SeekStart); err != nil {
			yield(nil, err)
			return
		}
		place := make([]int, len(x.columns))
		for at, i := range x.order() {
			place[i] = at
		}
		r := bufio.NewReader(x.spool)
		cells := make([]cell, len(x.columns))
		for range x.rows {
			clear(cells)
			if err := readRow(r, cells, place); err != nil {
				yield(nil, err)
				return
			}
			if !yield(cells, nil) {
				return
			}
		}
	}
}

func readRow(r *bufio.Reader, cells []cell, place []int) error {
	n, err := binary.ReadUvarint(r)
	for ; n > 0 && err == nil; n-- {
		var column, length uint64
		if column, err = binary.ReadUvarint(r); err != nil {
			break
		}
		if length, err = binary.ReadUvarint(r); err != nil {
			break
		}
		text := make([]byte, length)
		_, err = io.ReadFull(r, text)
		cells[place[column>>1]] = cell{text: string(text), number: column&1 == 1}
	}
	return err
}

// header are the columns in order.
func (x *table) header() []string {
	var names []string
	for _, i := range x.order() {
		names = append(names, x.columns[i])
	}
	return names
}
