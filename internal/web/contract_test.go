package web

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"daylight/internal/store"
)

const (
	pilot   = "/contracts/daylight-met-police-palantir-pilot"
	refused = "/contracts/daylight-met-police-unified-operational-analytics"
	horizon = "/contracts/ocds-h6vhtk-02a2c1"
	metCase = "/cases/met-police-palantir-cse"
)

// fact is something a page must say in a place, with a link to a source there
// or in the list at its foot.
type fact struct {
	name, place string
	says        []string
	sourced     bool
}

func TestMetPagesSayEachFactWithItsSources(t *testing.T) {
	for _, test := range []struct {
		path  string
		facts []fact
	}{
		{pilot, []fact{
			{"buyer and supplier", ".top-facts", []string{"Metropolitan Police Service", "Palantir Technologies UK, Ltd"}, false},
			{"planned and real length", ".then-now", []string{"8 to 12 weeks planned", "about six months in fact", "up to 12 months more"}, true},
			{"the overrun", ".tl-table tr:contains('overrun')", []string{"about six months in fact"}, true},
			{"the extension", ".tl-table tr:contains('Step 2: extension')", []string{"from 24 June 2026", "up to 12 months", "price not stated"}, true},
			{"the decision", "#decision-mopac-pilot-extension-2026-06", []string{"Approved with conditions", "24 June 2026", "As reported by", "not filed here by the body itself"}, true},
			{"the break clause", "#decision-mopac-pilot-extension-2026-06", []string{"A break clause lets the extension end early"}, true},
			{"the condition", "#condition-open-procurement", []string{"open to a wide range of suppliers", "no outcome recorded", "June 2027, inferred"}, true},
			{"the threatened challenge", "#challenge-e05", []string{"threatened", "Threatened is not issued", "Metropolitan Police Federation"}, true},
			{"the disputes", "section[aria-labelledby=disputes]", []string{"How many people's data", "Length of the first pilot", "around 45,000"}, true},
			{"the flag", "#flag-rolling-extensions", []string{"Computed flag", "Rolling extensions", "2 extensions", "a reason to look, not proof of wrongdoing"}, true},
			{"what could not be checked", ".results", []string{"no data", "does not say whether suppliers competed"}, false},
			{"the law", ".top-facts", []string{"Unknown"}, false},
			{"the other contract of the story", ".top-side", []string{"Unified Operational Analytics", "Refused"}, false},
			{"freshness", ".history-aside", []string{"Last checked", "23 November 2026", "25 June 2026"}, false},
			{"how to cite", ".cite", []string{"?at=2026-11-23&log="}, false},
		}},
		{refused, []fact{
			{"the proposed supplier as such", ".top-facts", []string{"Proposed supplier", "Palantir Technologies UK, Ltd", "never made: counts in no total"}, false},
			{"the proposed value and option", ".proposal", []string{"£25.3 million", "proposed, never made", "£24.8 million"}, true},
			{"the refusal, who and when", "#decision-mopac-refusal-unified-operational-analytics-2026-05", []string{"Refused", "20 May 2026", "Kaya Comer-Schwartz", "As reported by"}, true},
			{"its grounds", ".findings", []string{"engaged seriously with one supplier only", "clear and serious breach", "Value for money had not been shown", "had not been brought for approval"}, true},
			{"replies beside it", "#decision-mopac-refusal-unified-operational-analytics-2026-05 .reply", []string{"Called the refusal disappointing", "being made political"}, true},
			{"the supplier's challenge", "#challenge-e10", []string{"Judicial review", "threatened", "Palantir Technologies UK, Ltd", "No claim number"}, true},
			{"the disputes", "section[aria-labelledby=disputes]", []string{"Day of the refusal", "20 May 2026", "Who decided"}, true},
			{"the flag", "#flag-one-supplier-considered", []string{"Computed flag", "one supplier was considered"}, true},
		}},
		{metCase, []fact{
			{"the story", ".lede", []string{"Their overseer refused a separate contract"}, false},
			{"both contracts", ".story h2", []string{"Staff-data pilot", "Unified Operational Analytics"}, false},
			{"planned and real length", ".then-now", []string{"8 to 12 weeks planned", "about six months in fact"}, false},
			{"the proposed contract", ".proposal", []string{"£25.3 million", "£24.8 million"}, true},
			{"the refusal", "#decision-mopac-refusal-unified-operational-analytics-2026-05", []string{"Refused", "engaged seriously with one supplier only"}, true},
			{"the challenge", "#p2-challenge-e10", []string{"Threatened is not issued"}, true},
			{"the extension", "#decision-mopac-pilot-extension-2026-06", []string{"Up to 12 months", "break clause"}, true},
			{"the condition", "#condition-open-procurement", []string{"no outcome recorded", "June 2027, inferred"}, true},
			{"the disputes", ".dispute", []string{"Day of the refusal", "Length of the first pilot"}, true},
			{"both flags", ".top-side", []string{"Rolling extensions", "one supplier was considered"}, true},
		}},
	} {
		doc := document(t, test.path)
		for _, f := range test.facts {
			t.Run(test.path+" "+f.name, func(t *testing.T) {
				place := doc.Find(f.place)
				for _, want := range f.says {
					if !strings.Contains(strings.ToLower(plain(place)), strings.ToLower(want)) {
						t.Errorf("%s does not say %q but %q", f.place, want, plain(place))
					}
				}
				if f.sourced && place.Find(`a[href^="#source-"]`).Length() == 0 {
					t.Errorf("%s names no source", f.place)
				}
			})
		}
	}
}

