// Package forms turns plain answers into OCDS releases. A form is data: the
// questions it asks, and a function from answers to what the release says. It
// promises that answers which Check finds nothing wrong with make a release
// that can be filed, and that the same answers make the same release.
//
// A new form is one file that registers itself. Who may send it, where a draft
// is kept and how a page shows a question are for other rooms.
package forms

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"daylight/internal/ocds"
	"daylight/internal/procurement"
)

// Form is a page of questions about a contracting process.
type Form struct {
	Name  string // in addresses
	Title string
	Lede  string // what it is for, in a sentence or two
	Order int    // among the forms a page offers

	Decision bool // it speaks as an oversight body, about the body's own decisions and nothing else
	New      bool // it begins a process
	Core     bool // it sets what only the publisher of record sets

	Corrects  func(About) bool     // whether it puts right what was said before; nil where it never does
	Subject   func(About) []Option // what it can be about, of which one is chosen first; nil where it is about the process
	Questions func(About) []Question
	Fill      func(About) url.Values // what is answered already; may be nil
	Build     func(*Answers) ocds.Object
}

// About is what a form is filled in about, and by whom.
type About struct {
	Draft     string // id of the draft: what is minted for it begins so
	ReleaseID string // that sorts after those of releases made before it
	Subject   string // value of the chosen Option
	Speaker   procurement.Organisation
	Process   *procurement.Process // nil where the form begins one
	OCID      string               // of that process, or the one to begin; "" until its title is known
	Own       *procurement.Process // as the speaker alone tells it: what it can put right; nil where it said nothing
	Record    ocds.Object          // the same, as merged
	Today     procurement.Date
	Stated    map[string]bool                                    // ids of what the speaker stated in the lists open to all
	Find      func(text string) (procurement.Organisation, bool) // an organisation by key or whole name
}

// Kind is how a question is answered.
type Kind string

// The kinds of question.
const (
	Text         Kind = "text"
	Long         Kind = "long" // several lines
	Date         Kind = "date"
	Money        Kind = "money"
	Length       Kind = "length" // of time
	Number       Kind = "number"
	Address      Kind = "address" // on the web
	Organisation Kind = "organisation"
	Choice       Kind = "choice"  // one of its options
	Choices      Kind = "choices" // any of its options
	Repeated     Kind = "repeated"
)

// Option is one of the answers to choose from.
type Option struct{ Value, Label, Hint string }

// Question is one thing asked.
type Question struct {
	Name, Label, Hint string
	Kind              Kind
	Options           []Option
	Required          string // what to write where nothing is; "" where it may be left out
	Part              string // heading of the part that begins with this question

	Items []Question // of one that is Repeated
	Most  int        // times
}

// Wrong is what is wrong with an answer, and what to write instead.
type Wrong struct{ Field, Sentence string }

var registered []*Form

func register(f *Form) { registered = append(registered, f) }

// Sent is what stands in for a form where a program sent the release: it asks
// nothing, and pages do not offer it.
var Sent = &Form{Name: "sent", Title: "Release sent by a program", Core: true}

// All are the forms there are, in the order pages offer them.
func All() []*Form {
	return slices.SortedFunc(slices.Values(registered), func(a, b *Form) int { return a.Order - b.Order })
}

// Named is the form of a name.
func Named(name string) (*Form, bool) {
	if name == Sent.Name {
		return Sent, true
	}
	i := slices.IndexFunc(registered, func(f *Form) bool { return f.Name == name })
	if i < 0 {
		return nil, false
	}
	return registered[i], true
}

// Fields are the names of all answers to all forms.
func Fields() []string {
	names := map[string]bool{}
	names[reasonQuestion.Name] = true
	for _, f := range registered {
		for _, q := range f.All(About{}) {
			for _, name := range q.names() {
				names[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// All are the questions of a form with those about its reason, where it puts
// something right, and its source.
func (f *Form) All(a About) []Question {
	if f == Sent {
		return nil
	}
	var list []Question
	if f.Questions != nil {
		list = f.Questions(a)
	}
	if f.corrects(a) {
		list = append(list, reasonQuestion)
	}
	return append(list, sourceQuestions(f)...)
}

func (q Question) names() []string {
	if q.Kind != Repeated {
		return []string{q.Name}
	}
	var list []string
	for n := range q.Most {
		for _, item := range q.Items {
			list = append(list, Item(q.Name, n+1, item.Name))
		}
	}
	return list
}

// Item is the name of one answer of a repeated question, counted from 1.
func Item(name string, n int, of string) string { return name + "-" + strconv.Itoa(n) + "-" + of }

// Times is how often a repeated question is answered: to its last answer.
func (q Question) Times(values url.Values) int {
	for n := q.Most; n > 0; n-- {
		for _, item := range q.Items {
			if strings.TrimSpace(values.Get(Item(q.Name, n, item.Name))) != "" {
				return n
			}
		}
	}
	return 0
}

// Release makes what the answers say into a release, or says what is wrong with
// them. It is dated by its source; a body's own decision, and a correction, are
// dated by their publication and have no date yet.
func (f *Form) Release(about About, values url.Values) (ocds.Object, []Wrong) {
	if f == Sent {
		return nil, nil
	}
	a := &Answers{About: about, values: values, wrong: &[]Wrong{}, parties: &[]any{}, fix: &correction{}}
	questions := f.All(about)
	a.check(questions)
	if len(*a.wrong) > 0 {
		return nil, *a.wrong
	}
	release := f.Build(a)
	if len(*a.wrong) > 0 {
		return nil, *a.wrong
	}
	release["ocid"], release["id"] = a.OCID, about.ReleaseID
	release["initiationType"], release["language"] = "tender", "en"
	set(release, "parties", *a.parties)
	release["sources"] = []any{a.source(f)}
	if f.corrects(about) {
		release["corrections"] = a.correction()
	} else if !f.Decision {
		a.dateBySource(release)
	}
	return release, nil
}
