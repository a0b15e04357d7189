package history

import (
	"bufio"
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"daylight/internal/procurement"
)

// Each release of the Canadian federal contracts states a contract anew. The
// steps found must be the releases whose end is later than the one before, as
// another program counted them.
func TestCanadianExtensions(t *testing.T) {
	type release struct {
		OCID, ID, Date string
		Contracts      []struct {
			ID, Status string
			Period     struct{ EndDate string }
			Amendments []struct{ ID, Date string }
		}
	}
	byProcess := map[string][]release{}
	for r := range jsonLines[release](t, "canada/ocds11-releases.jsonl") {
		byProcess[r.OCID] = append(byProcess[r.OCID], r)
	}
	found := map[[2]string]int{}
	for ocid, releases := range byProcess {
		slices.SortFunc(releases, func(a, b release) int {
			return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.ID, b.ID))
		})
		var states []State
		p := procurement.Process{OCID: ocid}
		for i, r := range releases {
			p.Contracts = slices.Clone(p.Contracts)
			for _, c := range r.Contracts {
				if p.Contract(c.ID) == nil {
					p.Contracts = append(p.Contracts, procurement.Contract{ID: c.ID})
				}
				k := p.Contract(c.ID)
				k.Status, k.Period.End = c.Status, date(t, c.Period.EndDate)
				k.Amendments = slices.Clone(k.Amendments)
				for _, a := range c.Amendments {
					if amendment(k, a.ID) == nil {
						k.Amendments = append(k.Amendments, procurement.Amendment{ID: a.ID, Date: date(t, a.Date)})
					}
				}
			}
			state := p
			states = append(states, State{Release: strconv.Itoa(i), Date: r.Date, Process: &state})
		}
		for _, e := range Extensions(states) {
			found[[2]string{ocid, e.Contract}]++
		}
	}

	type answer struct {
		OCID, Contract string
		Extensions     int `json:"end_date_extensions"`
	}
	contracts, total := 0, 0
	for want := range jsonLines[answer](t, "canada/oracle-contracts.jsonl") {
		if got := found[[2]string{want.OCID, want.Contract}]; got != want.Extensions {
			t.Errorf("%s of %s: %d extensions, want %d", want.Contract, want.OCID, got, want.Extensions)
		}
		contracts++
		total += want.Extensions
	}
	if contracts == 0 || total == 0 {
		t.Fatal("the expected answers are empty")
	}
}

func date(t *testing.T, s string) procurement.Date {
	t.Helper()
	d, err := procurement.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// jsonLines reads a file of the shared data, and skips the test without it.
func jsonLines[T any](t *testing.T, name string) func(func(T) bool) {
	t.Helper()
	shared := cmp.Or(os.Getenv("DAYLIGHT_SHARED"), filepath.Join("..", "..", "..", "shared"))
	file, err := os.Open(filepath.Join(shared, "data", filepath.FromSlash(name)))
	if err != nil {
		t.Skipf("SKIPPED: needs the shared data: %v", err)
	}
	t.Cleanup(func() { file.Close() })
	return func(yield func(T) bool) {
		lines := bufio.NewScanner(file)
		lines.Buffer(nil, 1<<24)
		for lines.Scan() {
			var v T
			if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if !yield(v) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			t.Fatal(err)
		}
	}
}
