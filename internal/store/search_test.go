package store

import (
	"strings"
	"testing"
	"unicode"
)

// Search keeps no order of words, so the engine refuses a query in which it sees
// two where we saw one.
func TestEveryLetterCanBeSearchedFor(t *testing.T) {
	w, _ := openBoth(t)
	err := w.Update(t.Context(), func(tx *Tx) error {
		var query strings.Builder
		for r := range rune(unicode.MaxRune) {
			if !unicode.IsGraphic(r) {
				continue
			}
			query.WriteString("a" + string(r) + "b" + string(r) + " ")
			if query.Len() < 2000 {
				continue
			}
			if _, _, err := tx.Processes(t.Context(), ProcessFilter{Query: query.String(), Limit: 1}); err != nil {
				for r := range strings.SplitSeq(query.String(), " ") {
					if _, _, err := tx.Processes(t.Context(), ProcessFilter{Query: r, Limit: 1}); err != nil {
						t.Errorf("%q (%U): %v", r, []rune(r)[1], err)
					}
				}
			}
			query.Reset()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
