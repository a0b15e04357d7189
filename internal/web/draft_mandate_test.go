package web

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"daylight/internal/access"
	"daylight/internal/registry"
)

// A mandate is over several buyers, and over each by all keys that the record
// knows it by: what is published is held against them then.
func TestAMandateOverSeveralBuyers(t *testing.T) {
	o := newOffice(t)
	for i, buyer := range []string{
		`{"id":"b","name":"Fire Service","identifier":{"scheme":"GB-PPON","id":"FIRE"}}`,
		`{"id":"b","name":"FIRE SERVICE LIMITED","identifier":{"scheme":"GB-FTS","id":"77"}}`,
		`{"id":"b","name":"Fire and Rescue","identifier":{"scheme":"GB-X","id":"1"},"additionalIdentifiers":[{"scheme":"GB-PPON","id":"FIRE"}]}`,
		`{"id":"b","name":"Ambulance","identifier":{"scheme":"GB-PPON","id":"AMB"}}`,
		`{"id":"b","name":"Fire Service","identifier":{"scheme":"GB-FTS","id":"88"}}`,
		`{"id":"b","name":"Library","identifier":{"scheme":"GB-PPON","id":"LIB"}}`,
	} {
		if i == 4 {
			continue // comes after the mandate
		}
		_, err := o.registry.File(context.Background(), byOperator, "test", []registry.Submission{boughtBy(i, buyer)})
		o.must(err)
	}
	o.organisation("MOPAC")
	admin, second := o.signedIn("admin@example.org", "", access.SiteAdmin), o.signedIn("second@example.org", "", access.SiteAdmin)
	page := "/desk/organisations/" + o.orgs["MOPAC"]
	form := admin.get(page).doc.Find(`form[action="` + page + `/mandate"]`)
	fields := fieldsOf(form, "from", "2026-01-01", "source", "https://example.org/law")
	fields["buyer"] = []string{"GB-PPON-FIRE", "GB-PPON-AMB", "GB-NO-SUCH"}
	admin.send("POST", page+"/mandate", fields).wants(422, "knows no organisation by the name or key", `value="GB-PPON-AMB"`, "GB-NO-SUCH")
	fields["buyer"] = []string{"GB-PPON-FIRE", "GB-PPON-AMB"}
	admin.send("POST", page+"/mandate", fields).leads(page+"?done=mandate").wants(200, "waits for approval", "GB-PPON-FIRE", "GB-FTS-77", "GB-PPON-AMB")
	m, err := o.store.Mandates.Find(context.Background())
	o.must(err)
	if len(m) != 1 || strings.Join(m[0].Keys(), " ") != "GB-PPON-FIRE GB-FTS-77 GB-PPON-AMB" {
		t.Fatalf("%+v", m)
	}
	second.get(page).fill(page + "/mandate/" + m[0].ID + "/approve").wants(303)

	_, err = o.registry.File(context.Background(), byOperator, "test", []registry.Submission{boughtBy(4, `{"id":"b","name":"Fire Service","identifier":{"scheme":"GB-FTS","id":"88"}}`)})
	o.must(err)
	officer, approver := o.signedIn("officer@example.org", "MOPAC", access.OversightOfficer), o.signedIn("approver@example.org", "MOPAC", access.OversightOfficer)
	officer.get("/desk").wants(200, "Ambulance")
	for i, covered := range []bool{true, true, true, true, false, false} {
		ocid := fmt.Sprintf("daylight-m%d", i)
		if !covered {
			officer.get("/desk/write?ocid="+ocid).wants(200, "no mandate", "An administrator of your organisation asks for one")
			continue
		}
		officer.begin("decision", "MOPAC", ocid)
		at := officer.submits(sourced("21 May 2026", "title", "Refused", "type", "refused", "date", "21 May 2026", "grounds", "Because.")...)
		approver.publishes(at, "approver@example.org")
		if d := o.process(ocid).Decisions; len(d) != 1 || !d[0].FiledByTheBody {
			t.Errorf("%s: %+v", ocid, d)
		}
	}

	// Asked for without the other keys, it is over the one alone; ended, over none.
	fields = fieldsOf(admin.get(page).doc.Find(`form[action="`+page+`/mandate"]`), "from", "2026-01-01", "source", "https://example.org/law", "buyer", "GB-FTS-88")
	delete(fields, "same")
	admin.send("POST", page+"/mandate", fields).wants(303)
	if m, err = o.store.Mandates.Find(context.Background(), "buyers", "GB-FTS-88"); err != nil || len(m) != 1 {
		t.Errorf("%+v, %v", m, err)
	}
}

func boughtBy(i int, party string) registry.Submission {
	return registry.Submission{Publisher: "Town", Body: fmt.Appendf(nil, `{"ocid":"daylight-m%d","id":"1","date":"2026-05-01T00:00:00Z","tag":["tender"],"initiationType":"tender",
		"buyer":{"id":"b"},"parties":[%s],"tender":{"id":"t","title":"Radios %d"}}`, i, party, i)}
}
