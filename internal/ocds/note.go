package ocds

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Note says what is unusual or wrong in a release that can be used all the
// same: it is filed as it is, and read as far as it can be.
type Note struct {
	Pointer string // JSON pointer into the release
	Code    string // one of the Note codes
	Text    string // a few words
}

// The codes of notes.
const (
	NoteMissing   = "missing"      // a required field is not there
	NoteType      = "type"         // a value of another type
	NoteDate      = "date"         // a date not written as RFC 3339
	NoteURL       = "url"          // not a web address
	NoteCode      = "codelist"     // a code that is not in its closed codelist
	NoteCurrency  = "currency"     // not an ISO 4217 code
	NoteReference = "reference"    // names what the release does not hold
	NoteOrder     = "date-order"   // ends before it starts
	NoteDuplicate = "duplicate-id" // one id in a list for two things
	NoteNegative  = "negative"     // an amount below zero
	NoteDirection = "direction"    // characters that turn the direction of text
	NoteHidden    = "hidden"       // characters that do not show
)

const (
	maxNotes        = 200
	turnsDirections = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)

// hidden characters show nothing, and can make two texts look the same: C1
// controls, zero-width spaces and what Unicode never assigns. Joiners, which
// some scripts need, are none of these.
func hidden(r rune) bool {
	switch {
	case r >= 0x7f && r < 0xa0, r == 0x200b, r == 0x2060, r == 0xfeff, r&0xfffe == 0xfffe, r >= 0xfdd0 && r <= 0xfdef:
		return true
	}
	return false
}

// Notes finds what in a release departs from the schema of OCDS 1.1, and what
// does not hold together in itself, in the schema's order; 200 at most. It is
// lenient with OCDS 1.0, which embeds organisations where 1.1 refers to
// parties. Of what extensions add, only references to lots and bids are looked
// at.
func Notes(release Object) []Note { return NotesUpTo(release, maxNotes) }

// NotesUpTo is Notes with a limit of the caller's.
func NotesUpTo(release Object, most int) []Note {
	n := &noter{most: most, release: release, parties: ids(release, "parties"), awards: ids(release, "awards")}
	n.object("", "Release", release)
	n.lots()
	n.sequence()
	return n.notes
}

// ids are those of a list's objects.
func ids(o Object, key string) map[string]bool {
	set := map[string]bool{}
	for _, x := range Children(o, key) {
		set[String(x, "id")] = true
	}
	return set
}

type noter struct {
	most            int
	release         Object
	parties, awards map[string]bool
	notes           []Note
}

func (n *noter) note(at, code, text string, args ...any) {
	if len(n.notes) < n.most {
		n.notes = append(n.notes, Note{at, code, fmt.Sprintf(text, args...)})
	}
}

func (n *noter) object(at, definition string, o Object) {
	for _, f := range core[definition] {
		here := at + "/" + f.name
		v, there := o[f.name]
		switch {
		case f.required && (!there || v == nil || v == "" || isEmpty(v)):
			n.note(here, NoteMissing, "no %s", f.name)
		case v == nil:
		case f.list:
			n.list(here, f, v)
		default:
			n.value(here, f, v)
		}
	}
	switch definition {
	case "OrganizationReference":
		n.reference(at, o)
		if o["name"] == "" {
			n.note(at+"/name", NoteMissing, "no name")
		}
	case "Contract":
		if id := String(o, "awardID"); id != "" && len(n.awards) > 0 && !n.awards[id] {
			n.note(at+"/awardID", NoteReference, "no award has this id")
		}
	case "Period":
		n.order(at, o, "startDate", "endDate", "ends before it starts")
		n.order(at, o, "endDate", "maxExtentDate", "longest extent before the end")
	case "Amendment":
		if id := String(o, "amendsReleaseID"); id != "" && id == String(n.release, "id") {
			n.note(at+"/amendsReleaseID", NoteReference, "this release itself, which amends one before it")
		}
	case "RelatedProcess":
		if id := String(o, "identifier"); id != "" && id == String(n.release, "ocid") {
			n.note(at+"/identifier", NoteReference, "this process itself")
		}
	case "Value":
		if text := String(o, "amount"); strings.HasPrefix(text, "-") && strings.ContainsAny(text, "123456789") {
			n.note(at+"/amount", NoteNegative, "below zero")
		}
		if String(o, "amount") != "" && o["currency"] == nil {
			n.note(at+"/currency", NoteCurrency, "an amount without a currency")
		}
	}
}

func isEmpty(v any) bool {
	list, ok := v.([]any)
	return ok && len(list) == 0
}

