package web

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"daylight/internal/procurement"
	"daylight/internal/store"
)

// benchSizes are how many processes the record holds: pages are to cost the
// same at each. DAYLIGHT_BENCH_PROCESSES names one size instead.
func benchSizes() []int {
	if n, _ := strconv.Atoi(os.Getenv("DAYLIGHT_BENCH_PROCESSES")); n > 0 {
		return []int{n}
	}
	return []int{2_000, 20_000}
}

// BenchmarkPages is what it costs to make each page anew, nothing being kept:
// CPU time of the whole process, user and system.
func BenchmarkPages(b *testing.B) {
	for _, n := range benchSizes() {
		s := country(b, n)
		middle := placeAt(b, s, n/2)
		thousandth := placeAt(b, s, min(50_000, n*9/10))
		for _, page := range []struct{ name, path string }{
			{"home", "/"},
			{"contracts", "/contracts"},
			{"contracts page 1000", "/contracts?before=" + thousandth},
			{"contracts of a year", "/contracts?year=2019"},
			{"contracts of a year, middle", "/contracts?year=2019&before=" + middle},
			{"contracts of a buyer", "/contracts?buyer=buyer-9"},
			{"contracts of a supplier", "/contracts?supplier=firm-9"},
			{"contracts with a flag", "/contracts?flag=one-bid"},
			{"contracts, frequent word", "/contracts?q=services"},
			{"contracts, rare word", "/contracts?q=word77"},
			{"contracts, word and year", "/contracts?q=services&year=2019"},
			{"contracts.json", "/contracts.json"},
			{"organisations", "/organisations"},
			{"organisations, by name", "/organisations?q=ministry"},
			{"one organisation, largest", "/organisations/buyer-0"},
			{"one organisation, usual", "/organisations/firm-900"},
			{"one contract", pilot},
			{"extensions", "/extensions"},
			{"decisions", "/decisions"},
			{"conditions", "/conditions"},
			{"one flag", "/flags/one-bid"},
			{"flags", "/flags"},
			{"feed", "/feed.rss"},
			{"feed of extensions", "/extensions.rss"},
			{"feed of decisions", "/decisions.rss"},
			{"feed of an organisation, largest", "/organisations/buyer-0.rss"},
		} {
			b.Run(fmt.Sprintf("%s/%d", page.name, n), func(b *testing.B) {
				before := cpu(b)
				size := 0
				for b.Loop() {
					w := httptest.NewRecorder()
					s.ServeHTTP(w, httptest.NewRequest("GET", page.path, nil))
					if size = w.Body.Len(); w.Code != 200 {
						b.Fatalf("%s answers %d", page.path, w.Code)
					}
				}
				b.ReportMetric(float64((cpu(b)-before).Microseconds())/float64(b.N), "cpu-µs/op")
				b.ReportMetric(float64(size)/1024, "KiB")
			})
		}
	}
}

func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// placeAt is the place in the list of contracts after so many.
func placeAt(b *testing.B, s *Server, n int) string {
	b.Helper()
	var place int64
	err := s.Reader.Read(b.Context(), func(v store.View) error {
		items, _, err := v.Processes(b.Context(), store.ProcessFilter{Limit: n})
		place = items[len(items)-1].Place
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return strconv.FormatInt(place, 10)
}

// country serves a record of the seeded cases and n made-up processes: few
// organisations have most of them, as anywhere.
func country(b *testing.B, n int) *Server {
	b.Helper()
	ctx := b.Context()
	db := filepath.Join(b.TempDir(), "country.db")
	if err := fileSeed(db); err != nil {
		b.Fatal(err)
	}
	w, err := store.OpenWriter(ctx, db)
	if err != nil {
		b.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	c := inventor{r, rand.NewZipf(r, 1.2, 8, uint64(max(n/100, 20))), rand.NewZipf(r, 1.1, 8, uint64(max(n/10, 1000)))}
	for from := 0; from < n; from += 2000 {
		err := w.Update(ctx, func(tx *store.Tx) error {
			for i := from; i < min(from+2000, n); i++ {
				if err := c.put(ctx, tx, i); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	w.Close()
	s, err := serving(db)
	if err != nil {
		b.Fatal(err)
	}
	s.pages = newCache(0)
	b.Cleanup(func() { s.Reader.Close() })
	return s
}

// inventor makes up processes.
type inventor struct {
	*rand.Rand
	buyers, firms *rand.Zipf
}

func (c inventor) put(ctx context.Context, tx *store.Tx, i int) error {
	day := procurement.Date(time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, c.IntN(6000)).Format(time.DateOnly))
	k := c.buyers.Uint64()
	buyer := procurement.Organisation{Key: fmt.Sprint("buyer-", k), Name: fmt.Sprint("Ministry of Matters ", k)}
	k = c.firms.Uint64()
	firm := procurement.Organisation{Key: fmt.Sprint("firm-", k), Name: fmt.Sprint("Firm and Sons ", k, " Limited")}
	p := &procurement.Process{OCID: fmt.Sprintf("ocds-bench-%07d", i), Buyer: &buyer}
	p.Title = fmt.Sprintf("Software services word%d word%d", c.IntN(100), c.IntN(10_000))
	p.Tender = procurement.Tender{Title: p.Title, Description: "Support and maintenance of systems", Method: "open"}
	value := &procurement.Money{Minor: int64(c.IntN(1e9)), Currency: "GBP"}
	p.Awards = []procurement.Award{{ID: "a", Status: "active", Value: value, Suppliers: []procurement.Organisation{firm}}}
	p.Contracts = []procurement.Contract{{ID: "c", AwardID: "a", Title: p.Title, Signed: day, Value: value}}
	d := store.Derived{Process: p, Record: []byte(`{"ocid":"x"}`), Releases: 1, First: string(day), Last: string(day)}
	rules := []string{"one-bid", "rolling-extensions", "past-agreed-term", "awarded-without-competition", "one-supplier-considered"}
	for j, rule := range rules {
		f := procurement.Flag{OCID: p.OCID, Rule: rule, State: procurement.NoData, Evidence: procurement.Evidence{Summary: "Nothing says."}}
		if j == i%25 {
			f.State = procurement.Raised
		}
		d.Flags = append(d.Flags, f)
	}
	kinds := []procurement.EventKind{procurement.ProcessPublished, procurement.AwardMade, procurement.ContractSigned}
	if i%10 == 0 {
		kinds = append(kinds, procurement.ContractExtended)
		d.Extensions = []procurement.Extension{{OCID: p.OCID, Contract: "c", Number: 1, Date: day}}
	}
	if i%500 == 0 {
		kinds = append(kinds, procurement.DecisionPublished)
		p.Decisions = []procurement.Decision{{ID: fmt.Sprint("bench-decision-", i), Type: "recommendation", Title: "Report", Decided: day,
			Conditions: []procurement.Condition{{ID: "k", Description: "Publish", Due: day, DueBasis: "stated", Status: "open"}}}}
	}
	for j, kind := range kinds {
		e := procurement.Event{OCID: p.OCID, GUID: fmt.Sprint(i, "-", j), Kind: kind, Subject: "c", Cause: "x", Date: day,
			Seq: 1000 + int64(i), At: "2026-11-23T12:00:00Z", Figures: map[string]any{"title": p.Title, "buyer": buyer.Name}}
		if err := tx.Append(ctx, store.EventRow(e)); err != nil {
			return err
		}
		d.Events = append(d.Events, store.StandingEvent{Event: e, AsPublished: true})
	}
	return tx.PutProcess(ctx, d)
}
