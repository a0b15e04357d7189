package web

import (
	"slices"
	"strings"

	"daylight/internal/procurement"
	"daylight/internal/registry"
)

// correctionView is something that was put right, and why.
type correctionView struct {
	What     string // kind of thing
	Named    string
	Reason   string
	TakenOut bool
	Date     procurement.Date
	Place    string // of what was put right
	OCID     string
	At       string
	GUID     string
	Href     string // of the release that did
	Cited    cited
}

// correctionOf is what an event says was put right.
func correctionOf(e procurement.Event) correctionView {
	text := func(name string) string { s, _ := e.Figures[name].(string); return s }
	out, _ := e.Figures["takenOut"].(bool)
	return correctionView{What: text("what"), Named: text("named"), Reason: text("reason"), TakenOut: out, Date: e.Date, Place: text("about"),
		OCID: e.OCID, At: e.At, GUID: e.GUID}
}

// corrections are those of a history, the latest first.
func (v processView) corrections(h *registry.History) []correctionView {
	var list []correctionView
	for _, e := range slices.Backward(h.Events) {
		i := slices.IndexFunc(v.Process.Corrected, func(c procurement.Correction) bool { return c.ID == e.Subject })
		if e.Kind != procurement.RecordCorrected || i < 0 {
			continue
		}
		x := correctionOf(e)
		x.Cited = v.citer.cited(v.Process.Corrected[i].Sources)
		for _, s := range h.Releases {
			if s.Identity == e.Cause {
				x.Href = href("contracts", h.Process.OCID, "releases", s.Seq)
			}
		}
		list = append(list, x)
	}
	return list
}

// correcting are those that put right a thing or part of it.
func correcting(list []correctionView, names ...string) (some []correctionView) {
	for _, x := range list {
		if (procurement.Correction{About: x.Place}).Touches(names...) {
			some = append(some, x)
		}
	}
	return some
}

// Line is what was put right, in a few words.
func (x correctionView) Line() string {
	line := upperFirst(x.What)
	if x.Named != "" {
		line += " “" + clip(x.Named, 80) + "”"
	}
	return strings.TrimSpace(line)
}
