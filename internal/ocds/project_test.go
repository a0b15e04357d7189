package ocds

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func seedRecord(t *testing.T, ocid string) Object {
	t.Helper()
	releases := seedReleases(t)[ocid]
	if releases == nil {
		t.Fatalf("the seed has no %s", ocid)
	}
	return Compile(Strategies11, releases)
}

func withID(t *testing.T, o Object, list, id string) Object {
	t.Helper()
	for _, x := range Children(o, list) {
		if String(x, "id") == id {
			return x
		}
	}
	t.Fatalf("%s has no %q: %s", list, id, Write(o[list]))
	return nil
}

// The overseer let the pilot of the Metropolitan Police go on, on a condition
// that no source dates.
func TestProjectCondition(t *testing.T) {
	p := Project(seedRecord(t, "daylight-met-police-palantir-pilot"))
	got := withID(t, withID(t, p, "contracts", "pilot"), "milestones", "decisions/mopac-pilot-extension-2026-06/conditions/open-procurement")
	for name, want := range map[string]string{
		"type": "approval", "code": "oversightCondition", "status": "scheduled", "dueDate": "2027-06-30T23:59:59Z", "dateMet": "",
		"title": "Condition: Up to twelve more months of the pilot allowed, on condition of an open procurement",
	} {
		if String(got, name) != want {
			t.Errorf("%s: %q, want %q", name, String(got, name), want)
		}
	}
	for _, want := range []string{"Run a new procurement", "Due date (inferred): June 2027.", "Set by Mayor's Office for Policing and Crime (MOPAC)."} {
		if !strings.Contains(String(got, "description"), want) {
			t.Errorf("description %q lacks %q", String(got, "description"), want)
		}
	}
	if d := withID(t, withID(t, p, "contracts", "pilot"), "documents", "decisions/mopac-pilot-extension-2026-06"); String(d, "documentType") != "oversightDecision" ||
		String(d, "datePublished") != "2026-06-24T00:00:00Z" || d["url"] != nil { // no official source was read
		t.Errorf("%s", Write(d))
	}
	if d := withID(t, Child(p, "tender"), "documents", "challenges/e05"); String(d, "documentType") != "complaints" || !strings.Contains(String(d, "description"), "Stage: threatened.") {
		t.Errorf("%s", Write(d))
	}
}

// It refused another contract; the award that was proposed says so in core OCDS.
func TestProjectRefusal(t *testing.T) {
	p := Project(seedRecord(t, "daylight-met-police-unified-operational-analytics"))
	award := withID(t, p, "awards", "uoa")
	d := withID(t, award, "documents", "decisions/mopac-refusal-unified-operational-analytics-2026-05")
	if String(award, "status") != "cancelled" || String(d, "documentType") != "cancellationDetails" || !strings.Contains(String(d, "description"), "Decision: refused.") {
		t.Errorf("%s", Write(award))
	}
	if body := withID(t, p, "parties", "mopac"); !slices.Contains(Strings(body, "roles"), "reviewBody") {
		t.Errorf("%s", Write(body))
	}
}

