package web

import (
	"context"
	"slices"
	"strings"
	"time"

	"daylight/internal/procurement"
	"daylight/internal/store"
)

// Overseen is what the desk tells those who oversee buyers.
type Overseen struct {
	Oversees   bool
	Conditions []overseenCondition // overdue, then due soon
	News       []change            // extensions and awards without competition
	Since      string              // the sign-in before this; "" at the first
	Ahead      int                 // days looked ahead or, at the first sign-in, back
}

type overseenCondition struct {
	store.ConditionRow
	Own bool // set by a body the reader decides for
}

const (
	daysAhead    = 90
	mostOverseen = 100
)

// overseen is about the buyers of the reader's mandates that hold today.
func (s *Server) overseen(ctx context.Context, v *visit) (o Overseen, err error) {
	o.Ahead = daysAhead
	now := s.Access.Now()
	today := now.Format(time.DateOnly)
	bodies := map[string]bool{}
	var buyers []string
	for _, m := range v.Actor.Mandates {
		if m.Holds(today) {
			for _, key := range m.Keys() {
				if !slices.Contains(buyers, key) {
					buyers = append(buyers, key)
				}
			}
		}
		body, err := s.Access.Organisation(ctx, m.Organisation)
		if err != nil {
			return o, err
		}
		bodies[procurement.NormalName(body.Name)] = true
	}
	if o.Oversees = len(buyers) > 0; !o.Oversees {
		return o, nil
	}
	if o.Since, err = s.Access.Before(ctx, v.Visit); err != nil {
		return o, err
	}
	since := o.Since
	if since == "" {
		since = now.AddDate(0, 0, -daysAhead).Format(time.RFC3339)
	}
	return o, s.Reader.Read(ctx, func(view store.View) error {
		for _, b := range buyers {
			if err := o.addConditions(ctx, view, b, now.AddDate(0, 0, daysAhead).Format(time.DateOnly), bodies); err != nil {
				return err
			}
			if err := o.addNews(ctx, view, b, since); err != nil {
				return err
			}
		}
		slices.SortStableFunc(o.Conditions, func(a, b overseenCondition) int { return strings.Compare(a.Due.Last(), b.Due.Last()) })
		slices.SortStableFunc(o.News, func(a, b change) int { return strings.Compare(b.At, a.At) })
		return nil
	})
}

// addConditions adds those of a buyer's contracts that are overdue or due by a
// day.
func (o *Overseen) addConditions(ctx context.Context, view store.View, buyer, by string, bodies map[string]bool) error {
	day, _, err := view.Day(ctx)
	if err != nil {
		return err
	}
	rows, err := view.Conditions(ctx, store.RowFilter{Organisation: buyer, Limit: mostOverseen}, procurement.Date(day), []store.ConditionGroup{store.Overdue, store.Due})
	for _, c := range rows {
		if c.BuyerKey == buyer && c.Due.Last() <= by {
			o.Conditions = append(o.Conditions, overseenCondition{c, bodies[procurement.NormalName(c.BodyName)]})
		}
	}
	return err
}

// addNews adds what a buyer's contracts brought since an instant.
func (o *Overseen) addNews(ctx context.Context, view store.View, buyer, since string) error {
	extended, err := view.Events(ctx, store.EventFilter{Organisation: buyer, Kinds: []procurement.EventKind{procurement.ContractExtended}, Limit: mostOverseen})
	if err != nil {
		return err
	}
	awarded, err := view.Events(ctx, store.EventFilter{Organisation: buyer, Rule: "awarded-without-competition", Kinds: []procurement.EventKind{procurement.FlagRaised}, Limit: mostOverseen})
	all := slices.DeleteFunc(append(extended, awarded...), func(e procurement.Event) bool { return e.At < since })
	o.News = append(o.News, changes(all)...)
	return err
}
