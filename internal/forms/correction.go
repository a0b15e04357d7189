package forms

import (
	"slices"

	"daylight/internal/ocds"
	"daylight/internal/procurement"
)

// A form that puts something right asks why, and its release says so as a
// correction: the record was wrong, the contract did not change.

var reasonQuestion = Question{Part: "Why", Name: "reason", Label: "Why is this put right?", Hint: "Published with the correction", Kind: Long,
	Required: "Write why this is put right: the reason is published with it."}

// correction is what an answer puts right.
type correction struct {
	about    string
	takesOut []any
}

// ofSubject is Corrects of a form that puts right what it is about, where it is
// about anything.
func ofSubject(a About) bool { return a.Subject != "" }

func (f *Form) corrects(a About) bool { return f.Corrects != nil && f.Corrects(a) }

// corrects says what is put right, by its list and id.
func (a *Answers) corrects(names ...string) { a.fix.about = procurement.Place(names...) }

// takeOut says what should not have been recorded. The caller sets to null what
// it said.
func (a *Answers) takeOut(names ...string) {
	a.fix.takesOut = append(a.fix.takesOut, procurement.Place(names...))
}

func (a *Answers) correction() []any {
	c := ocds.Object{"id": a.Mint("correction", 0), "about": a.fix.about, "reason": a.Text(reasonQuestion.Name), "sources": a.cited()}
	set(c, "takesOut", a.fix.takesOut)
	return []any{c}
}

// nothing takes away all that an object says but the members kept. A merge keeps
// ids, and takes away what is null, not what is inside of it: so each value at
// any depth is.
func nothing(o ocds.Object, kept ...string) ocds.Object {
	empty := ocds.Object{}
	for name, v := range o {
		if empty[name] = emptied(v); slices.Contains(kept, name) {
			empty[name] = v
		}
	}
	return empty
}

func emptied(v any) any {
	switch v := v.(type) {
	case ocds.Object:
		if len(v) > 0 {
			return nothing(v, "id")
		}
	case []any:
		var list []any
		for _, x := range v {
			o, isObject := x.(ocds.Object)
			if !isObject || o["id"] == nil {
				return nil // replaced whole
			}
			list = append(list, nothing(o, "id"))
		}
		return list
	}
	return nil
}

// clear takes away what an object says in the record and the release says no
// longer, of these members.
func clear(now, was ocds.Object, names ...string) {
	for _, name := range names {
		if _, says := now[name]; !says && was[name] != nil {
			now[name] = emptied(was[name])
		}
	}
}

// recorded is an object of the speaker's own record, by its list and id.
func (a About) recorded(id string, path ...string) ocds.Object {
	o := a.Record
	for _, name := range path[:len(path)-1] {
		o = ocds.Child(o, name)
	}
	for _, x := range ocds.Children(o, path[len(path)-1]) {
		if ocds.String(x, "id") == id {
			return x
		}
	}
	return nil
}

// replaced are the references of a list to organisations as they should be:
// those that were there and are not among them are taken out of it.
func (a *Answers) replaced(now []any, was []ocds.Object, role string, place ...string) []any {
	for _, ref := range was {
		id := ocds.String(ref, "id")
		if !slices.ContainsFunc(now, func(x any) bool { return ocds.String(x.(ocds.Object), "id") == id }) {
			now = append(now, nothing(ref, "id"))
			a.takeOut(append(slices.Clone(place), id)...)
			a.leave(id, role)
		}
	}
	return now
}

// leave takes a role from a party that has it nowhere else; of one that has no
// other, all that is said of it.
func (a *Answers) leave(id, role string) {
	party := a.recorded(id, "parties")
	if party == nil || slices.ContainsFunc(*a.parties, func(x any) bool { return ocds.String(x.(ocds.Object), "id") == id }) || a.plays(id, role) {
		return
	}
	left := ocds.Object{"id": id, "roles": nil}
	var rest []any
	for _, r := range ocds.Strings(party, "roles") {
		if r != role {
			rest = append(rest, r)
		}
	}
	if set(left, "roles", rest); rest == nil && !a.plays(id, "") {
		left = nothing(party, "id")
		a.takeOut("parties", id)
	}
	*a.parties = append(*a.parties, left)
}

// plays reports whether a party has a role ("" for any) in the speaker's record
// in another place than the one that is put right.
func (a *Answers) plays(id, role string) bool {
	is := func(o procurement.Organisation) bool { return o.ID == id }
	p := a.Own
	if (role == "" || role == "buyer") && p.Buyer != nil && is(*p.Buyer) && a.fix.about != "tender" {
		return true
	}
	for _, x := range p.Awards {
		if (role == "" || role == "supplier") && a.fix.about != procurement.Place("awards", x.ID) && slices.ContainsFunc(x.Suppliers, is) {
			return true
		}
	}
	for _, x := range p.Bids {
		if (role == "" || role == "tenderer") && a.fix.about != procurement.Place("bids", "details", x.ID) && slices.ContainsFunc(x.Tenderers, is) {
			return true
		}
	}
	return false
}