// ownsID are the definitions whose id names one thing in its list; what only
// refers to another may stand there twice.
var ownsID = map[string]bool{"Organization": true, "Award": true, "Contract": true, "Document": true, "Item": true, "Milestone": true,
	"Transaction": true, "RelatedProcess": true, "Amendment": true}

func (n *noter) list(at string, f schemaField, v any) {
	list, ok := v.([]any)
	if !ok {
		n.note(at, NoteType, "%s, not a list", typeWord(v))
		list = []any{v}
	}
	seen := map[string]bool{}
	for i, x := range list {
		here := at + "/" + strconv.Itoa(i)
		if !ok {
			here = at
		}
		o, _ := x.(Object)
		if id := String(o, "id"); id != "" && seen[id] && ownsID[f.kind] {
			n.note(here+"/id", NoteDuplicate, "stands twice in the list")
		} else {
			seen[id] = true
		}
		n.value(here, f, x)
	}
}

func (n *noter) value(at string, f schemaField, v any) {
	if o, ok := v.(Object); ok && core[f.kind] != nil {
		n.object(at, f.kind, o)
		return
	}
	if want := wants(f.kind); want != "" && !fits(f.kind, v) {
		n.note(at, NoteType, "%s, not %s", typeWord(v), want)
		return
	}
	if text, ok := v.(string); ok {
		n.text(at, f, text)
	}
}

// scripts are schemes that do something other than lead to a page.
var scripts = []string{"javascript", "vbscript", "data", "file"}

// text looks at what a text says.
func (n *noter) text(at string, f schemaField, text string) {
	switch {
	case text == "":
		n.empty(at, f)
	case f.kind == "date":
		n.date(at, text)
	case f.kind == "uri":
		if u, err := url.Parse(text); err != nil || u.Scheme == "" {
			n.note(at, NoteURL, "not a full web address")
		} else if slices.Contains(scripts, strings.ToLower(u.Scheme)) {
			n.note(at, NoteURL, "a script or a file, not a web address")
		}
	case f.codes == "currency" && !isCode("currency", text):
		n.note(at, NoteCurrency, "not a currency of ISO 4217")
	case f.kind == "code" && !isCode(f.codes, text):
		n.note(at, NoteCode, "not in the codelist %s", f.codes)
	case strings.ContainsAny(text, turnsDirections):
		n.note(at, NoteDirection, "holds characters that turn the direction of text")
	case strings.ContainsFunc(text, hidden):
		n.note(at, NoteHidden, "holds characters that do not show")
	}
}

// empty tells of a text that says nothing where a form or a code is due.
func (n *noter) empty(at string, f schemaField) {
	code := map[string]string{"date": NoteDate, "uri": NoteURL, "code": NoteCode}[f.kind]
	if f.codes == "currency" {
		code = NoteCurrency
	}
	if code != "" {
		n.note(at, code, "empty: leave it out, or null")
	}
}

func (n *noter) date(at, text string) {
	_, read := Instant(text)
	if _, err := time.Parse(time.RFC3339, text); err == nil || read && strings.Contains(text, ":60") {
		return
	}
	_, zoned := Instant(text + "Z")
	switch {
	case !read:
		n.note(at, NoteDate, "not a date")
	case len(text) <= len("2006-01-02"):
		n.note(at, NoteDate, "date without a time")
	case zoned:
		n.note(at, NoteDate, "date without a time zone")
	default:
		n.note(at, NoteDate, "date in another form than RFC 3339")
	}
}

// reference looks whether an organisation that is referred to is a party. One
// that a release without parties describes in place is as OCDS 1.0 has it.
func (n *noter) reference(at string, ref Object) {
	id := String(ref, "id")
	embedded := id == "" || Child(ref, "identifier") != nil || Child(ref, "address") != nil || Child(ref, "contactPoint") != nil
	switch {
	case len(n.parties) == 0 && embedded || n.parties[id] && id != "":
	case id == "":
		n.note(at, NoteReference, "names no party by its id")
	default:
		n.note(at, NoteReference, "no party has this id")
	}
}

func (n *noter) order(at string, o Object, first, second, text string) {
	a, known := Instant(String(o, first))
	b, too := Instant(String(o, second))
	if known && too && b.Before(a) {
		n.note(at+"/"+second, NoteOrder, "%s", text)
	}
}

func typeWord(v any) string {
	switch v.(type) {
	case string:
		return "a text"
	case Number:
		return "a number"
	case bool:
		return "true or false"
	case []any:
		return "a list"
	case Object:
		return "an object"
	}
	return "null"
}
