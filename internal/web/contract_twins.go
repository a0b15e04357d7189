package web

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"daylight/internal/exchange"
	"daylight/internal/feed"
	"daylight/internal/procurement"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// jsonHistory is a history as data. The record is the compiled release.
type jsonHistory struct {
	OCID     string         `json:"ocid"`
	Title    string         `json:"title"`
	Day      *string        `json:"day"`
	LogSize  int64          `json:"log_size"`
	Process  jsontext.Value `json:"process"`
	Chains   []jsonChain    `json:"chains"`
	Flags    []jsonFlag     `json:"flags"`
	Events   []jsonEvent    `json:"events"`
	Releases []jsonRelease  `json:"releases"`
	Also     []jsonReport   `json:"also_reported"` // by publishers other than the one of record

	Redactions []jsonTombstone `json:"redactions"`
}

// jsonReport is what another publisher says, and where it differs.
type jsonReport struct {
	Publisher   string           `json:"publisher"`
	Title       string           `json:"title"`
	Differences []jsonDifference `json:"differences"`
}

type jsonDifference struct {
	Field    string  `json:"field"`
	Recorded *string `json:"recorded"`
	Reported string  `json:"reported"`
}

type jsonChain struct {
	OCID     string          `json:"ocid"`
	Contract string          `json:"contract"`
	Start    *string         `json:"first_start"`
	End      *string         `json:"first_end"`
	Days     int             `json:"first_days,omitzero"`
	Longest  *string         `json:"longest_agreed"`
	Steps    []jsonExtension `json:"steps"`
}

type jsonFlag struct {
	Contract *string               `json:"contract"`
	Rule     string                `json:"rule"`
	Version  int                   `json:"version"`
	State    procurement.FlagState `json:"state"`
	Evidence procurement.Evidence  `json:"evidence"`
}

type jsonEvent struct {
	GUID     string                `json:"guid"`
	Kind     procurement.EventKind `json:"kind"`
	Headline string                `json:"headline"`
	Subject  string                `json:"subject"`
	Date     *string               `json:"date"`
	Cause    string                `json:"cause"`
	Seq      int64                 `json:"seq"`
	Recorded string                `json:"recorded_at"`
	Figures  map[string]any        `json:"figures"`
	Redacted *int64                `json:"redacted_by,omitempty"` // the entry that removed part of what it said
}

type jsonRelease struct {
	Seq       int64    `json:"seq"`
	ID        string   `json:"id"`
	Date      string   `json:"date"`
	Tag       []string `json:"tag"`
	Publisher string   `json:"publisher"`
	Filer     string   `json:"filer"`
	Recorded  string   `json:"recorded_at"`
	Identity  string   `json:"identity"`
	Address   string   `json:"address"`
}

func historyJSON(h *registry.History) jsonHistory {
	p := h.Process
	j := jsonHistory{OCID: p.OCID, Title: p.Title, Day: orNull(h.Day), LogSize: h.LogSize, Process: h.Record,
		Chains: []jsonChain{}, Flags: []jsonFlag{}, Events: []jsonEvent{}, Releases: []jsonRelease{}, Also: []jsonReport{}, Redactions: tombstonesJSON(h.Removed)}
	for _, c := range h.Chains {
		x := jsonChain{OCID: c.OCID, Contract: c.Contract, Start: orNull(c.First.Start), End: orNull(c.First.End),
			Days: c.First.Days, Longest: orNull(c.First.MaxExtent), Steps: []jsonExtension{}}
		for _, e := range c.Steps {
			x.Steps = append(x.Steps, newJSONExtension(extensionRowOf(p, e)))
		}
		j.Chains = append(j.Chains, x)
	}
	for _, f := range h.Flags {
		j.Flags = append(j.Flags, jsonFlag{orNull(f.Contract), f.Rule, f.Version, f.State, f.Evidence})
	}
	for _, e := range h.Events {
		j.Events = append(j.Events, jsonEvent{e.GUID, e.Kind, feed.Headline(e), e.Subject, orNull(e.Date), e.Cause, e.Seq, e.At, e.Figures, e.Redacted})
	}
	for _, s := range h.Releases {
		j.Releases = append(j.Releases, jsonRelease{s.Seq, s.ID, s.Date, s.Tag, s.Publisher, s.Filer, s.RecordedAt, s.Identity,
			href("contracts", p.OCID, "releases", s.Seq) + string(asJSON)})
	}
	for _, a := range p.Also {
		x := jsonReport{a.Publisher, a.Title, []jsonDifference{}}
		for _, d := range a.Differences {
			x.Differences = append(x.Differences, jsonDifference{d.Field, orNull(d.Recorded), d.Reported})
		}
		j.Also = append(j.Also, x)
	}
	return j
}

func extensionRowOf(p *procurement.Process, e procurement.Extension) store.ExtensionRow {
	row := store.ExtensionRow{Extension: e}
	row.ProcessRef.OCID, row.Title = p.OCID, p.Title
	if p.Buyer != nil {
		row.BuyerKey, row.BuyerName = p.Buyer.Key, p.Buyer.Name
	}
	return row
}

// stepRows are the steps of a history as the rows of /extensions.csv.
func stepRows(h *registry.History) [][]string {
	var rows [][]string
	for _, c := range h.Chains {
		for _, e := range c.Steps {
			rows = append(rows, extensionRow(extensionRowOf(h.Process, e)))
		}
	}
	return rows
}

// contractOCDS answers with an OCDS record package: the releases as filed, the
// compiled and the versioned release.
func (s *Server) contractOCDS(ctx context.Context, r *request) (*answer, error) {
	h, _, err := r.history(ctx)
	if err != nil {
		return nil, err
	}
	all, err := r.Releases(ctx, h.Process.OCID)
	if err != nil {
		return nil, err
	}
	shown := map[int64]bool{}
	for _, x := range h.Releases {
		shown[x.Seq] = true
	}
	all = slices.DeleteFunc(all, func(x store.Release) bool { return !shown[x.Seq] })
	last := slices.MaxFunc(all, func(a, b store.Release) int { return cmp.Compare(a.Seq, b.Seq) })
	page := exchange.Page{BaseURL: s.BaseURL, URI: s.BaseURL + r.Address(asJSON)}
	return packaged(page.Record(ctx, r.View, h.Process.OCID, last.RecordedAt, h.Record, all))
}

// fileName is a name for a downloaded file, of letters that are safe anywhere.
func fileName(ocid, rest string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '.':
			return r
		}
		return '-'
	}, ocid+"-"+rest)
}
