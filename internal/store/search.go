package store

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode"

	"daylight/internal/procurement"
)

// Full-text search knows which words a process has, and neither their order nor
// the text they are from: a query is words, of which the last may be the
// beginning of one.

// words are what full-text search finds a process by.
func words(p *procurement.Process) string {
	text := []string{p.OCID, p.Title, p.Description, p.Tender.Title, p.Tender.Description}
	if p.Buyer != nil {
		text = append(text, p.Buyer.Name)
	}
	for _, o := range append(p.Suppliers(), p.Proposed()...) {
		text = append(text, o.Name)
	}
	for _, x := range p.Products {
		text = append(append(text, x.Name), x.Aliases...)
	}
	for _, a := range p.Awards {
		text = append(text, a.Title, a.Description)
	}
	for _, c := range p.Contracts {
		text = append(text, c.ID, c.Title, c.Description)
		for _, a := range c.Amendments {
			text = append(text, a.Description)
		}
	}
	for _, d := range p.Decisions {
		text = append(text, d.Title, d.Description)
		for _, f := range d.Findings {
			text = append(text, f.Description, f.Quotation)
		}
		for _, c := range d.Conditions {
			text = append(text, c.Description)
		}
	}
	for _, s := range p.Statements {
		text = append(text, s.Organisation, s.Text)
	}
	if p.Case != nil {
		text = append(text, p.Case.Title)
	}
	return strings.Join(text, "\n")
}

// match turns a reader's words into a full-text query in which nothing is an
// operator. The last word may be the beginning of one.
func match(query string) string {
	// An accent may stand as a mark of its own, in the middle of a word.
	words := strings.FieldsFunc(query, func(r rune) bool { return !inWord(r) && !isAccent(r) })
	words = slices.DeleteFunc(words, func(w string) bool { return !strings.ContainsFunc(w, inWord) })
	if len(words) == 0 {
		return ""
	}
	for i, w := range words {
		words[i] = `"` + w + `"`
	}
	return strings.Join(words, " ") + "*"
}

// inWord and isAccent are true of what the engine takes as part of a word.
// Where it would see two words, the order of which it does not know, it refuses
// the query.
func inWord(r rune) bool { return unicode.In(r, unicode.L, unicode.N) && !unicode.Is(apart, r) }

// apart are letters of today that the engine's older Unicode has as signs.
var apart = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x19B0, Hi: 0x19C0, Stride: 1}, {Lo: 0x19C8, Hi: 0x19C9, Stride: 1}, {Lo: 0x1CF2, Hi: 0x1CF3, Stride: 1}}}

func isAccent(r rune) bool {
	const first, last = 0x300, 0x331
	return first <= r && r <= last && uint64(0x000361F8_08029FDF)>>(r-first)&1 == 1
}

// PurgeSearch rewrites the full-text index, so that no word of a row that was
// deleted is left in it.
func (t *Tx) PurgeSearch(ctx context.Context) error {
	_, err := t.tx.ExecContext(ctx, `INSERT INTO search (search) VALUES ('optimize')`)
	return err
}

// dumpSearch writes a line for each process that search knows, with a digest of
// its words.
func (v View) dumpSearch(ctx context.Context, w io.Writer) error {
	digests := map[int64][sha256.Size]byte{}
	rows, err := v.q.QueryContext(ctx, `SELECT doc, term FROM search_terms`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() { // the words in order
		var id int64
		var term []byte
		if err := rows.Scan(&id, &term); err != nil {
			return err
		}
		before := digests[id]
		digests[id] = sha256.Sum256(append(before[:], term...))
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(digests)) {
		if _, err := fmt.Fprintf(w, "search\trowid=%d\twords=%x\n", id, digests[id]); err != nil {
			return err
		}
	}
	return nil
}
