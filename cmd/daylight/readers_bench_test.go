package main

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"daylight/internal/registry"
	"daylight/internal/store"
)

// BenchmarkReadersDuringAnImport is how long a reader waits for a history, at the
// 99th percentile, while an import runs as another process and when none does.
func BenchmarkReadersDuringAnImport(b *testing.B) {
	s := openSample(b)
	first, _ := s.file(b, len(s.lines))
	for _, n := range sizes(b, "10000") {
		second, _ := s.file(b, n)
		for b.Loop() {
			db := filepath.Join(b.TempDir(), "record.db")
			imported(b, db, first)
			before := waits(b, db, time.After(5*time.Second))
			done := make(chan time.Time)
			go func() {
				defer close(done)
				imported(b, db, second)
			}()
			during := waits(b, db, done)
			b.ReportMetric(before.Seconds()*1e3, "p99-idle-ms")
			b.ReportMetric(during.Seconds()*1e3, "p99-import-ms")
			b.ReportMetric(during.Seconds()/before.Seconds(), "times-idle")
			b.ReportMetric(0, "ns/op")
		}
	}
}

// waits reads histories one after another until it is told to stop, a hundred a
// second at most.
func waits(b *testing.B, db string, stop <-chan time.Time) time.Duration {
	r, err := store.OpenReader(db)
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	var ocids []string
	if err := r.Read(b.Context(), func(v store.View) (err error) { ocids, err = v.OCIDs(b.Context()); return }); err != nil {
		b.Fatal(err)
	}
	var took []time.Duration
	for i := 0; ; i++ {
		select {
		case <-stop:
			slices.Sort(took)
			return took[len(took)*99/100]
		case <-time.After(10 * time.Millisecond):
		}
		begun := time.Now()
		if err := r.Read(b.Context(), func(v store.View) error {
			_, err := registry.Read(b.Context(), v, ocids[i*37%len(ocids)], registry.Moment{})
			return err
		}); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(begun))
	}
}
