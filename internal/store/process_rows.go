package store

import (
	"strconv"

	"daylight/internal/procurement"
)

// ProcessRows are the derived rows of one process as they are written, and what
// it counts for.
type ProcessRows struct {
	ocid    string
	rows    []Row
	counted share
	checks  checksOf
}

func (r *ProcessRows) insert(table string, values ...any) {
	r.rows = append(r.rows, Row{table, values})
}

// Rows makes the rows of a process. It asks nobody, so that those of many can be
// made at a time.
func (b *Book) Rows(d Derived) (ProcessRows, error) {
	p := d.Process
	r := ProcessRows{ocid: p.OCID, rows: make([]Row, 0, 8+len(d.Events)+len(d.Extensions))}
	states, details, err := b.pack(d.Flags)
	if err != nil {
		return r, err
	}
	r.checks = checksOf{p.Publisher, results{states, details}}
	id := docID(d.Last, p.OCID)
	var buyer procurement.Organisation
	if p.Buyer != nil {
		buyer = *p.Buyer
	}
	caseID := ""
	if p.Case != nil {
		caseID = p.Case.ID
	}
	year := p.Signed().Year()
	if year == 0 {
		year = procurement.Date(d.First).Year()
	}
	r.counted = shareOf(d, strconv.Itoa(year))
	value := p.Value()
	r.insert("processes", p.OCID, id, p.Title, buyer.Key, buyer.Name, p.Tender.Method, minor(value), code(value),
		string(p.Signed()), string(p.End()), year, len(d.Extensions), d.Releases, d.First, d.Last, caseID, p.Publisher, pack(d.Record), r.counted.minor())
	for _, x := range r.counted.parts {
		r.insert("participants", p.OCID, x.role, x.key, x.name, id)
	}
	for _, e := range d.Extensions {
		r.insert("extensions", e.OCID, e.Contract, e.Number, string(e.Date), string(e.PreviousEnd), string(e.NewEnd),
			string(e.AddedUpTo), minor(e.ValueBefore), minor(e.ValueAfter), minor(e.Added()),
			firstCode(e.ValueAfter, e.ValueAdded, e.ValueBefore), e.Instrument, e.Agreed)
	}
	for _, x := range p.Decisions {
		r.decision(p.OCID, x)
	}
	for _, f := range d.Flags {
		if f.State == procurement.Raised {
			r.insert("flags", p.OCID, f.Rule, f.Contract, f.Version, string(f.State), packFigures(f.Evidence), id)
		}
	}
	r.insert("checks", p.OCID, id, r.checks.id())
	for _, day := range d.Due {
		r.insert("due_days", p.OCID, day)
	}
	for _, o := range d.Links {
		r.insert("links", p.OCID, o)
	}
	for rank, e := range d.Events {
		var figures any // NULL where they are as published
		if !e.AsPublished {
			figures = packFigures(e.Figures)
		}
		r.insert("current_events", e.OCID, fromHex(e.GUID), e.Seq, rank, string(e.Date), figures, string(e.Kind))
	}
	r.insert("search (rowid, words)", id, words(p))
	return r, nil
}

func (r *ProcessRows) decision(ocid string, x procurement.Decision) {
	var body procurement.Organisation
	if x.Body != nil {
		body = *x.Body
	}
	r.insert("decisions", ocid, x.ID, body.Key, body.Name, x.Title, x.Type, x.Status, string(x.Decided),
		string(x.Published), x.ReportedBy)
	for _, c := range x.Conditions {
		r.insert("conditions", ocid, x.ID, c.ID, c.Description, string(c.Due), c.Due.Last(), c.DueBasis, c.Status)
	}
}
