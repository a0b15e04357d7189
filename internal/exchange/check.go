package exchange

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"maps"
	"regexp"
	"slices"

	"daylight/internal/ocds"
)

// A Report is what was found in an input without filing it. Its lists are as
// long as the kinds of findings, not as the input.
type Report struct {
	Releases   int              `json:"releases"`   // that could be filed
	Refused    int              `json:"refused"`    // that could not be read or filed
	Unusual    int              `json:"unusual"`    // releases with problems, of those that could be filed
	Errors     []Finding        `json:"errors"`     // why releases were refused, by reason
	Problems   []Finding        `json:"problems"`   // what is wrong in those that could be filed
	Publishers []PublisherCount `json:"publishers"` // in order of name
	Skipped    []Skipped        `json:"skipped"`
}

// A Finding is one kind of thing that is wrong, with the first place of it.
type Finding struct {
	Code  string `json:"code"`
	Field string `json:"field"` // JSON pointer into a release, * for any place in a list
	Text  string `json:"text"`
	Count int    `json:"count"`
	First Place  `json:"first"`
}

// A Place is where in an input something stands.
type Place struct {
	File     string `json:"file"`
	Document int    `json:"document"`
	Pointer  string `json:"pointer"`
	Offset   int64  `json:"offset"` // of the release or error, in bytes
}

// PublisherCount is what one publisher's packages hold.
type PublisherCount struct {
	Name     string `json:"name"` // "" where packages give none
	Releases int    `json:"releases"`
	Problems int    `json:"problems"`
}

// Skipped is a file that was not read.
type Skipped struct {
	File string `json:"file"`
	Why  string `json:"why"`
}

// Clean reports whether nothing was found.
func (r Report) Clean() bool { return len(r.Errors) == 0 && len(r.Problems) == 0 }

// Check reads everything and files nothing.
func Check(o Opener, names ...string) Report {
	c := &checking{errors: findings{}, problems: findings{}, publishers: map[string]*PublisherCount{}, amended: amended{seed: maphash.MakeSeed(), known: map[uint64]bool{}}}
	c.report.Skipped = []Skipped{}
	o.Skipped = func(file, why string) { c.report.Skipped = append(c.report.Skipped, Skipped{file, why}) }
	for item, err := range o.Items(names...) {
		if err != nil {
			c.refuse(err)
		} else {
			c.item(item)
		}
	}
	c.dangling()
	c.report.Errors, c.report.Problems = c.errors.sorted(), c.problems.sorted()
	c.report.Publishers = []PublisherCount{}
	for _, name := range slices.Sorted(maps.Keys(c.publishers)) {
		c.report.Publishers = append(c.report.Publishers, *c.publishers[name])
	}
	return c.report
}

type checking struct {
	report           Report
	errors, problems findings
	publishers       map[string]*PublisherCount
	amended          amended
}

func (c *checking) refuse(err error) {
	e, ok := errors.AsType[*ocds.ReadError](err)
	if !ok {
		e = &ocds.ReadError{Err: err}
	}
	c.report.Refused++
	c.errors.add(string(e.Reason()), "", e.Err.Error(), Place{e.File, e.Document, e.Pointer, e.Offset})
}

func (c *checking) item(item *ocds.Item) {
	place := Place{item.File, item.Document, item.Pointer, item.Offset}
	release, err := ocds.ParseObject(item.Body)
	if err != nil {
		c.refuse(&ocds.ReadError{File: item.File, Document: item.Document, Pointer: item.Pointer, Offset: item.Offset, Err: err})
		return
	}
	if problems := ocds.Check(release); len(problems) > 0 {
		c.report.Refused++
		for _, p := range problems {
			c.errors.add(string(p.Code), general(p.Pointer), p.Rule, place.at(p.Pointer))
		}
		return
	}
	notes := ocds.NotesUpTo(release, maxFindings)
	for _, n := range notes {
		c.problems.add(n.Code, general(n.Pointer), n.Text, place.at(n.Pointer))
	}
	name := item.Speaker()
	if c.publishers[name] == nil {
		c.publishers[name] = &PublisherCount{Name: name}
	}
	c.report.Releases++
	c.publishers[name].Releases++
	c.publishers[name].Problems += len(notes)
	if len(notes) > 0 {
		c.report.Unusual++
	}
	c.amends(release, place, name)
}

func (p Place) at(pointer string) Place {
	p.Pointer += pointer
	return p
}

var number = regexp.MustCompile(`/\d+(/|$)`)

// general is a pointer without the places in lists.
func general(pointer string) string {
	for number.MatchString(pointer) {
		pointer = number.ReplaceAllString(pointer, "/*$1")
	}
	return pointer
}

// findings counts by kind.
type findings map[[3]string]*Finding

// maxFindings bounds the kinds that hostile input can make up.
const maxFindings = 10000

func (f findings) add(code, field, text string, place Place) {
	kind := [3]string{code, field, text}
	if f[kind] == nil && len(f) >= maxFindings {
		kind = [3]string{code, "", "more of these"}
	}
	if f[kind] == nil {
		f[kind] = &Finding{Code: kind[0], Field: kind[1], Text: kind[2], First: place}
	}
	f[kind].Count++
}

// sorted is the most frequent first.
func (f findings) sorted() []Finding {
	list := []Finding{}
	for _, x := range f {
		list = append(list, *x)
	}
	slices.SortFunc(list, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Text, b.Text))
	})
	return list
}

// maxShown is how many kinds of findings people are shown.
const maxShown = 100

// WriteText writes the report for people.
func (r Report) WriteText(out io.Writer) error {
	w := bufio.NewWriter(out)
	fmt.Fprintf(w, "%d releases, %d of them with problems; %d refused\n", r.Releases, r.Unusual, r.Refused)
	for _, p := range r.Publishers {
		fmt.Fprintf(w, "publisher %s: %d releases, %d problems\n", cmp.Or(p.Name, "(none named)"), p.Releases, p.Problems)
	}
	tell := func(what string, list []Finding) {
		for i, f := range list {
			if i == maxShown {
				fmt.Fprintf(w, "%s: %d more kinds, which --json lists\n", what, len(list)-i)
				break
			}
			fmt.Fprintf(w, "%s ×%d %s %s: %s (first in %s, document %d, byte %d: %s)\n",
				what, f.Count, f.Code, cmp.Or(f.Field, "/"), f.Text, f.First.File, f.First.Document, f.First.Offset, cmp.Or(f.First.Pointer, "/"))
		}
	}
	tell("refused", r.Errors)
	tell("problem", r.Problems)
	for _, s := range r.Skipped {
		fmt.Fprintf(w, "skipped %s: %s\n", s.File, s.Why)
	}
	return w.Flush()
}