func TestMetPagesDoNotSay(t *testing.T) {
	for path, never := range map[string][]string{
		pilot:   {"#flag-one-bid", "#flag-awarded-without-competition", "#flag-one-supplier-considered", ".top-facts dt:contains('Proposed')"},
		refused: {"#flag-one-bid", "#flag-awarded-without-competition", "#flag-rolling-extensions", ".then-now"},
	} {
		doc := document(t, path)
		for _, place := range never {
			if found := doc.Find(place); found.Length() > 0 {
				t.Errorf("%s shows %s: %q", path, place, plain(found))
			}
		}
		if text := plain(doc.Find("main")); strings.Contains(strings.ToLower(text), "suspicious") {
			t.Errorf("%s says suspicious", path)
		}
	}
}

func TestSourceLinksLeadToTheList(t *testing.T) {
	for _, path := range []string{pilot, refused, metCase, horizon} {
		doc := document(t, path)
		for _, link := range doc.Find("main a[href^='#']").EachIter() {
			href, _ := link.Attr("href")
			if doc.Find(`[id="`+strings.TrimPrefix(href, "#")+`"]`).Length() != 1 {
				t.Errorf("%s: %s leads to no place, or to several", path, href)
			}
		}
	}
}

// TestEveryProcessAndCaseIsShown executes the templates against every process
// of the seed and each of its releases.
func TestEveryProcessAndCaseIsShown(t *testing.T) {
	ctx := context.Background()
	paths := map[string]bool{}
	err := seeded(t).Reader.Read(ctx, func(v store.View) error {
		items, _, err := v.Processes(ctx, store.ProcessFilter{})
		for _, it := range items {
			paths[href("contracts", it.OCID)] = true
			if it.CaseID != "" {
				paths[href("cases", it.CaseID)] = true
			}
			releases, err := v.Releases(ctx, it.OCID)
			if err != nil {
				return err
			}
			for _, r := range releases {
				paths[href("contracts", it.OCID, "releases", r.Seq)] = true
			}
		}
		return err
	})
	if err != nil || len(paths) == 0 {
		t.Fatal(err, len(paths))
	}
	for path := range paths {
		doc := document(t, path)
		if doc.Find("h1").Length() != 1 {
			t.Errorf("%s has %d headings of the first level", path, doc.Find("h1").Length())
		}
		if doc.Find("[style], style, script").Length() > 0 {
			t.Errorf("%s has inline style or script", path)
		}
	}
}

func TestHistoryAsItStood(t *testing.T) {
	doc := document(t, pilot+"?at=2026-05-01")
	if got := plain(doc.Find(".moment")); !strings.Contains(got, "As sources had it on 1 May 2026") {
		t.Errorf("the banner says %q", got)
	}
	if doc.Find(".kind.decision").Length() > 0 {
		t.Error("a decision of June is shown as of May")
	}
	if doc.Find("#challenge-e05").Length() != 1 {
		t.Error("the challenge of April is not shown as of May")
	}
}

