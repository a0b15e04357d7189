package ocds

import (
	"bytes"
	"fmt"
	"testing"
)

// From the bytes of a file to compiled lines, as the compile command does it;
// and of ten times the file, each time with other processes.
func BenchmarkCompile(b *testing.B) {
	text := sharedFile(b, "canada", "ocds11-releases.jsonl")
	var tenfold []byte
	for i := range 10 {
		tenfold = append(tenfold, bytes.ReplaceAll(text, []byte(`{"ocid":"`), fmt.Appendf(nil, `{"ocid":"%d-`, i))...)
	}
	b.Run("once", func(b *testing.B) { benchmarkCompile(b, text) })
	b.Run("tenfold", func(b *testing.B) { benchmarkCompile(b, tenfold) })
}

func benchmarkCompile(b *testing.B, text []byte) {
	n := bytes.Count(text, []byte("\n"))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		var c Compilation
		for item, err := range Read(bytes.NewReader(text)) {
			if err != nil {
				b.Fatal(err)
			}
			if err := c.Add(item); err != nil {
				b.Fatal(err)
			}
		}
		for line := range c.Lines() {
			_ = line
		}
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "releases/s")
}

func BenchmarkRead(b *testing.B) {
	text := sharedFile(b, "canada", "ocds11-releases.jsonl")
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		for _, err := range Read(bytes.NewReader(text)) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

// The states of a process, one after each release, as its history needs them.
func BenchmarkStates(b *testing.B) {
	byOCID := map[string][]Object{}
	for line := range bytes.Lines(sharedFile(b, "world", "paraguay.jsonl")) {
		r := parse(b, line).(Object)
		byOCID[String(r, "ocid")] = append(byOCID[String(r, "ocid")], r)
	}
	for b.Loop() {
		for _, releases := range byOCID {
			m := NewMerger(Strategies11)
			for _, r := range SortReleases(releases) {
				m.Add(r)
				m.Compiled()
			}
		}
	}
}
