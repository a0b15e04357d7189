package access

import (
	"slices"
	"strings"
)

// Organisation is a body that works at the desk.
type Organisation struct {
	ID        string
	Name      string
	Key       string // as the record knows it; "" where it does not
	Oversight bool   // it may hold mandates
	CreatedAt string
}

// Mandate lets a body decide on the contracts of buyers, by a law or order, from
// a day to a day.
type Mandate struct {
	ID           string
	Organisation string
	Buyers       string // their organisation keys in the record, a space between
	FromDay      string
	ToDay        string // the last day; "" where open
	Source       string // address of the law or order
	RequestedBy  string
	RequestedAt  string
	ApprovedBy   string // "" until a second person has approved it
	ApprovedAt   string
	EndedBy      string
	EndedAt      string
}

// Keys are those of the buyers: a buyer may be known by several.
func (m Mandate) Keys() []string { return strings.Fields(m.Buyers) }

// Covers reports whether the mandate holds over a buyer, by any of its keys, on
// a day.
func (m Mandate) Covers(day string, keys ...string) bool {
	return m.Holds(day) && slices.ContainsFunc(keys, func(key string) bool { return slices.Contains(m.Keys(), key) })
}

// Holds reports whether the mandate stands and a day is one of its days.
func (m Mandate) Holds(day string) bool {
	return m.Stands() && day >= m.FromDay && (m.ToDay == "" || day <= m.ToDay)
}

// Stands reports whether it is approved and not ended, whatever its days.
func (m Mandate) Stands() bool { return m.ApprovedBy != "" && m.EndedAt == "" }
