package registry

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"daylight/internal/ocds"
	"daylight/internal/store"
)

// redactDesk takes what was removed out of the work of the desk: drafts,
// tickets, answers to programs, notes of other proposals, and the names of what
// the release was read from. The security log holds nothing of what releases
// say.
func (f *filing) redactDesk(t store.Tombstone, old store.Release, texts map[string]bool) error {
	for _, step := range []func() error{
		func() error { return f.redactDrafts(old, texts) },
		func() error { return f.redactTickets(t, texts) },
		func() error { return f.redactAnswers(texts) },
		func() error { return f.redactNotes(t, texts) },
		func() error { return f.redactOrigin(t, old, texts) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// removedBy stands where something was.
func removedBy(t store.Tombstone) string {
	return fmt.Sprintf("removed, by entry %d of the log", t.Leaf)
}

// shortestSought is how long a text is to be to be looked for inside others.
const shortestSought = 4

// holds reports whether one of the texts stands in something written.
func holds(texts map[string]bool, written ...string) bool {
	for text := range texts {
		if len(text) >= shortestSought && slices.ContainsFunc(written, func(w string) bool { return strings.Contains(w, text) }) {
			return true
		}
	}
	return false
}

// quotes reports whether one of the texts stands in a value of a JSON text, or,
// where it is none, in the text.
func quotes(text string, texts map[string]bool) bool {
	values, err := ocds.Values([]byte(text))
	return slices.ContainsFunc(values, func(v ocds.Value) bool { return holds(texts, v.Text) }) || err != nil && holds(texts, text)
}

// calls is holds for names and addresses, in which capitals tell nothing and
// spaces are written in several ways.
func calls(texts map[string]bool, names ...string) bool {
	folded := map[string]bool{}
	for text := range texts {
		folded[fold(text)] = true
	}
	var plain []string
	for _, name := range names {
		plain = append(plain, fold(name))
	}
	return holds(folded, plain...)
}

func fold(name string) string {
	if plain, err := url.PathUnescape(name); err == nil {
		name = plain
	}
	return strings.ToLower(strings.NewReplacer(" ", "", "-", "", "_", "", "+", "", "%20", "").Replace(name))
}

// redactDrafts removes the drafts that something removed was written in: the
// one of the release, and those about the same process that have its words.
func (f *filing) redactDrafts(old store.Release, texts map[string]bool) error {
	list, err := f.tx.Written(f.ctx, old.OCID)
	if err != nil {
		return err
	}
	for _, w := range list {
		fields, err := url.QueryUnescape(w.Fields)
		if err != nil {
			fields = w.Fields
		}
		if w.Seq != old.Seq && !holds(texts, fields, w.Said) && !quotes(w.Body, texts) {
			continue
		}
		if err := f.tx.DropDraft(f.ctx, w.Draft); err != nil {
			return err
		}
	}
	return nil
}

// redactTickets takes what was removed out of what was asked about the process,
// and out of the reasons that the register gives.
func (f *filing) redactTickets(t store.Tombstone, texts map[string]bool) error {
	list, err := f.tx.Asked(f.ctx, t.OCID)
	if err != nil {
		return err
	}
	for _, x := range list {
		is := x
		if holds(texts, x.Words) {
			is.Words = "What was written here was " + removedBy(t) + "."
		}
		if holds(texts, x.Reason) {
			is.Reason = "The reason that was given was " + removedBy(t) + "."
		}
		for _, field := range []*string{&is.Source, &is.Name, &is.Office} {
			if calls(texts, *field) {
				*field = ""
			}
		}
		if is == x {
			continue
		}
		if err := f.tx.RewriteAsked(f.ctx, is); err != nil {
			return err
		}
	}
	return nil
}

// redactAnswers forgets answers to programs that quote what was removed: the
// same request again is acted upon again, and finds everything known.
func (f *filing) redactAnswers(texts map[string]bool) error {
	list, err := f.tx.Answers(f.ctx)
	if err != nil {
		return err
	}
	for _, x := range list {
		if !quotes(x.Text, texts) {
			continue
		}
		if err := f.tx.DropAnswer(f.ctx, x); err != nil {
			return err
		}
	}
	return nil
}

// redactNotes takes what was removed out of notes to other proposals.
func (f *filing) redactNotes(t store.Tombstone, texts map[string]bool) error {
	list, err := f.tx.Proposals(f.ctx)
	if err != nil {
		return err
	}
	for _, p := range list {
		if p.OCID != t.OCID || !holds(texts, p.Note) {
			continue
		}
		if err := f.tx.RewriteNote(f.ctx, p.ID, "The note was "+removedBy(t)+"."); err != nil {
			return err
		}
	}
	return nil
}

// redactOrigin takes what was removed out of the names of the files and the
// source that the release came from.
func (f *filing) redactOrigin(t store.Tombstone, old store.Release, texts map[string]bool) error {
	b, err := f.tx.Batch(f.ctx, old.Batch)
	if err != nil {
		return err
	}
	files, err := f.tx.BatchFiles(f.ctx, old.Batch)
	if err != nil {
		return err
	}
	names := []string{b.Source, b.URL}
	for _, x := range files {
		names = append(names, x.Name)
	}
	if !calls(texts, names...) {
		return nil
	}
	return f.tx.RenameBatch(f.ctx, old.Batch, removedBy(t))
}
