package ocds

import "daylight/internal/procurement"

// resolver resolves references to parties. Publishers that number the parties
// of each release anew give one id to several organisations; merged by id, the
// last of them is all that is left. A reference then still carries the name its
// own release gave, so where the two do not agree the reference holds.
type resolver struct {
	publisher string
	parties   map[string]Object
	gone      map[string]bool // places of what was taken out
}

func (r resolver) organisation(ref Object) *procurement.Organisation {
	if ref == nil {
		return nil
	}
	full := ref
	if p := r.parties[String(ref, "id")]; p != nil && String(ref, "id") != "" && meant(ref, p) {
		full = p
	}
	id := Child(full, "identifier")
	if id == nil {
		id = Child(ref, "identifier")
	}
	o := procurement.Organisation{
		ID: String(ref, "id"), Name: String(full, "name"),
		Scheme: String(id, "scheme"), Identifier: String(id, "id"), Roles: Strings(full, "roles"),
		Country: country(full), Classifications: classifications(Child(full, "details"), "classifications"),
	}
	if o.Name == "" {
		o.Name = first(String(ref, "name"), String(id, "legalName"), o.ID)
	}
	o.Key = procurement.OrganisationKey(o.Scheme, o.Identifier, r.publisher, o.Name)
	if o.Key == "" {
		return nil
	}
	for _, id := range Children(full, "additionalIdentifiers") {
		if key := procurement.OrganisationKey(String(id, "scheme"), String(id, "id"), "", ""); key != "" && key != o.Key {
			o.Also = append(o.Also, key)
		}
	}
	return &o
}

// meant reports whether a party is the one that a reference names. A party
// whose id is its registered identifier is, whatever it was called when.
func meant(ref, party Object) bool {
	if named, name := String(ref, "name"), String(party, "name"); named == name {
		return true
	} else if n := procurement.NormalName(named); n == "" || n == procurement.NormalName(name) {
		return true
	}
	own := Child(party, "identifier")
	if r := Child(ref, "identifier"); String(r, "id") != "" {
		return String(r, "id") == String(own, "id") && String(r, "scheme") == String(own, "scheme")
	}
	return String(own, "scheme") != "" && String(ref, "id") == String(own, "scheme")+"-"+String(own, "id")
}

func (r resolver) organisations(refs []Object) []procurement.Organisation {
	var list []procurement.Organisation
	for _, ref := range refs {
		if o := r.organisation(ref); o != nil {
			list = append(list, *o)
		}
	}
	return list
}

// buyerAmong finds the buyer where the record has no buyer field: OCDS 1.0
// publishers name a procuring entity, others only a role.
func (r resolver) buyerAmong(record Object, parties []procurement.Organisation) *procurement.Organisation {
	for _, role := range []string{"buyer", "procuringEntity"} {
		for i := range parties {
			if parties[i].HasRole(role) {
				return &parties[i]
			}
		}
	}
	return r.organisation(Child(Child(record, "tender"), "procuringEntity"))
}
