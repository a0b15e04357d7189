package rules

import (
	"bufio"
	"cmp"
	"os"
	"path/filepath"
	"testing"

	"daylight/internal/procurement"

	"github.com/go-json-experiment/json"
)

// agreesWithCardinal runs the cases that Cardinal publishes for an indicator:
// whatever it raises the rule raises, and whatever the rule raises it does.
func agreesWithCardinal(t *testing.T, rule, code string) {
	processes, want := cardinalSuite(t, code)
	r, _ := Find(rule)
	for _, p := range processes {
		_, raised := want.OCID[p.OCID][code]
		if got := r.check(of(p)); (got[0].State == procurement.Raised) != raised {
			t.Errorf("%s: %s (%s), Cardinal raises: %t", p.OCID, got[0].State, got[0].Evidence.Summary, raised)
		}
	}
}

// cardinalTenderers are the processes of such cases, and what Cardinal finds
// about tenderers; none where the cases are not here.
func cardinalTenderers(t *testing.T, code string) ([]procurement.Process, map[string]map[string]float64) {
	processes, want := cardinalSuite(t, code)
	return processes, want.Tenderer
}

type cardinalResult struct{ OCID, Tenderer map[string]map[string]float64 }

func cardinalSuite(t *testing.T, code string) (processes []procurement.Process, want cardinalResult) {
	suite := filepath.Join(cmp.Or(os.Getenv("DAYLIGHT_SHARED"), filepath.Join("..", "..", "..", "shared")), "data", "suites", "cardinal-indicators")
	input, err := os.Open(filepath.Join(suite, code+".jsonl"))
	if err != nil {
		t.Log("NOT RUN: Cardinal's published cases are not here: ", err)
		return nil, want
	}
	defer input.Close()
	expected, err := os.ReadFile(filepath.Join(suite, code+".expected"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(expected, &want); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(input); lines.Scan(); {
		processes = append(processes, cardinalProcess(t, lines.Bytes()))
	}
	return processes, want
}

// cardinalProcess is a release as those cases have them.
func cardinalProcess(t *testing.T, line []byte) procurement.Process {
	type organisations []struct {
		ID string `json:"id"`
	}
	var release struct {
		OCID string `json:"ocid"`
		Bids struct {
			Details []struct {
				Status    string        `json:"status"`
				Date      string        `json:"date"`
				Tenderers organisations `json:"tenderers"`
			} `json:"details"`
		} `json:"bids"`
		Awards []struct {
			Status    string        `json:"status"`
			Suppliers organisations `json:"suppliers"`
		} `json:"awards"`
		Tender struct {
			Status  string `json:"status"`
			Method  string `json:"procurementMethod"`
			Bidders *int   `json:"numberOfTenderers"`
			Period  struct {
				End string `json:"endDate"`
			} `json:"tenderPeriod"`
		} `json:"tender"`
	}
	if err := json.Unmarshal(line, &release); err != nil {
		t.Fatal(err)
	}
	named := func(list organisations) []procurement.Organisation {
		var all []procurement.Organisation
		for _, o := range list {
			all = append(all, procurement.Organisation{Key: o.ID})
		}
		return all
	}
	day := func(s string) procurement.Date {
		d, err := procurement.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	p := procurement.Process{OCID: release.OCID}
	p.Tender = procurement.Tender{Status: release.Tender.Status, Method: release.Tender.Method, Bidders: release.Tender.Bidders, Period: procurement.Period{End: day(release.Tender.Period.End)}}
	for _, b := range release.Bids.Details {
		p.Bids = append(p.Bids, procurement.Bid{Status: b.Status, Date: day(b.Date), Tenderers: named(b.Tenderers)})
	}
	for _, a := range release.Awards {
		p.Awards = append(p.Awards, procurement.Award{Status: a.Status, Suppliers: named(a.Suppliers)})
	}
	return p
}