func TestProject(t *testing.T) {
	const m, d = "decisions/d/conditions/c", "decisions/d"
	condition := func(members string) string {
		return `{"ocid":"o","contracts":[{"id":"k"}],"decisions":[{"id":"d","contracts":["k"],"conditions":[{"id":"c",` + members + `}]}]}`
	}
	concerning := func(members string) string {
		return `{"ocid":"o","tender":{"id":"t"},"awards":[{"id":"a"}],"contracts":[{"id":"k"},{"id":"l"}],"decisions":[{"id":"d"` + members + `}]}`
	}
	for _, x := range []struct{ name, record, at, want string }{
		{"met", condition(`"status":"met","dateMet":"2026-05-01"`), "contracts/k/milestones/" + m, `"dateMet":"2026-05-01T00:00:00Z"`},
		{"met in a month: no day to give", condition(`"status":"met","dateMet":"2026-05"`), "contracts/k/milestones/" + m, `"description":"Met: May 2026."`},
		{"partially met", condition(`"status":"partiallyMet"`), "contracts/k/milestones/" + m, `"status":"partiallyMet"`},
		{"not met", condition(`"status":"notMet"`), "contracts/k/milestones/" + m, `"status":"notMet"`},
		{"unknown is not yet evaluated", condition(`"status":"unknown"`), "contracts/k/milestones/" + m, `"status":"scheduled"`},
		{"waived has no status", condition(`"status":"waived"`), "contracts/k/milestones/" + m, `"description":"Waived.","id":"` + m + `","title"`},
		{"due on a day", condition(`"dueDate":"2026-05-01","dueBasis":"stated"`), "contracts/k/milestones/" + m, `"dueDate":"2026-05-01T23:59:59Z"`},
		{"due about then", condition(`"dueDate":"2026-05~","dueBasis":"stated"`), "contracts/k/milestones/" + m, `"description":"Due date (stated): about May 2026.","id"`},
		{"due in a year", condition(`"dueDate":"2026","dueBasis":"stated"`), "contracts/k/milestones/" + m, `"description":"Due date (stated): 2026.","id"`},
		{"concerns nothing in particular", concerning(``), "tender/documents/" + d, `"documentType":"oversightDecision"`},
		{"concerns an award", concerning(`,"awards":["a"]`), "awards/a/documents/" + d, `"id"`},
		{"concerns a contract", concerning(`,"contracts":["l"],"awards":["a"]`), "contracts/l/documents/" + d, `"id"`},
		{"concerns several contracts", concerning(`,"contracts":["k","l"],"awards":["a"],"conditions":[{"id":"c"}]`), "tender/milestones/" + m, `"id"`},
		{"concerns a contract that is not there", concerning(`,"contracts":["z"]`), "tender/documents/" + d, `"id"`},
		{"a judgment", concerning(`,"type":"judgment"`), "tender/documents/" + d, `"complaints"`},
		{"a paper", concerning(`,"documents":[{"id":"p/1","title":"The paper","url":"https://body.example/p"}]`), "tender/documents/decisions/d/documents/p~11", `"url":"https://body.example/p"`},
		{"no tender", `{"ocid":"o","challenges":[{"id":"c","title":"t"}]}`, "tender/documents/challenges/c", `"title":"t"`},
		{"a body not among the parties", `{"ocid":"o","decisions":[{"id":"d","body":{"id":"b","name":"B"}}]}`, "parties/b", `{"id":"b","name":"B","roles":["reviewBody"]}`},
		{"a body with another role", `{"ocid":"o","parties":[{"id":"b","roles":["funder"]}],"decisions":[{"id":"d","body":{"id":"b"}}]}`, "parties/b", `{"id":"b","roles":["funder","reviewBody"]}`},
		{"the first official source", `{"ocid":"o","sources":[{"id":"1","tier":"press","url":"https://a.example"},{"id":"2","tier":"official","url":"not one"},` +
			`{"id":"3","tier":"official","url":"https://b.example"}],"decisions":[{"id":"d","sources":["1","2","3"]}]}`, "tender/documents/" + d, `"url":"https://b.example"`},
	} {
		t.Run(x.name, func(t *testing.T) {
			o := Project(parse(t, []byte(x.record)).(Object))
			steps := strings.SplitN(x.at, "/", 4)
			switch steps[0] {
			case "tender":
				o = withID(t, Child(o, "tender"), steps[1], strings.Join(steps[2:], "/"))
			case "parties":
				o = withID(t, o, "parties", steps[1])
			default:
				o = withID(t, withID(t, o, steps[0], steps[1]), steps[2], steps[3])
			}
			if got := string(Write(o)); !strings.Contains(got, x.want) {
				t.Errorf("%s has no %s", got, x.want)
			}
		})
	}
}

// Nothing that was there is lost or changed but lists that grow; the record
// given stays as it was; a projection of a projection is the same.
func TestProjectOnlyAdds(t *testing.T) {
	var kept func(at string, old, new any)
	kept = func(at string, old, new any) {
		switch old := old.(type) {
		case Object:
			n, _ := new.(Object)
			for name := range old {
				kept(at+"/"+name, old[name], n[name])
			}
		case []any:
			n, _ := new.([]any)
			for i := range old {
				if i < len(n) {
					kept(fmt.Sprint(at, "/", i), old[i], n[i])
				} else {
					t.Errorf("%s/%d is lost", at, i)
				}
			}
		default:
			if old != new {
				t.Errorf("%s: %v, was %v", at, new, old)
			}
		}
	}
	for ocid, releases := range seedReleases(t) {
		record := Compile(Strategies11, releases)
		before := Write(record)
		projected := Project(record)
		if string(before) != string(Write(record)) {
			t.Errorf("%s: the record was changed", ocid)
		}
		kept(ocid, record, projected)
		if d := cmp.Diff(projected, Project(projected)); d != "" {
			t.Errorf("%s: projected twice: %s", ocid, d)
		}
	}
}

// Every projection of the seed is valid by the core schema, with ids that are
// unique, date-times that are whole and addresses that are addresses.
func TestProjectIsValid(t *testing.T) {
	core := shaped(parse(t, sharedFile(t, "ocds-schema", "1__1__5", "release-schema.json")).(Object))
	for ocid, releases := range seedReleases(t) {
		c := &checker{}
		p := Project(Compile(Strategies11, releases))
		withBuilder(func(b *builder) any {
			n := b.of(p)
			schemaChecker{c}.object(core, &n)
			return nil
		})
		for _, problem := range c.problems {
			t.Errorf("%s: %s", ocid, problem)
		}
		homes := slices.Concat([]Object{Child(p, "tender")}, Children(p, "awards"), Children(p, "contracts"))
		for _, home := range homes {
			for _, o := range append(Children(home, "documents"), Children(home, "milestones")...) {
				for _, name := range []string{"datePublished", "dueDate", "dateMet"} {
					if _, err := time.Parse(time.RFC3339, String(o, name)); o[name] != nil && err != nil {
						t.Errorf("%s: %v", ocid, err)
					}
				}
				if u, err := url.Parse(String(o, "url")); o["url"] != nil && (err != nil || !u.IsAbs()) {
					t.Errorf("%s: %v", ocid, o["url"])
				}
			}
		}
	}
}
