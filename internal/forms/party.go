package forms

import (
	"regexp"
	"slices"
	"strings"

	"daylight/internal/ocds"
	"daylight/internal/procurement"
)

var (
	registeredKey = regexp.MustCompile(`^([A-Z]{2}-[A-Z0-9]+)-(.+)$`)
	withKey       = regexp.MustCompile(`^(.*) \[([^\[\]]+)\]$`)
)

// Suggestion is how a form writes an organisation that the record knows.
func Suggestion(name, key string) string { return name + " [" + key + "]" }

// Identified is an organisation by its name and the key the record knows it by:
// with its registered identifier, where the key is made of one.
func Identified(name, key string) procurement.Organisation {
	o := procurement.Organisation{Name: name, Key: key}
	if m := registeredKey.FindStringSubmatch(key); m != nil && procurement.OrganisationKey(m[1], m[2], "", "") == key {
		o.Scheme, o.Identifier = m[1], m[2]
	}
	return o
}

// Organisation is an answer that names one: by the record, else as written.
func (a *Answers) Organisation(name string) (procurement.Organisation, bool) {
	text := a.Text(name)
	if text == "" {
		return procurement.Organisation{}, false
	}
	key := text
	if m := withKey.FindStringSubmatch(text); m != nil {
		text, key = m[1], m[2]
	}
	if a.Find != nil {
		if o, found := a.Find(key); found {
			return o, true
		}
	}
	return procurement.Organisation{Name: text}, true
}

// party is a reference to an organisation, which it lists among the parties
// with a role. The party's id is its registered identifier, else its name: the
// same in each release that this form or another makes of it.
func (a *Answers) party(o procurement.Organisation, role string) ocds.Object {
	id := procurement.NormalName(o.Name)
	if o.Scheme != "" {
		id = o.Scheme + "-" + o.Identifier
	}
	roles := []any{role}
	if a.Process != nil {
		for _, p := range a.Process.Parties {
			if p.Key != "" && p.Key == o.Key {
				id = p.ID
				for _, r := range p.Roles { // a list of roles is replaced whole
					if r != role {
						roles = append(roles, r)
					}
				}
			}
		}
	}
	i := slices.IndexFunc(*a.parties, func(x any) bool { return x.(ocds.Object)["id"] == id })
	if i >= 0 {
		party := (*a.parties)[i].(ocds.Object)
		if had := party["roles"].([]any); !slices.Contains(had, any(role)) {
			party["roles"] = append(had, role)
		}
	} else {
		party := ocds.Object{"id": id, "name": o.Name, "roles": roles}
		if o.Scheme != "" {
			party["identifier"] = ocds.Object{"scheme": o.Scheme, "id": o.Identifier}
		}
		*a.parties = append(*a.parties, party)
	}
	return ocds.Object{"id": id, "name": o.Name}
}

// asked is the party an answer names; nil where none is.
func (a *Answers) asked(name, role string) ocds.Object {
	o, ok := a.Organisation(name)
	if !ok {
		return nil
	}
	return a.party(o, role)
}

// refs are the organisations of a repeated question.
func (a *Answers) refs(name string, most int, role string) []any {
	var list []any
	a.Each(name, most, func(_ int, item *Answers) {
		if o, ok := item.Organisation("name"); ok {
			list = append(list, a.party(o, role))
		}
	})
	return list
}

// longestSlug is how much of a title is part of an id.
const longestSlug = 60

func slug(text string) string {
	s := procurement.NormalName(text)
	if len(s) > longestSlug {
		s = s[:strings.LastIndex(s[:longestSlug]+"-", "-")]
	}
	return strings.ToValidUTF8(s, "")
}
