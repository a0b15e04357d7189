package registry

import (
	"bytes"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"daylight/internal/ocds"
	"daylight/internal/store"
	"daylight/seed"
)

// What follows from releases that are in memory: parsed, merged, read at every
// state, checked by the rules and told as events, without SQL. CPU time is that
// of the whole process, with what collecting its garbage takes.
func BenchmarkDerive(b *testing.B) {
	b.Run("canada", func(b *testing.B) {
		path := filepath.Join(shared(), "data", "canada", "ocds11-releases.jsonl")
		text, err := os.ReadFile(path)
		if err != nil {
			b.Skipf("SKIPPED: %s is not here", path)
		}
		benchmarkDerive(b, releasesOf(b, text))
	})
	b.Run("seed", func(b *testing.B) {
		files, err := seed.FS.ReadDir(".")
		if err != nil {
			b.Fatal(err)
		}
		var list []store.Release
		for _, f := range files {
			for _, s := range seeded(b, strings.TrimSuffix(f.Name(), ".json")) {
				list = append(list, releasesOf(b, s.Body)...)
			}
		}
		benchmarkDerive(b, list)
	})
}

func shared() string {
	if dir := os.Getenv("DAYLIGHT_SHARED"); dir != "" {
		return dir
	}
	return filepath.Join("..", "..", "..", "shared")
}

// releasesOf are releases as they are stored.
func releasesOf(tb testing.TB, text []byte) []store.Release {
	tb.Helper()
	var list []store.Release
	for item, err := range ocds.Read(bytes.NewReader(text)) {
		if err != nil {
			tb.Fatal(err)
		}
		o, err := ocds.ParseObject(item.Body)
		if err != nil {
			tb.Fatal(err)
		}
		id, err := ocds.Identity(item.Body)
		if err != nil {
			tb.Fatal(err)
		}
		list = append(list, store.Release{
			OCID: ocds.String(o, "ocid"), ID: ocds.String(o, "id"), Date: ocds.String(o, "date"),
			Publisher: "Publisher", Identity: hex.EncodeToString(id[:]), Body: item.Body,
		})
	}
	return list
}

func benchmarkDerive(b *testing.B, releases []store.Release) {
	byOCID := map[string][]store.Release{}
	for _, r := range releases {
		byOCID[r.OCID] = append(byOCID[r.OCID], r)
	}
	b.ReportAllocs()
	start := cpuTime(b)
	for b.Loop() {
		deriveAll(b, byOCID)
	}
	b.ReportMetric((cpuTime(b)-start)*1e6/float64(b.N)/float64(len(releases)), "cpu-µs/release")
}

// deriveAll derives processes as a load does: each by itself, then each with
// its neighbours.
func deriveAll(tb testing.TB, byOCID map[string][]store.Release) map[string]*derivation {
	alone := map[string]*projection{}
	around := map[string][]string{}
	cases := map[string][]string{}
	for ocid, releases := range byOCID {
		var list []statement
		for _, r := range releases {
			s, err := parse(r)
			if err != nil {
				tb.Fatal(err)
			}
			list = append(list, s)
		}
		inMergeOrder(list)
		p := newProjection(list)
		alone[ocid] = p
		rows := p.rows()
		for _, other := range rows.Links {
			around[ocid] = append(around[ocid], other)
			around[other] = append(around[other], ocid)
		}
		if c := rows.Process.Case; c != nil {
			cases[c.ID] = append(cases[c.ID], ocid)
		}
	}
	for _, members := range cases {
		for _, ocid := range members {
			around[ocid] = append(around[ocid], members...)
		}
	}
	all := map[string]*derivation{}
	for ocid, p := range alone {
		slices.Sort(around[ocid])
		var neighbours []*projection
		for _, other := range slices.Compact(around[ocid]) {
			if n := alone[other]; n != nil && other != ocid && len(neighbours) < maxNeighbours {
				neighbours = append(neighbours, n)
			}
		}
		all[ocid] = derive(p, neighbours, recordedDay{date: "2026-11-23"})
	}
	return all
}

// cpuTime is the CPU time of the process so far, in seconds.
func cpuTime(tb testing.TB) float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	seconds := func(t syscall.Timeval) float64 { return float64(t.Sec) + float64(t.Usec)/1e6 }
	return seconds(u.Utime) + seconds(u.Stime)
}
