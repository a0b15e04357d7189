package registry

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"daylight/internal/store"
)

// BenchmarkFile is what the rules add to the filing of one release, in a record
// of so many processes: 10,000, or as DAYLIGHT_BENCH_PROCESSES says. Releases are
// filed in pairs, one with all rules and one, with the same words about another
// process, with none; the latest of a process that has others, and the only one
// of a new one. DAYLIGHT_BENCH_FILES names a folder in which the record is kept
// and found again.
func BenchmarkFile(b *testing.B) {
	n, _ := strconv.Atoi(cmp.Or(os.Getenv("DAYLIGHT_BENCH_PROCESSES"), "10000"))
	path := filepath.Join(shared(), "data", "canada", "ocds11-releases.jsonl")
	text, err := os.ReadFile(path)
	if err != nil {
		b.Skipf("SKIPPED: %s is not here", path)
	}
	dir := cmp.Or(os.Getenv("DAYLIGHT_BENCH_FILES"), b.TempDir())
	db := filepath.Join(dir, fmt.Sprintf("record-%d.db", n))
	if _, err := os.Stat(db); err != nil {
		multiply(b, db, releasesOf(b, text), n)
	}
	r, err := Open(b.Context(), Config{DB: db, Origin: "daylight.example/log"})
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	before, single := pairable(b, releasesOf(b, text))
	serial := time.Now().UnixNano() // a record that is kept has those of earlier runs
	another := func(s store.Release) Submission {
		serial++
		ocid := fmt.Sprintf("x%08x-%s", uint32(serial*2654435761), s.OCID)
		return Submission{Publisher: "Publisher", Body: bytes.ReplaceAll(s.Body, []byte(s.OCID), []byte(ocid))}
	}
	b.Run("latest", func(b *testing.B) {
		var known, latest [2][]Submission
		for _, list := range before {
			for side := range 2 {
				at := serial
				for i, s := range list {
					serial = at // all of one process
					if x := another(s); i < len(list)-1 {
						known[side] = append(known[side], x)
					} else {
						latest[side] = append(latest[side], x)
					}
				}
			}
		}
		if _, err := r.File(b.Context(), clerk, "benchmark", slices.Concat(known[0], known[1])); err != nil {
			b.Fatal(err)
		}
		inPairs(b, r, latest)
	})
	b.Run("new", func(b *testing.B) {
		var lists [2][]Submission
		for _, s := range single {
			lists[0], lists[1] = append(lists[0], another(s)), append(lists[1], another(s))
		}
		inPairs(b, r, lists)
	})
}

// pairs is how many are filed.
const pairs = 300

// pairable are processes with several releases, in the order of merging, and
// releases that are all of a process.
func pairable(b *testing.B, list []store.Release) (several [][]store.Release, single []store.Release) {
	byOCID := map[string][]store.Release{}
	var ocids []string
	for _, r := range list {
		if byOCID[r.OCID] == nil {
			ocids = append(ocids, r.OCID)
		}
		byOCID[r.OCID] = append(byOCID[r.OCID], r)
	}
	for _, ocid := range ocids {
		of := byOCID[ocid]
		slices.SortStableFunc(of, func(a, b store.Release) int { return strings.Compare(a.Date, b.Date) })
		switch {
		case len(of) == 1 && len(single) < pairs:
			single = append(single, of[0])
		case len(of) > 1 && len(of) < 20 && len(several) < pairs:
			several = append(several, of)
		}
	}
	return several, single
}

// inPairs files one release at a time, with and without the rules in turn.
func inPairs(b *testing.B, r *Registry, lists [2][]Submission) {
	b.Helper()
	defer func() { unruled = false }()
	var wall [2][]float64
	var cpu [2]float64
	var added []float64
	raised := 0
	for b.Loop() {
		for i := range lists[0] {
			var took [2]float64
			for turn := range 2 {
				side := (turn + i) % 2 // who goes first takes turns too
				unruled = side == 1
				used, start := cpuTime(b), time.Now()
				result, err := r.File(b.Context(), clerk, "benchmark", []Submission{lists[side][i]})
				if err != nil || result.Filed != 1 {
					b.Fatalf("%+v: %v", result, err)
				}
				took[side] = time.Since(start).Seconds() * 1e3
				cpu[side] += (cpuTime(b) - used) * 1e3
				wall[side] = append(wall[side], took[side])
				raised += result.Raised
			}
			added = append(added, took[0]-took[1])
		}
	}
	n := float64(len(added))
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median(wall[0]), "ms-with")
	b.ReportMetric(median(wall[1]), "ms-without")
	b.ReportMetric(median(added), "ms-added")
	b.ReportMetric(cpu[0]/n, "cpu-ms-with")
	b.ReportMetric(cpu[1]/n, "cpu-ms-without")
	b.ReportMetric((cpu[0]-cpu[1])/n, "cpu-ms-added")
	b.ReportMetric(float64(raised)/n, "raised/filing")
}

func median(list []float64) float64 {
	list = slices.Sorted(slices.Values(list))
	return list[len(list)/2]
}
