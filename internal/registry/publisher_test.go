package registry

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"daylight/internal/procurement"
	"daylight/internal/store"
)

// A process has one publisher of record: the first to publish it, whoever was
// filed first. What another says of its core is told beside the record.
func TestAnotherPublisherDoesNotOverwrite(t *testing.T) {
	d := openDesk(t)
	d.file(release("Paper", "a", "p", "2024-03-01", `"tender":{"title":"Scandal","procurementMethod":"direct"},
		"contracts":[{"id":"c1","title":"Radios","value":{"amount":999,"currency":"GBP"}},{"id":"c2","title":"Secret"}]`))
	d.file(release("Police", "a", "1", "2024-01-12", `"tender":{"title":"Radios"},`+signed))

	h := d.history("a", Moment{})
	p := h.Process
	if p.Publisher != "Police" || p.Title != "Radios" || p.Tender.Method != "" || len(p.Contracts) != 1 || p.Value().Minor != 10000 {
		t.Errorf("the record is %s by %s, method %q, %d contracts worth %v", p.Title, p.Publisher, p.Tender.Method, len(p.Contracts), p.Value())
	}
	want := []procurement.AlsoReported{{Publisher: "Paper", Title: "Scandal", Differences: []procurement.Difference{
		{Field: "title", Recorded: "Radios", Reported: "Scandal"},
		{Field: "method", Reported: "direct"},
		{Field: "value", Recorded: "100 GBP", Reported: "999 GBP"},
	}}}
	if diff := cmp.Diff(want, p.Also); diff != "" {
		t.Errorf("also reported (-want +got):\n%s", diff)
	}
	for _, f := range h.Flags {
		if f.Rule == "awarded-without-competition" && f.State == procurement.Raised {
			t.Error("a flag was raised by what another publisher says of the method")
		}
	}
	found, _ := d.search("Scandal")
	if len(found) != 0 {
		t.Errorf("what another publisher says is found as if it were recorded: %v", found)
	}
}

// The lists of the oversight extension are open to all, each item to the one
// who stated it first.
func TestAnotherPublishersDecisionsAreMerged(t *testing.T) {
	d := openDesk(t)
	d.file(
		release("Police", "a", "1", "2024-01-12", signed),
		release("Overseer", "a", "2", "2024-02-01", `"decisions":[{"id":"d1","type":"refused","status":"inForce","title":"No"}]`),
		release("Police", "a", "3", "2024-03-01", `"decisions":[{"id":"d1","status":"withdrawn","title":"Yes"},{"id":"d2","type":"noAction"}]`),
		release("Overseer", "a", "4", "2024-04-01", `"decisions":[{"id":"d1","title":"No, again"}],"statements":[{"id":"s1","kind":"reply","text":"Why"}]`),
	)
	h := d.history("a", Moment{})
	type told struct{ ID, Title, Status, By, Release string }
	var got []told
	for _, x := range h.Process.Decisions {
		got = append(got, told{x.ID, x.Title, x.Status, x.ReportedBy, x.Release})
	}
	want := []told{
		{"d1", "No, again", "inForce", "Overseer", h.Releases[3].Identity},
		{"d2", "", "", "Police", h.Releases[2].Identity},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("decisions (-want +got):\n%s", diff)
	}
	if len(h.Process.Statements) != 1 {
		t.Error("the reply is missing")
	}
	if slices.Contains(d.kinds("a"), "decision-changed d1") {
		t.Error("another publisher's words about a decision made an event")
	}
}

// rivals are two publishers who speak of one process, number their sources
// alike and agree on nothing.
func rivals() []Submission {
	source := func(title string) string {
		return `"sources":[{"id":"s1","title":"` + title + `","url":"https://example.org/` + title + `","tier":"official"}]`
	}
	return []Submission{
		release("Police", "a", "1", "2024-01-12", signed+`,`+source("Register")+`,"statements":[{"id":"x","kind":"statement","text":"Needed","sources":["s1"]}]`),
		release("Overseer", "a", "1", "2024-02-01", `"decisions":[{"id":"d1","type":"refused","status":"inForce","sources":["s1"],
			"findings":[{"id":"f1","description":"One supplier","sources":["s1"]}]}],`+source("Ruling")),
		release("Police", "a", "2", "2024-03-01", `"decisions":[{"id":"d1","type":"approved","sources":["s1"]}]`),
		release("Paper", "a", "1", "2024-03-01", `"contracts":[{"id":"c1","value":{"amount":7,"currency":"GBP"}}],
			"statements":[{"id":"y","kind":"concern","text":"Dear","sources":["s1"]}],`+source("Article")),
		release("Paper", "a", "2", "2024-04-01", `"decisions":[{"id":"d1","status":"withdrawn"}],"tender":{"value":{"amount":8,"currency":"GBP"}}`),
	}
}

// Each publisher's source is its own, whatever it is numbered, and is cited by
// what that publisher says.
func TestSourcesNumberedAlikeAreKeptApart(t *testing.T) {
	d := openDesk(t)
	for _, s := range rivals() {
		d.file(s)
	}
	p := d.history("a", Moment{}).Process
	cited := map[string]string{}
	cite := func(what string, ids []string) {
		for _, id := range ids {
			s, _ := p.Source(id)
			cited[what] += s.Title
		}
	}
	for _, s := range p.Statements {
		cite(s.ID, s.Sources)
	}
	cite("d1", p.Decisions[0].Sources)
	cite("f1", p.Decisions[0].Findings[0].Sources)
	want := map[string]string{"x": "Register", "d1": "Ruling", "f1": "Ruling", "y": "Article"}
	if diff := cmp.Diff(want, cited); diff != "" || len(p.Sources) != 3 {
		t.Errorf("of %d sources, each cites (-want +got):\n%s", len(p.Sources), diff)
	}
	for _, r := range d.history("a", Moment{}).Releases {
		for _, s := range r.Sources {
			if s.ID != "s1" {
				t.Errorf("the release as filed has its source named %q", s.ID)
			}
		}
	}
}

