package registry

import (
	"strings"
	"testing"

	"daylight/internal/access"
	"daylight/internal/ocds"
	"daylight/internal/procurement"
	"daylight/internal/store"
)

// Four eyes are a rule of the table: no program, however wrong, makes an author
// approve, publishes what was not submitted, or changes what is published.
func TestTheTableOfDraftsHoldsFourEyes(t *testing.T) {
	d := openDesk(t)
	drafts := store.NewTable[Draft](store.NewAccounts(d.registry.writer, d.reader), "drafts", 1)
	insert := func(id string, change func(*Draft)) error {
		x := Draft{ID: id, Organisation: "o", Author: "a", Form: "award", State: DraftOpen, Body: "{}", Hash: "h", Seq: -1}
		change(&x)
		_, err := drafts.Insert(d.Context(), x)
		return err
	}
	published := func(x *Draft) { x.State, x.Approver, x.ApprovedHash = DraftPublished, "b", "h" }
	d.must(insert("good", published))
	for name, change := range map[string]func(*Draft){
		"approved by its author":         func(x *Draft) { published(x); x.Approver = "a" },
		"published by nobody":            func(x *Draft) { published(x); x.Approver = "" },
		"approved and not published":     func(x *Draft) { x.Approver = "b" },
		"published in another version":   func(x *Draft) { published(x); x.ApprovedHash = "g" },
		"published without a body":       func(x *Draft) { published(x); x.Hash, x.ApprovedHash = "", "" },
		"submitted without a body":       func(x *Draft) { x.State, x.Hash = DraftSubmitted, "" },
		"in a state that does not exist": func(x *Draft) { x.State = "approved" },
	} {
		if err := insert(name, change); err == nil {
			t.Errorf("the table takes a draft that is %s", name)
		}
	}
	x, err := drafts.Find(d.Context(), "id", "good")
	d.must(err)
	x[0].Title = "Other"
	if err := drafts.Replace(d.Context(), x[0]); err == nil || !strings.Contains(err.Error(), "does not change") {
		t.Errorf("a published draft was changed: %v", err)
	}
}

// What a body files is its own decisions and nothing else.
func TestABodySpeaksOfItsOwnDecisions(t *testing.T) {
	body := Speaker(access.Organisation{Name: "Overseer", Key: "GB-X-1"})
	p := &procurement.Process{Decisions: []procurement.Decision{
		{ID: "own", Body: &procurement.Organisation{Name: "The Overseer of All", Key: "GB-X-1"}},
		{ID: "named", Body: &procurement.Organisation{Name: "OVERSEER"}},
		{ID: "court", Body: &procurement.Organisation{Name: "Court"}},
		{ID: "nobody"},
	}}
	for text, own := range map[string]bool{
		`{"decisions":[{"id":"new","body":{"name":"Overseer"}}],"sources":[]}`:                     true,
		`{"decisions":[{"id":"own","status":"withdrawn"}]}`:                                        true,
		`{"decisions":[{"id":"named","body":{"name":"Overseer"}}]}`:                                true,
		`{"decisions":[{"id":"new"}]}`:                                                             false,
		`{"decisions":[{"id":"new","body":{"name":"Court"}}]}`:                                     false,
		`{"decisions":[{"id":"court","body":{"name":"Overseer"}}]}`:                                false,
		`{"decisions":[{"id":"nobody","status":"withdrawn"}]}`:                                     false,
		`{"decisions":[{"id":"own","status":"withdrawn"},{"id":"court","status":"withdrawn"}]}`:    false,
		`{"decisions":[{"id":"own","status":"withdrawn"}],"contracts":[{"id":"1"}]}`:               false,
		`{"decisions":[{"id":"own","status":"withdrawn"}],"statements":[{"id":"1","text":"Yes"}]}`: false,
	} {
		o, err := ocds.ParseObject([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := ownDecisions(o, p, body); (err == nil) != own {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// Only what is filed at the desk is the body's own: who is imported under its
// name is not the body, and adopts nothing.
func TestAnImportUnderABodysNameIsNotTheBody(t *testing.T) {
	d := openDesk(t)
	said := `"decisions":[{"id":"no","type":"refused","status":"inForce","title":"It is said","reference":"R","body":{"name":"Overseer"}}]`
	d.file(release("Police", "a", "1", "2024-01-12", signed), release("Paper", "a", "2", "2024-02-01", said),
		release("Overseer", "a", "3", "2024-03-01", strings.Replace(said, "It is said", "Ours", 1)))
	if x := d.history("a", Moment{}).Process.Decisions[0]; x.FiledByTheBody || x.Title != "It is said" || x.ReportedBy != "Paper" {
		t.Errorf("%+v", x)
	}
}
