package registry

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"daylight/internal/ocds"
	"daylight/internal/store"
)

// neighbourhood is three processes whose flags and chains depend on each
// other, told by two publishers: a contract that runs late, its uncompeted
// follower, and a third of the same case. It has releases of one date and id,
// a correction, a decision that is quashed, and an oldest release that changes
// what all others mean.
func neighbourhood() []Submission {
	const (
		caseOf  = `"case":{"id":"story","title":"Radios"}`
		refusal = `"decisions":[{"id":"d1","type":"approvedWithConditions","status":"inForce","contracts":["c1"],"dateDecided":"2024-03-01",
			"findings":[{"id":"f1","classification":"oneSupplierConsidered","description":"One."}],
			"conditions":[{"id":"k1","description":"Tender","dueDate":"2024-06-30","dueBasis":"stated","status":"open"}]}]`
	)
	return []Submission{
		release("Police", "a", "a-0", "2023-12-01", `"tender":{"title":"Radios","procurementMethod":"direct"},"buyer":{"name":"Police"},`+caseOf),
		release("Police", "a", "a-1", "2024-01-12", signed),
		release("Police", "a", "a-2", "2024-11-01", `"contracts":[{"id":"c1","period":{"endDate":"2025-06-30T00:00:00Z"}}]`),
		release("Police", "a", "a-2", "2024-11-01", `"contracts":[{"id":"c1","value":{"amount":150,"currency":"GBP"}}]`),
		release("Police", "a", "a-3", "2024-12-01", `"contracts":[{"id":"c1","period":{"endDate":"2025-03-31T00:00:00Z"}}]`),
		release("Overseer", "a", "o-1", "2024-03-05", refusal+`,"contracts":[{"id":"c1","value":{"amount":999,"currency":"GBP"}}]`),
		release("Overseer", "a", "o-2", "2025-01-05", `"decisions":[{"id":"d1","status":"quashed"}]`),
		release("Police", "b", "b-1", "2025-04-01", `"tender":{"title":"More radios","procurementMethod":"direct"},
			"relatedProcesses":[{"id":"r","relationship":["prior"],"scheme":"ocid","identifier":"a"}],
			"contracts":[{"id":"c9","status":"active","dateSigned":"2025-04-01T00:00:00Z","period":{"startDate":"2025-04-01T00:00:00Z","endDate":"2026-03-31T00:00:00Z"}}]`),
		release("Police", "b", "b-2", "2025-05-01", caseOf),
		release("Police", "c", "c-1", "2025-02-01", `"tender":{"title":"Masts"},`+caseOf),
		release("Police", "c", "c-2", "2025-08-01", `"case":{"id":"other","title":"Masts alone"}`),
	}
}

var errUndo = errors.New("undo")

// inOrder files releases in the batches given, within one transaction that is
// then undone, and returns the rows and events they led to. It checks the
// ledger, and every row where asked.
func (d *desk) inOrder(batches [][]checked, rows bool) (derived string, happened []string) {
	d.Helper()
	ctx := d.Context()
	err := d.registry.writer.Update(ctx, func(tx *store.Tx) error {
		for _, batch := range batches {
			f := &filing{ctx: ctx, tx: tx, registry: d.registry, who: clerk, touched: map[string]bool{}}
			if err := f.file(batch); err != nil {
				return err
			}
		}
		if err := tx.Flush(ctx); err != nil {
			return err
		}
		a, err := openArchive(ctx, tx.View)
		if err != nil {
			return err
		}
		if _, err := a.verify(); err != nil {
			return err
		}
		if rows {
			if _, err := Verify(ctx, tx.View, Trust{}); err != nil {
				return err
			}
		}
		if derived, err = dump(ctx, tx.View); err != nil {
			return err
		}
		if happened, err = events(ctx, tx.View); err != nil {
			return err
		}
		return errUndo
	})
	if err != errUndo {
		d.Fatal(err)
	}
	return unnumbered(derived), happened
}

var number = regexp.MustCompile(`(?m)^(current_events\t.*)\tseq=\d+`)

// unnumbered are dumped rows without the numbers of leaves, which depend on
// the order of filing.
func unnumbered(rows string) string { return number.ReplaceAllString(rows, "$1") }

// shuffled cuts a random order into at most three batches.
func shuffled(r *rand.Rand, list []checked) [][]checked {
	list = slices.Clone(list)
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	a, b := r.IntN(len(list)), r.IntN(len(list))
	batches := [][]checked{list[:min(a, b)], list[min(a, b):max(a, b)], list[max(a, b):]}
	return slices.DeleteFunc(batches, func(batch []checked) bool { return len(batch) == 0 })
}