// Where a publisher tells somebody else's decision differently, the decision
// stands and the difference is told.
func TestDecisionsToldDifferentlyAreDisputed(t *testing.T) {
	d := openDesk(t)
	d.file(rivals()...)
	p := d.history("a", Moment{}).Process
	if x := p.Decisions[0]; x.Type != "refused" || x.Status != "inForce" || x.ReportedBy != "Overseer" {
		t.Errorf("the decision is %s, %s, reported by %s", x.Type, x.Status, x.ReportedBy)
	}
	want := []procurement.AlsoReported{
		{Publisher: "Overseer", Title: "a"},
		{Publisher: "Paper", Title: "a", Differences: []procurement.Difference{
			{Field: "estimated value", Reported: "8 GBP"},
			{Field: "value", Recorded: "100 GBP", Reported: "7 GBP"},
			{Field: "status of decision d1", Recorded: "inForce", Reported: "withdrawn"},
		}},
	}
	if diff := cmp.Diff(want, p.Also); diff != "" {
		t.Errorf("also reported (-want +got):\n%s", diff)
	}
}

// An award proposed and never made is found by its supplier, and counts
// nowhere.
func TestAProposedSupplierIsFoundAndNotCounted(t *testing.T) {
	d := openDesk(t)
	d.file(seeded(t, "met-police-palantir")...)
	const ocid = "daylight-met-police-unified-operational-analytics"
	p := d.history(ocid, Moment{}).Process
	if len(p.Awards) != 1 || p.Awards[0].Status != "cancelled" || len(p.Suppliers()) != 0 || len(p.Proposed()) != 1 || p.Value() != nil {
		t.Errorf("awards %+v, suppliers %v, proposed %v, value %v", p.Awards, p.Suppliers(), p.Proposed(), p.Value())
	}
	items, total := d.search("palantir analytics")
	if total != 1 || items[0].OCID != ocid || items[0].Value != nil || len(items[0].Suppliers) != 0 || len(items[0].Proposed) != 1 {
		t.Errorf("searching for the supplier finds %d: %+v", total, items)
	}
	key := p.Proposed()[0].Key
	o := read(d, func(ctx context.Context, v store.View) (store.OrganisationRow, error) {
		return v.Organisation(ctx, key)
	})
	if o.Supplier != 1 || o.Proposed != 1 || o.All != 2 {
		t.Errorf("the supplier of the pilot, proposed for the contract, is %+v", o)
	}
}

func (d *desk) search(words string) (items []store.ProcessItem, total int) {
	d.Helper()
	d.must(d.reader.Read(d.Context(), func(v store.View) (err error) {
		var count store.Count
		items, count, err = v.Processes(d.Context(), store.ProcessFilter{Query: words})
		total = count.N
		return err
	}))
	return items, total
}

// Each puts right what it stated: nobody corrects the core of a record that
// another keeps, or takes out another's words.
func TestNobodyCorrectsAnothersStatements(t *testing.T) {
	d := openDesk(t)
	correction := func(about string) string {
		return `"corrections":[{"id":"k-` + about + `","about":"` + about + `","reason":"It is wrong","takesOut":["` + about + `"]}]`
	}
	d.file(
		release("Police", "a", "1", "2024-01-12", signed+`,"statements":[{"id":"s1","kind":"concern","text":"Police say"}]`),
		release("Paper", "a", "2", "2024-02-01", `"statements":[{"id":"s2","kind":"concern","text":"The paper says"}],"contracts":[{"id":"c1","title":null}],`+correction("contracts/c1")),
		release("Paper", "a", "3", "2024-03-01", `"statements":[{"id":"s1","text":null,"kind":null}],`+correction("statements/s1")),
		release("Police", "a", "4", "2024-04-01", `"statements":[{"id":"s2","text":null,"kind":null}],`+correction("statements/s2")),
	)
	if p := d.history("a", Moment{}).Process; len(p.Corrected) != 0 || len(p.Statements) != 2 || len(p.Contracts) != 1 || p.Contracts[0].Title != "Radios" {
		t.Errorf("%+v, %+v, %+v", p.Corrected, p.Statements, p.Contracts)
	}
	d.file(release("Paper", "a", "5", "2024-05-01", `"statements":[{"id":"s2","text":null,"kind":null},{"id":"s3","kind":"concern","text":"It says more"}]`))
	d.file(release("Paper", "a", "7", "2024-05-03", `"corrections":[{"id":"own","about":"statements/s2","reason":"It is wrong","takesOut":["statements/s2"]}]`))
	p := d.history("a", Moment{}).Process
	if len(p.Corrected) != 1 || len(p.Statements) != 2 || p.Statements[1].ID != "s3" {
		t.Errorf("its own: %+v, %+v", p.Corrected, p.Statements)
	}
	for _, k := range d.kinds("a") {
		if k == "record-corrected own" {
			return
		}
	}
	t.Errorf("no event: %v", d.kinds("a"))
}
