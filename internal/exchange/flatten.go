package exchange

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"daylight/internal/ocds"
)

// row is one object, as a row of a table.
type row struct {
	path    string // of its array: its pointer without the places in arrays
	ocid    string
	pointer string // of the object in its compiled release, as in "/awards/0/items/2"
	ids     []cell // of the objects in arrays that it lies in
	cells   []cell
}

// cell is one value. Its column is the value's pointer in the compiled release
// without the places in arrays, as in "/awards/items/quantity".
type cell struct {
	column string
	text   string
	number bool // a JSON number, in its digits
}

// flatten gives every object of a compiled release that is an element of an
// array, and the release itself, as rows; the outer before the inner.
func flatten(ocid string, release ocds.Object, put func(row) error) error {
	return flattener{ocid, put}.object(release, "", "", nil)
}

type flattener struct {
	ocid string
	put  func(row) error
}

// array is a list of objects that becomes a table of its own.
type array struct {
	path, pointer string
	items         []any
}

func (f flattener) object(o ocds.Object, path, pointer string, ids []cell) error {
	r := row{path: path, ocid: f.ocid, pointer: pointer, ids: ids}
	var inner []array
	r.fields(o, path, pointer, &inner)
	if err := f.put(r); err != nil {
		return err
	}
	if path != "" {
		id, _ := scalar(o["id"])
		ids = append(slices.Clip(ids), cell{column: path + "/id", text: id.text, number: id.number})
	}
	for _, a := range inner {
		for i, x := range a.items {
			if err := f.object(x.(ocds.Object), a.path, a.pointer+"/"+strconv.Itoa(i), ids); err != nil {
				return err
			}
		}
	}
	return nil
}

// fields are the values of an object and of the objects in it.
func (r *row) fields(o ocds.Object, path, pointer string, inner *[]array) {
	for _, name := range slices.Sorted(maps.Keys(o)) {
		token := jsontext.Pointer("").AppendToken(name)
		column, at := path+string(token), pointer+string(token)
		switch v := o[name].(type) {
		case ocds.Object:
			r.fields(v, column, at, inner)
		case []any:
			if objects(v) {
				*inner = append(*inner, array{column, at, v})
			} else if len(v) > 0 {
				r.cells = append(r.cells, cell{column: column, text: joined(v)})
			}
		default:
			// The ocid of the release is in every row.
			if c, ok := scalar(v); ok && column != "/ocid" {
				c.column = column
				r.cells = append(r.cells, c)
			}
		}
	}
}

// objects reports whether a list holds objects and nothing else.
func objects(list []any) bool {
	for _, x := range list {
		if _, ok := x.(ocds.Object); !ok {
			return false
		}
	}
	return len(list) > 0
}

// joined are plain values with "; " between; a list of other things, or whose
// values have that in them, is JSON.
func joined(list []any) string {
	var texts []string
	for _, x := range list {
		c, ok := scalar(x)
		if !ok || strings.Contains(c.text, ";") {
			return string(ocds.Write(list))
		}
		texts = append(texts, c.text)
	}
	return strings.Join(texts, "; ")
}

// scalar is the cell of a plain value; a null is none.
func scalar(v any) (cell, bool) {
	switch v := v.(type) {
	case string:
		return cell{text: v}, true
	case ocds.Number:
		return cell{text: string(v), number: true}, true
	case bool:
		return cell{text: strconv.FormatBool(v)}, true
	}
	return cell{}, false
}

// The names of the tables that are no array of a compiled release. No path
// gives a name with a hyphen: fileName writes that otherwise.
const (
	moreTable     = "-more"
	compiledTable = "compiled-releases"
	filedTable    = "-filed-releases"
)

// fileName is the name of a table: the names of its path with points between;
// what is not a letter, a digit or _ is written as %XX.
func fileName(path string) string {
	if path == "" {
		return compiledTable
	}
	if name, own := strings.CutPrefix(path, "-"); own {
		return name
	}
	var b strings.Builder
	for i, token := range strings.Split(path, "/")[1:] {
		if i > 0 {
			b.WriteByte('.')
		}
		if token == "" {
			b.WriteByte('%')
		}
		for _, c := range []byte(token) {
			if c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
				b.WriteByte(c)
			} else {
				fmt.Fprintf(&b, "%%%02X", c)
			}
		}
	}
	return b.String()
}
