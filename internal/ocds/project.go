package ocds

import (
	"net/url"
	"slices"
	"strings"

	"daylight/internal/procurement"
)

// Project is a compiled release with what the oversight extension says in it
// said again in core OCDS 1.1, for readers who do not know the extension:
//
//   - a condition is a milestone (type approval, code oversightCondition) of
//     the one contract its decision concerns, else of the tender;
//   - the deciding body is a party with the role reviewBody;
//   - a decision, each of its documents, and a challenge are documents of the
//     one contract or award concerned, else of the tender.
//
// All that was there stays as it was. What is added has the id of the place it
// is taken from ("decisions/mopac-pcd-1037/conditions/exit-plan"), so that
// projecting a projection changes nothing. Core OCDS has no loose dates: only a
// day or the last day of a month becomes a date-time, and the description says
// what the record says.
func Project(compiled Object) Object {
	p := projection{clone(compiled).(Object), ReadProcess(compiled, "")}
	for _, d := range p.process.Decisions {
		if d.ID != "" {
			p.decision(d)
		}
	}
	for _, c := range p.process.Challenges {
		if c.ID != "" {
			p.add(p.home(), "documents", p.challenge(c))
		}
	}
	return p.release
}

type projection struct {
	release Object
	process *procurement.Process
}

func (p projection) decision(d procurement.Decision) {
	p.body(d.Body)
	contract, award := only(p.release, "contracts", d.Contracts), only(p.release, "awards", d.Awards)
	if len(d.Contracts) > 0 {
		award = nil
	}
	for _, c := range d.Conditions {
		if c.ID != "" {
			p.add(p.home(contract), "milestones", p.milestone(d, c))
		}
	}
	home := p.home(contract, award)
	p.add(home, "documents", p.document(d))
	for _, paper := range d.Documents {
		if paper.ID != "" {
			p.add(home, "documents", document11(procurement.Place("decisions", d.ID, "documents", paper.ID),
				first(paper.Type, documentType(d)), paper.Title, "Paper of: "+first(d.Title, d.ID), paper.URL, paper.Published))
		}
	}
}

// home is the first of the objects that there is, else the tender, which has a
// bare id where the record has no tender.
func (p projection) home(objects ...Object) Object {
	for _, o := range objects {
		if o != nil {
			return o
		}
	}
	if p.release["tender"] == nil {
		p.release["tender"] = Object{"id": p.process.OCID}
	}
	if t := Child(p.release, "tender"); t != nil {
		return t
	}
	return Object{} // a tender that is no object stays as it was
}

// only is the object that a list of one id names; nil where it names none, or
// several: what concerns several contracts is the process's.
func only(release Object, key string, ids []string) Object {
	if len(ids) != 1 {
		return nil
	}
	for _, o := range Children(release, key) {
		if String(o, "id") == ids[0] {
			return o
		}
	}
	return nil
}

// add puts an object in a list, over an earlier one of the same id.
func (p projection) add(home Object, key string, item Object) {
	list := listOf(home[key])
	i := slices.IndexFunc(list, func(x any) bool { o, _ := x.(Object); return String(o, "id") == String(item, "id") })
	if i >= 0 {
		list[i] = item
		return
	}
	home[key] = append(list, item)
}

// listOf is a list; what stands where a list belongs counts as one item.
func listOf(v any) []any {
	if list, ok := v.([]any); ok || v == nil {
		return list
	}
	return []any{v}
}

// body makes a party of the deciding body, or gives the party its role.
func (p projection) body(o *procurement.Organisation) {
	if o == nil {
		return
	}
	id := first(o.ID, o.Name)
	for _, party := range Children(p.release, "parties") {
		if String(party, "id") != id {
			continue
		}
		if roles := Strings(party, "roles"); !slices.Contains(roles, "reviewBody") {
			party["roles"] = append(listOf(party["roles"]), "reviewBody")
		}
		return
	}
	party := Object{"id": id, "name": o.Name, "roles": []any{"reviewBody"}}
	if o.Identifier != "" {
		party["identifier"] = without(Object{"scheme": o.Scheme, "id": o.Identifier})
	}
	p.add(p.release, "parties", party)
}

// instant11 is a date as an OCDS date-time at an hour of its day, where it is a
// day or, with ends, a month, which is due at its end; else "".
func instant11(d procurement.Date, hour string, ends bool) string {
	if d.Exact() || ends && len(d) == len("2026-06") {
		return d.Last() + hour
	}
	return ""
}

// uri is an address that the standard's format uri takes, or "".
func uri(s string) string {
	if u, err := url.Parse(s); err != nil || u.Scheme == "" || strings.ContainsAny(s, " \"<>\\^`{|}") {
		return ""
	}
	return s
}

// without leaves out the fields of which nothing is known.
func without(o Object) Object {
	for k, v := range o {
		if v == "" {
			delete(o, k)
		}
	}
	return o
}
