package exchange

import (
	"io"
	"iter"

	"daylight/internal/ocds"
	"daylight/internal/procurement"
	"daylight/internal/registry"
)

// A Judgement checks releases in files by all rules, without a database: each
// release as a process by itself, so compiled releases best. Results stand in
// the order of the releases, those about organisations at the end.
type Judgement struct {
	Items  func() iter.Seq2[*ocds.Item, error] // is asked twice, and gives the same both times
	Day    procurement.Date
	Format string // json, csv, else lines of JSON
	Refuse func(error)
}

// Judged is what a judgement was about.
type Judged struct {
	Processes, Refused int
	Uncompiled         int // releases that are not tagged as compiled
}

// Write judges. What could not be filed is told to Refuse and left out. Memory
// grows with what the rules count of the market, such as pairs of a buyer and a
// supplier, and not with the releases: these are read twice.
func (x Judgement) Write(out io.Writer) (done Judged, err error) {
	judge := registry.NewJudge(x.Day)
	refused := map[int]bool{} // by number of the item
	type found struct {
		compiled bool
		err      error
	}
	n := -1
	err = inOrder(x.Items(), func(_ int, item *ocds.Item, speaker string) found {
		l, err := registry.CheckLone(item, speaker)
		if err != nil {
			return found{err: &ocds.ReadError{File: item.File, Document: item.Document, Pointer: item.Pointer, Offset: item.Offset, Err: err}}
		}
		judge.Count(l)
		return found{compiled: l.Compiled()}
	}, func(f found, err error) error {
		n++
		if f.err != nil {
			err = f.err
		}
		if err != nil {
			refused[n] = true
			done.Refused++
			x.Refuse(err)
			return nil
		}
		done.Processes++
		if !f.compiled {
			done.Uncompiled++
		}
		return nil
	})
	if err != nil {
		return done, err
	}
	if err := judge.Survey(); err != nil {
		return done, err
	}
	p := newFlagPrinter(out, x.Format)
	type printed struct {
		text []byte
		err  error
	}
	if err := inOrder(x.Items(), func(n int, item *ocds.Item, speaker string) (r printed) {
		if refused[n] {
			return r
		}
		flags, err := judge.Flags(registry.ReadLone(item, speaker))
		for _, f := range flags {
			r.text = p.append(r.text, newFlagLine(f))
		}
		r.err = err
		return r
	}, func(r printed, err error) error {
		if err != nil || r.err != nil || r.text == nil {
			return r.err
		}
		return p.print(r.text)
	}); err != nil {
		return done, err
	}
	return done, p.end(judge.Organisations())
}