func TestEventsNeverBlurTheKindsOfStatement(t *testing.T) {
	doc := document(t, refused)
	for start, want := range map[string]string{
		"Reply by": "reply", "Concern voiced": "claim", "Flag raised": "flag", "Sources differ": "claim",
	} {
		lines := doc.Find(".event-line").FilterFunction(func(_ int, s *goquery.Selection) bool {
			return strings.Contains(plain(s), start)
		})
		if got := lines.First().Find(".event-kind").Text(); got != want {
			t.Errorf("%q is marked as a %q, want %q", start, got, want)
		}
	}
}

func TestNoHistoryBeforeTheFirstStatement(t *testing.T) {
	for address, want := range map[string]int{
		pilot + "?at=2020-01-01":         400,
		pilot + "?at=2026-13-45":         400,
		pilot + "?log=many":              400,
		"/contracts/none?at=2026-01-01":  404,
		pilot + "/releases/0":            404, // another process's
		pilot + "/releases/first":        400,
		"/cases/none":                    404,
		"/contracts/none/ocds.json":      404,
		pilot + "/ocds.json?at=2020":     400,
		pilot + "/releases/999999999999": 404,
	} {
		w := httptest.NewRecorder()
		seeded(t).ServeHTTP(w, httptest.NewRequest("GET", address, nil))
		if w.Code != want {
			t.Errorf("%s answers %d, want %d", address, w.Code, want)
		}
	}
}

func TestTimelineIsDrawnAndTold(t *testing.T) {
	doc := document(t, horizon)
	bars, steps := doc.Find(".tl-bar.tl-step").Length(), doc.Find(".tl-table th:contains('Step ')").Length()
	if bars < 4 || bars != steps {
		t.Errorf("%d steps are drawn, %d told in the table", bars, steps)
	}
	if doc.Find(".tl-step.tl-hatched").Length() > 0 {
		t.Error("a step with stated dates is hatched")
	}
	title, desc := doc.Find("svg.tl title").Text(), doc.Find("svg.tl desc").Text()
	if title == "" || !strings.Contains(desc, "Step 4") {
		t.Errorf("the drawing is described as %q, %q", title, desc)
	}
}

func TestReleaseIsServedAsFiled(t *testing.T) {
	doc := document(t, pilot)
	link, _ := doc.Find(".releases a").First().Attr("href")
	body := get(t, link+".json").Body.Bytes()
	var release struct{ OCID string }
	if err := json.Unmarshal(body, &release); err != nil || "/contracts/"+release.OCID != pilot {
		t.Errorf("%s.json is of %q: %v", link, release.OCID, err)
	}
	page := document(t, link)
	if got := plain(page.Find("main")); !strings.Contains(got, "How to check it") || page.Find(`a[href^="/log/proof/"]`).Length() != 1 {
		t.Error("the page does not say how to check the release")
	}
}

func TestRecordPackageHoldsReleasesAndBothMerges(t *testing.T) {
	var pack struct {
		Version string
		Records []struct {
			OCID                              string
			Releases                          []map[string]any
			CompiledRelease, VersionedRelease map[string]any
		}
	}
	if err := json.Unmarshal(get(t, pilot+"/ocds.json").Body.Bytes(), &pack); err != nil {
		t.Fatal(err)
	}
	r := pack.Records[0]
	if pack.Version != "1.1" || len(r.Releases) != 5 || r.CompiledRelease["decisions"] == nil || r.VersionedRelease["decisions"] == nil {
		t.Errorf("got version %s, %d releases, compiled %t, versioned %t", pack.Version, len(r.Releases),
			r.CompiledRelease["decisions"] != nil, r.VersionedRelease["decisions"] != nil)
	}
}

func TestTwinsOfAHistory(t *testing.T) {
	for path, want := range map[string]string{
		pilot + ".csv":    extensionHeader,
		pilot + ".ics":    "SUMMARY:Condition due (date inferred): Run a new procurement",
		pilot + ".rss":    "<rss",
		pilot + ".json":   `"rule": "rolling-extensions"`,
		metCase + ".rss":  "<rss",
		metCase + ".json": `"processes"`,
	} {
		if body := get(t, path).Body.String(); !strings.Contains(body, want) {
			t.Errorf("%s does not hold %q", path, want)
		}
	}
}
