// Package access says who may do what, and knows who somebody is. It promises
// one answer in one place: Can denies whatever the policy does not grant, and
// the policy is one table that can be read on a screen (policy.go).
//
// A Service keeps people, organisations, roles, mandates, invitations,
// sessions and tokens, and writes what happened to them into a security log.
// There is no account that nobody made: the first comes by a command on the
// server. Whoever signs in gives a password and a code of a second factor, at
// once. It keeps rows through the small interfaces of store.go, takes the time
// from a clock it is given, and knows neither HTTP nor SQL.
//
// Limits: how many may act in a span of time, without signing in (Quota), is
// counted in memory and ends with the process. The seeds of second factors are sealed with a key that the
// server holds: who can read its files, and not the database alone, can make
// codes, though not passwords.
package access

import "slices"

// Kind is what an actor is.
type Kind string

// The kinds of actor.
const (
	Public   Kind = "public"    // anybody, over HTTP
	Operator Kind = "operator"  // a command run on the server
	Signed   Kind = "signed in" // a person who has signed in, or a token of one
)

// Role is what a person does in an organisation; the site administrator's is
// for the site.
type Role string

// The roles.
const (
	Contributor       Role = "contributor"
	Publisher         Role = "publisher"
	OversightOfficer  Role = "oversight officer"
	OrganisationAdmin Role = "organisation administrator"
	SiteAdmin         Role = "site administrator"
)

// Roles are all roles, in the order forms offer them.
var Roles = []Role{Contributor, Publisher, OversightOfficer, OrganisationAdmin, SiteAdmin}

// Administers reports whether the role takes effect only once a second person
// has confirmed it.
func (r Role) Administers() bool { return r == OrganisationAdmin || r == SiteAdmin }

// Actor is who asks.
type Actor struct {
	Kind     Kind
	Name     string       // as recorded with what it files, such as "seed" or "import"
	Person   string       // id; "" for the public and for commands
	Roles    []Membership // confirmed roles
	Mandates []Mandate    // approved mandates of the organisations it has a role in
	Scopes   []string     // of a token; nil for a person
	Token    bool
	Fresh    bool // a code was given in the last few minutes
}

// Has reports whether the actor has a role in an organisation.
func (a Actor) Has(r Role, organisation string) bool {
	return slices.ContainsFunc(a.Roles, func(m Membership) bool { return m.Role == r && m.Organisation == organisation })
}

// HasRole reports whether the actor has a role anywhere.
func (a Actor) HasRole(r Role) bool {
	return slices.ContainsFunc(a.Roles, func(m Membership) bool { return m.Role == r })
}

// Organisations are those in which the actor has a role, without the site.
func (a Actor) Organisations() []string {
	var list []string
	for _, m := range a.Roles {
		if m.Organisation != "" && !slices.Contains(list, m.Organisation) {
			list = append(list, m.Organisation)
		}
	}
	return list
}

// Object is what something is done to. Fields that do not matter for an action
// are left empty.
type Object struct {
	Any          bool     // no object yet: may the actor do this to anything at all?
	Organisation string   // that it belongs to
	Author       string   // id of the person who wrote, asked for or proposed it
	Buyers       []string // keys in the record of the buyer it is about
	SaidBy       string   // id of the organisation that filed it itself; "" where none of the desk did
	Day          string   // YYYY-MM-DD on which a mandate must hold
}

// Can says whether an actor may do something, by the policy: nil, or the
// Refusal that says why not. What is not granted is denied.
func Can(a Actor, what Action, on Object) error { return policy.Can(a, what, on) }
