package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"daylight/internal/exchange"
)

// BenchmarkExport writes the whole record in each format, by the program itself,
// at several sizes: the most memory it has should not grow with them.
func BenchmarkExport(b *testing.B) {
	s := openSample(b)
	for _, n := range sizes(b, "10000,100000") {
		input, _ := s.file(b, n)
		db := filepath.Join(b.TempDir(), "record.db")
		imported(b, db, input)
		for _, format := range exchange.FormatNames() {
			b.Run(fmt.Sprintf("%s/%d", format, n), func(b *testing.B) {
				for b.Loop() {
					out, err := os.Create(filepath.Join(b.TempDir(), "export"))
					if err != nil {
						b.Fatal(err)
					}
					took, peak := ran(b, out, "export", "--db", db, "--format", format)
					size, err := out.Seek(0, io.SeekCurrent)
					if err != nil || size == 0 {
						b.Fatalf("%d bytes written: %v", size, err)
					}
					out.Close()
					b.ReportMetric(float64(size)/1e6, "MB")
					b.ReportMetric(float64(size)/1e6/took.wall.Seconds(), "MB/s")
					b.ReportMetric(float64(size)/1e6/took.cpu.Seconds(), "MB/cpu-s")
					b.ReportMetric(float64(n)/took.wall.Seconds(), "releases/s")
					b.ReportMetric(float64(peak)/1024, "peak-MiB")
					b.ReportMetric(0, "ns/op")
				}
			})
		}
	}
}
