package store

import (
	"errors"
	"strings"

	"github.com/huandu/go-sqlbuilder"
)

// Place is where a row stands in its list: the values that the list is ordered
// by, which no two rows share. A page goes on after the place of the last row
// of the page before, however the list has grown in between.
type Place []string

// ErrPlace is returned for a place that is none of the list asked for.
var ErrPlace = errors.New("this is not a place in the list")

// after selects what comes after a place in a list ordered by columns, all in
// the direction of the comparison, < or >; everything where there is no place.
func (p Place) after(b *sqlbuilder.SelectBuilder, comparison string, columns ...string) error {
	if len(p) == 0 {
		return nil
	}
	if len(p) != len(columns) {
		return ErrPlace
	}
	marks := make([]string, len(p))
	for i, value := range p {
		marks[i] = b.Var(value)
	}
	b.Where("(" + strings.Join(columns, ", ") + ") " + comparison + " (" + strings.Join(marks, ", ") + ")")
	return nil
}
