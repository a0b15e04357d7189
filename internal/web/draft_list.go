package web

import (
	"context"

	"daylight/internal/forms"
	"daylight/internal/registry"
)

// draftLine is a draft in a list.
type draftLine struct{ Title, Href, Form, Author, State, ChangedAt string }

// stateWords are the states of one's own drafts.
var stateWords = map[registry.DraftState]string{
	registry.DraftOpen: "being written", registry.DraftSubmitted: "waits for a colleague", registry.DraftReturned: "given back to you",
}

// draftLines are the reader's own drafts that are not published, and those of
// colleagues that the reader may publish.
func (s *Server) draftLines(ctx context.Context, v *visit) (mine, waiting []draftLine, err error) {
	all, err := s.Drafts.Drafts(ctx, v.Actor)
	if err != nil {
		return nil, nil, err
	}
	for _, d := range all {
		if d.State == registry.DraftPublished {
			continue
		}
		x := draftLine{Title: d.Title, Href: href("desk", "drafts", d.ID), State: stateWords[d.State], ChangedAt: d.ChangedAt}
		if f, known := forms.Named(d.Form); known {
			x.Form = f.Title
		}
		if x.Author, err = s.Access.PersonName(ctx, d.Author); err != nil {
			return nil, nil, err
		}
		switch {
		case d.Author == v.Person.ID:
			mine = append(mine, x)
		case d.State == registry.DraftSubmitted && s.Drafts.Publishes(v.Actor, d):
			x.State = "submitted"
			waiting = append(waiting, x)
		}
	}
	return mine, waiting, nil
}
