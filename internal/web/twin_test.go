package web

import (
	encsv "encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What a spreadsheet would run as a formula is text in a table (exchange.Harmless).
func TestNoCellIsAFormula(t *testing.T) {
	s := holding(t, about("p", "=HYPERLINK(\"https://example.org\")", nil), about("q", "＝1+1", nil), about("r", "Radios", nil))
	var titles []string
	rows, err := encsv.NewReader(askServer(s, "GET", "/contracts.csv").Body).ReadAll()
	if err != nil || len(rows) != 4 {
		t.Fatal(rows, err)
	}
	for _, row := range rows[1:] {
		titles = append(titles, row[1])
	}
	slices.Sort(titles)
	if want := []string{`'=HYPERLINK("https://example.org")`, "'＝1+1", "Radios"}; !slices.Equal(titles, want) {
		t.Errorf("got %q, want %q", titles, want)
	}
}

func TestTablesHaveTheirHeaderAndEveryRowItsCells(t *testing.T) {
	for path, header := range map[string]string{
		"/contracts.csv":     processHeader,
		"/organisations.csv": organisationHeader,
		"/extensions.csv":    "ocid,contract,number,date,previous_end,new_end,value_before,value_after,currency,kind,agreed_in_advance",
		"/decisions.csv":     decisionHeader,
		"/conditions.csv":    conditionHeader,
		"/flags.csv":         ruleHeader,
		"/flags/one-bid.csv": resultHeader,
	} {
		text := get(t, path).Body.String()
		table, err := encsv.NewReader(strings.NewReader(text)).ReadAll() // fails on rows of different lengths
		if err != nil || len(table) < 2 {
			t.Errorf("%s: %d rows, %v", path, len(table), err)
			continue
		}
		if got := strings.Join(table[0], ","); got != header {
			t.Errorf("%s has the header %s", path, got)
		}
	}
}

type contractList struct {
	Total int
	Items []struct {
		OCID, Title string
		Buyer       *jsonParty
		Suppliers   []jsonParty
		Value       *struct {
			Amount   float64
			Currency string
		}
		Flags []string
	}
	Next *string
}

func contractsAt(t *testing.T, path string) (list contractList) {
	t.Helper()
	if err := json.Unmarshal(get(t, path).Body.Bytes(), &list); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestPagesOfAListGiveEachItemOnce(t *testing.T) {
	all := contractsAt(t, "/contracts.json?limit=500")
	var got []string
	for next := "/contracts.json?limit=7"; next != ""; {
		list := contractsAt(t, next)
		for _, it := range list.Items {
			got = append(got, it.OCID)
		}
		if next = ""; list.Next != nil {
			next = strings.TrimPrefix(*list.Next, "https://daylight.example")
		}
	}
	var want []string
	for _, it := range all.Items {
		want = append(want, it.OCID)
	}
	if d := cmp.Diff(want, got); d != "" || len(got) != all.Total {
		t.Errorf("total %d, %s", all.Total, d)
	}
}

func TestFiltersOfContracts(t *testing.T) {
	met := "daylight.metropolitan-police-service"
	for _, test := range []struct{ name, query, ocid string }{
		{"a proposed supplier is found by search", "q=palantir+unified", "daylight-met-police-unified-operational-analytics"},
		{"a buyer and a flag together", "buyer=" + met + "&flag=rolling-extensions", "daylight-met-police-palantir-pilot"},
		{"one bid", "flag=one-bid", "daylight-hmrc-aws-datacentre-exit"},
	} {
		list := contractsAt(t, "/contracts.json?"+test.query)
		if list.Total != 1 || list.Items[0].OCID != test.ocid {
			t.Errorf("%s: %+v", test.name, list)
		}
	}
	if list := contractsAt(t, "/contracts.json?supplier="+met); list.Total != 0 || list.Items == nil {
		t.Errorf("a buyer is no supplier: %+v", list)
	}
	if got := plain(document(t, "/contracts?flag=one-bid&q=cloud").Find(".found")); !strings.HasPrefix(got, "1 history mentioning “cloud”, with the flag “One bid”") {
		t.Errorf("the filters in words: %q", got)
	}
}
