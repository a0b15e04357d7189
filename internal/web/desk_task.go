package web

import (
	"context"

	"daylight/internal/access"
)

// deskTask is something that waits for an administrator, or that an
// organisation still lacks before its people can work.
type deskTask struct {
	What, Where string // "Confirm the invitation of mia@example.org as organisation administrator", "MOPAC"
	Href        string
	Another     bool // the reader asked for it: somebody else has to act
}

// deskTasks are the tasks of an administrator: first what others asked for,
// then what would come next on a desk that is being set up.
func (s *Server) deskTasks(ctx context.Context, v *visit, organisations []access.Organisation) (waits, next []deskTask, err error) {
	places := organisations
	if v.Actor.HasRole(access.SiteAdmin) {
		places = append([]access.Organisation{{Name: "This site"}}, places...)
		if len(organisations) == 0 {
			next = append(next, deskTask{What: "Add an organisation: a publisher, or a body that oversees buyers", Href: "/desk/organisations"})
		}
	}
	for _, o := range places {
		if access.Can(v.Actor, access.SeePeople, access.Object{Organisation: o.ID}) != nil {
			continue
		}
		d, err := s.placeTasks(ctx, v, o)
		if err != nil {
			return nil, nil, err
		}
		waits, next = append(waits, d.waits...), append(next, d.next...)
	}
	return waits, next, nil
}

type placeTasks struct {
	o           access.Organisation
	me          string
	waits, next []deskTask
}

func (p *placeTasks) at(part string) string {
	id := p.o.ID
	if id == "" {
		id = siteID
	}
	return href("desk", "organisations", id) + part
}

func (p *placeTasks) wait(what, by, part string) {
	p.waits = append(p.waits, deskTask{What: what, Where: p.o.Name, Href: p.at(part), Another: by == p.me})
}

func (p *placeTasks) lacks(what, part string) {
	p.next = append(p.next, deskTask{What: what, Where: p.o.Name, Href: p.at(part)})
}

// neededRole is the role without two people of which nothing goes on.
func neededRole(o access.Organisation) access.Role {
	switch {
	case o.ID == "":
		return access.SiteAdmin
	case o.Oversight:
		return access.OversightOfficer
	}
	return access.Publisher
}

func (s *Server) placeTasks(ctx context.Context, v *visit, o access.Organisation) (*placeTasks, error) {
	p := &placeTasks{o: o, me: v.Person.ID}
	people, err := s.Access.People(ctx, v.Actor, o.ID)
	if err != nil {
		return nil, err
	}
	needed, have := neededRole(o), 0 // two people in it, or nothing is published or confirmed
	for _, c := range people {
		for _, m := range c.Roles {
			if !m.Holds() {
				p.wait("Confirm "+c.Name+" as "+string(m.Role), m.GrantedBy, "#people")
			}
			if m.Role == needed && !c.Disabled {
				have++
			}
		}
	}
	invitations, err := s.Access.Invitations(ctx, v.Actor, o.ID)
	if err != nil {
		return nil, err
	}
	for _, i := range invitations {
		if !i.Confirmed() {
			p.wait("Confirm the invitation of "+i.Email+" as "+string(i.Role), i.InvitedBy, "#invited")
		}
		if i.Role == needed {
			have++
		}
	}
	switch {
	case have > 1:
	case needed == access.SiteAdmin:
		p.lacks("Invite a second administrator: what one asks for, another confirms", "#invite")
	case have == 1:
		p.lacks("Invite a second "+string(needed)+": nobody publishes what they wrote themselves", "#invite")
	default:
		p.lacks("Invite two people as "+string(needed)+": one writes, the other publishes", "#invite")
	}
	resets, err := s.Access.Resets(ctx, v.Actor, o.ID)
	if err != nil {
		return nil, err
	}
	for _, r := range resets {
		if r.Waits && r.Person != p.me {
			p.wait("Confirm the link to the account of "+r.Name, r.IssuedBy, "#resets")
		}
	}
	if !o.Oversight {
		return p, nil
	}
	mandates, err := s.Access.Mandates(ctx, v.Actor, o.ID)
	if err != nil {
		return nil, err
	}
	open := 0
	for _, m := range mandates {
		if m.EndedAt != "" {
			continue
		}
		if open++; m.ApprovedBy == "" {
			x, err := s.deskMandate(ctx, m)
			if err != nil {
				return nil, err
			}
			by := m.RequestedBy
			if !v.Actor.HasRole(access.SiteAdmin) {
				by = p.me // a site administrator approves it
			}
			p.wait("Approve the mandate over "+x.Names(), by, "#mandates")
		}
	}
	if open == 0 {
		p.lacks("Ask for its mandate: without one it can decide on no buyer’s contracts", "#mandates")
	}
	return p, nil
}
