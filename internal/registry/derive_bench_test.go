package registry

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

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

// Processes of very many releases: one contract extended at each, a contract
// more at each, and ten processes of one case that grow in turn.
func BenchmarkDeriveLong(b *testing.B) {
	for _, n := range []int{500, 1000, 2000} {
		for _, c := range []struct {
			name    string
			members func(i int, end string) string
			ocid    func(i int) string
		}{
			{"extended", func(i int, end string) string {
				return fmt.Sprintf(`"contracts":[{"id":"c","period":{"startDate":"2000-01-01","endDate":%q},"amendments":[{"id":"a%d","description":"Longer"}]}]`, end, i)
			}, func(int) string { return "a" }},
			{"contracts", func(i int, end string) string {
				return fmt.Sprintf(`"parties":[{"id":"s%d","name":"Supplier %[1]d"}],"awards":[{"id":"w%[1]d","suppliers":[{"id":"s%[1]d","name":"Supplier %[1]d"}]}],
					"contracts":[{"id":"c%[1]d","awardID":"w%[1]d","period":{"startDate":"2000-01-01","endDate":%q}}]`, i, end)
			}, func(int) string { return "a" }},
			{"neighbours", func(i int, end string) string {
				return fmt.Sprintf(`"case":{"id":"x","title":"X"},"contracts":[{"id":"c","period":{"startDate":"2000-01-01","endDate":%q}}]`, end)
			}, func(i int) string { return fmt.Sprint("a", i%10) }},
		} {
			var text []byte
			for i := range n {
				day := time.Date(2000, 1, 1+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
				end := time.Date(2001, time.Month(1+i), 1, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
				text = append(append(text, release("Publisher", c.ocid(i), fmt.Sprint("r", i), day, c.members(i, end)).Body...), '\n')
			}
			b.Run(fmt.Sprint(c.name, "/", n), func(b *testing.B) { benchmarkDerive(b, releasesOf(b, text)) })
		}
	}
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
			said, err := ocds.ReadRelease(r.Body)
			if err != nil {
				tb.Fatal(err)
			}
			list = append(list, newStatement(r, said))
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
