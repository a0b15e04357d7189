package registry

import (
	"database/sql"
	"errors"
	"slices"
	"strings"
	"testing"

	"daylight/internal/access"
	"daylight/internal/store"
)

func TestWhoMayRedact(t *testing.T) {
	d := openDesk(t)
	d.file(release("Police", "a", "1", "2024-01-12", signed))
	want := Redaction{OCID: "a", Pointers: []string{"/contracts/0/title"}, Ground: "safety", Organisation: "police", AskedBy: "Police"}
	both := ann
	both.Roles = append(slices.Clone(ann.Roles), bob.Roles...)
	other := ann
	other.Roles = []access.Membership{{Organisation: "other", Person: "ann", Role: access.Publisher}}
	for name, who := range map[string]access.Actor{"public": {Kind: access.Public}, "administrator": bob, "other organisation": other} {
		if _, err := d.registry.ProposeRedaction(t.Context(), who, want, nothing); err == nil {
			t.Errorf("%s may propose", name)
		}
	}
	id, err := d.registry.ProposeRedaction(t.Context(), both, want, nothing)
	d.must(err)
	stale := bob
	stale.Fresh = false
	for name, who := range map[string]access.Actor{"the proposer, an administrator too": both, "public": {Kind: access.Public}, "publisher": ann, "no new code": stale} {
		if err := d.registry.ApproveRedaction(t.Context(), who, id, "x", nothing); err == nil {
			t.Errorf("%s may approve", name)
		}
	}
	var no *NotRedacted
	if err := d.registry.ApproveRedaction(t.Context(), clerk, id, "x", nothing); !errors.As(err, &no) {
		t.Errorf("a command carries out what no court ordered: %v", err)
	}
	d.must(d.registry.ApproveRedaction(t.Context(), bob, id, "Site administrator", nothing))
	if err := d.registry.ApproveRedaction(t.Context(), bob, id, "x", nothing); !errors.Is(err, access.ErrRepeated) {
		t.Errorf("approved twice: %v", err)
	}
	d.check()

	// The schema itself wants two, and a known ground.
	db, err := sql.Open("sqlite3", "file:"+d.path)
	d.must(err)
	defer db.Close()
	for _, statement := range []string{
		"UPDATE redaction_proposals SET approved_by = proposed_by", "UPDATE redaction_proposals SET proposed_by = ''",
		"UPDATE redaction_proposals SET ground = 'dislike'", "UPDATE redactions SET approved_by = ''",
	} {
		_, err := db.ExecContext(t.Context(), statement)
		if err == nil || !strings.Contains(err.Error(), "CHECK") {
			t.Errorf("%s: %v", statement, err)
		}
	}
}

func TestWhatCannotBeRedacted(t *testing.T) {
	d := openDesk(t)
	d.file(release("Police", "a", "1", "2024-01-12", `"buyer":{"name":"Avon Police"},"decisions":[{"id":"d","type":"refused","status":"inForce"}]`))
	for name, c := range map[string]struct {
		x           Redaction
		field, says string
	}{
		"no ground":      {Redaction{Pointers: []string{"/buyer"}, AskedBy: "x"}, "ground", "ground"},
		"another ground": {Redaction{Pointers: []string{"/buyer"}, AskedBy: "x", Ground: "embarrassing"}, "ground", "ground"},
		"nothing":        {Redaction{AskedBy: "x", Ground: "safety"}, "pointers", "Choose"},
		"not there":      {Redaction{Pointers: []string{"/seller"}, AskedBy: "x", Ground: "safety"}, "pointers", "not in the release"},
		"the date":       {Redaction{Pointers: []string{"/date"}, AskedBy: "x", Ground: "safety"}, "pointers", "which statement"},
		"an id alone":    {Redaction{Pointers: []string{"/decisions/0/id"}, AskedBy: "x", Ground: "safety"}, "pointers", "remove all of it"},
		"a note of it":   {Redaction{Pointers: []string{"/buyer/name"}, AskedBy: "x", Ground: "safety", Note: "Avon Police is wrong"}, "note", "other words"},
		"nobody asks":    {Redaction{Pointers: []string{"/buyer/name"}, Ground: "safety"}, "organisation", "asks"},
	} {
		c.x.OCID, c.x.Organisation = "a", "police"
		_, err := d.registry.ProposeRedaction(t.Context(), ann, c.x, nothing)
		var no *NotRedacted
		if !errors.As(err, &no) || no.Field != c.field || !strings.Contains(no.Sentence, c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := d.registry.ProposeRedaction(t.Context(), ann, Redaction{OCID: "a", Seq: 7, Organisation: "police"}, nothing); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("no such release: %v", err)
	}
}
