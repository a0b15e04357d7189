package exchange

import (
	"bufio"
	"cmp"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"daylight/internal/ocds"
)

// BenchmarkJudge checks files of so many compiled releases, varied from those
// of seven publishers, by all rules. DAYLIGHT_BENCH_PROCESSES names other sizes,
// separated by commas, and DAYLIGHT_BENCH_FILES a folder in which to keep the
// files. CPU time is of the whole process, and the peak that of all so far: run
// a large size by itself.
func BenchmarkJudge(b *testing.B) {
	data := sharedData(b)
	var files []string
	for _, pattern := range []string{"*/*.compiled.jsonl", "canada/compiled-by-ocdsmerge.jsonl"} {
		found, err := filepath.Glob(filepath.Join(data, pattern))
		if err != nil || len(found) == 0 {
			b.Fatalf("%s: %v", pattern, err)
		}
		files = append(files, found...)
	}
	for _, text := range strings.Split(cmp.Or(os.Getenv("DAYLIGHT_BENCH_PROCESSES"), "10000"), ",") {
		n, err := strconv.Atoi(text)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(text, func(b *testing.B) {
			path := filepath.Join(cmp.Or(os.Getenv("DAYLIGHT_BENCH_FILES"), b.TempDir()), text+".jsonl")
			size := newVariation(b, files...).write(b, path, n)
			b.SetBytes(size)
			before := usage(b)
			for b.Loop() {
				x := Judgement{Day: "2026-11-23", Format: "csv", Refuse: func(err error) { b.Fatal(err) },
					Items: func() iter.Seq2[*ocds.Item, error] { return Opener{}.Items(path) }}
				if done, err := x.Write(bufio.NewWriter(io.Discard)); err != nil || done.Processes != n {
					b.Fatalf("%+v: %v", done, err)
				}
			}
			after := usage(b)
			all := float64(n) * float64(b.N)
			b.ReportMetric(all/b.Elapsed().Seconds(), "processes/s")
			b.ReportMetric((seconds(after)-seconds(before))/all*1e6, "cpu-µs/process")
			b.ReportMetric(float64(after.Maxrss)/1024, "peak-MiB")
		})
	}
}

func usage(tb testing.TB) (u syscall.Rusage) {
	tb.Helper()
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return u
}

// seconds are those of CPU time.
func seconds(u syscall.Rusage) float64 {
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}