func told(batches [][]checked) string {
	var b strings.Builder
	for _, batch := range batches {
		for _, c := range batch {
			fmt.Fprintf(&b, "%s ", ocds.String(c.said.Object(), "id"))
		}
		b.WriteString("| ")
	}
	return b.String()
}

// The record is a function of what was filed, not of the order of filing: a
// thousand random orders, randomly batched, end in the same rows and events.
func TestOrderOfFilingDoesNotMatter(t *testing.T) {
	for _, c := range []struct {
		name   string
		list   []Submission
		orders int
	}{
		{"one process", neighbourhood()[:7], 640},
		{"neighbours", neighbourhood(), 300},
		{"rivals", rivals(), 120},
		{"met", seeded(t, "met-police-palantir"), 20},
		{"horizon", seeded(t, "post-office-horizon-fujitsu"), 20},
		{"nhs", seeded(t, "nhs-england-palantir-datastore-fdp"), 20},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := openDesk(t)
			d.trusting = true
			d.day("2026-11-23")
			var list []checked
			for i, s := range c.list {
				x, err := check(i, s)
				d.must(err)
				list = append(list, x)
			}
			rows, happened := d.inOrder([][]checked{list}, true)
			if rows == "" || len(happened) == 0 {
				t.Fatal("nothing was derived")
			}
			orders := c.orders
			if testing.Short() {
				orders /= 20
			}
			r := rand.New(rand.NewPCG(1, uint64(len(list))))
			for i := range orders {
				batches := shuffled(r, list)
				gotRows, gotHappened := d.inOrder(batches, i%40 == 0)
				if gotRows != rows {
					t.Fatalf("order %d, %s, leads to other rows:\n%s", i, told(batches), cmp.Diff(lines(rows), lines(gotRows)))
				}
				if !slices.Equal(gotHappened, happened) {
					t.Fatalf("order %d, %s, leads to other events:\n%s", i, told(batches), cmp.Diff(happened, gotHappened))
				}
			}
		})
	}
}

func lines(s string) []string { return strings.Split(s, "\n") }

// The same through the public door, the whole record checked after each
// release: oldest first, newest first, and with the day recorded in between.
func TestOneReleaseAtATime(t *testing.T) {
	for _, name := range []string{"neighbours", "met-police-palantir", "mopac-unisys-one-bid"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list := neighbourhood()
			if name != "neighbours" {
				list = seeded(t, name)
			}
			forward, back := openDesk(t), openDesk(t)
			forward.day("2026-11-23")
			for _, s := range list {
				forward.file(s)
			}
			for i, s := range slices.Backward(list) {
				back.file(s)
				if i == len(list)/2 {
					back.day("2024-07-15")
				}
			}
			back.day("2026-11-23")
			if diff := cmp.Diff(lines(unnumbered(forward.dump())), lines(unnumbered(back.dump()))); diff != "" {
				t.Errorf("rows differ (-oldest first +newest first):\n%s", diff)
			}
			if diff := cmp.Diff(forward.events(), back.events()); diff != "" {
				t.Errorf("events differ (-oldest first +newest first):\n%s", diff)
			}
		})
	}
}

// A late, older release changes what happened: what no longer follows is
// superseded, what still does keeps its name.
func TestALateReleaseSupersedes(t *testing.T) {
	d := openDesk(t)
	list := neighbourhood()[:3]
	d.file(list[2])
	d.file(list[1])
	before := d.published("a")
	d.file(list[0], release("Police", "a", "a-late", "2024-06-01", `"contracts":[{"id":"c1","period":{"endDate":"2025-06-30T00:00:00Z"}}]`))
	after := d.published("a")

	superseded, kept := 0, 0
	for guid, e := range before {
		if after[guid].Event.Seq != e.Seq || after[guid].At != e.At || string(after[guid].Kind) != string(e.Kind) {
			t.Errorf("event %s was rewritten: %+v, now %+v", guid, e, after[guid])
		}
		switch {
		case e.Stands && !after[guid].Stands:
			superseded++
		case e.Stands:
			kept++
		}
	}
	if superseded == 0 || kept == 0 {
		t.Errorf("%d superseded, %d kept; want some of both", superseded, kept)
	}
	// Those that stand are told with what the older release added.
	for _, e := range d.history("a", Moment{}).Events {
		if e.Figures["buyer"] != "Police" {
			t.Errorf("%s does not name the buyer: %v", e.Kind, e.Figures)
		}
	}
	for _, line := range d.events() {
		if !strings.Contains(line, "buyer:Police") {
			t.Errorf("in the feed, the buyer is not named: %s", line)
		}
	}
}
