package web

import (
	"context"
	"net/http"

	"daylight/internal/access"
)

// peoplePage is everybody in the organisations that a person looks after.
type peoplePage struct {
	Desk
	Groups     []peopleGroup
	MayDisable bool
	Disable    *Form
}

type peopleGroup struct {
	Link
	People []access.Colleague
}

func (*peoplePage) template() string { return "people" }

func (s *Server) newPeople(ctx context.Context, v *visit) (*peoplePage, error) {
	p := &peoplePage{Desk: s.deskPage(v, "People"), MayDisable: v.Actor.HasRole(access.SiteAdmin), Disable: s.newForm(v, "disable", "/desk/people/disable")}
	list, err := s.Access.Organisations(ctx, v.Actor)
	if err != nil {
		return nil, err
	}
	if v.Actor.HasRole(access.SiteAdmin) {
		list = append([]access.Organisation{{Name: "This site"}}, list...)
	}
	for _, o := range list {
		if access.Can(v.Actor, access.SeePeople, access.Object{Organisation: o.ID}) != nil {
			continue
		}
		people, err := s.Access.People(ctx, v.Actor, o.ID)
		if err != nil {
			return nil, err
		}
		id := o.ID
		if id == "" {
			id = siteID
		}
		p.Groups = append(p.Groups, peopleGroup{Link{Name: o.Name, Href: href("desk", "organisations", id)}, people})
	}
	return p, nil
}

func (s *Server) people(ctx context.Context, v *visit) error {
	p, err := s.newPeople(ctx, v)
	if err != nil {
		return err
	}
	return s.show(v, http.StatusOK, p)
}

func (s *Server) disablePerson(ctx context.Context, v *visit) error {
	p, err := s.newPeople(ctx, v)
	if err != nil {
		return err
	}
	if err := s.Access.Disable(ctx, v.Actor, v.Field("email"), v.from); err != nil {
		return s.again(v, p.Disable, err, p)
	}
	return v.done("/desk/people", "disabled")
}

// securityPage is the latest of the security log.
type securityPage struct {
	Desk
	Entries []securityEntry
}

type securityEntry struct {
	access.Entry
	Who string
}

func (*securityPage) template() string { return "security-log" }

func (s *Server) securityLog(ctx context.Context, v *visit) error {
	p := &securityPage{Desk: s.deskPage(v, "Security log")}
	list, err := s.Access.SecurityLog(ctx, v.Actor)
	if err != nil {
		return err
	}
	names := map[string]string{"": ""}
	for _, e := range list {
		if _, known := names[e.Person]; !known {
			if names[e.Person], err = s.Access.PersonName(ctx, e.Person); err != nil {
				return err
			}
		}
		p.Entries = append(p.Entries, securityEntry{e, names[e.Person]})
	}
	return s.show(v, http.StatusOK, p)
}
