package main

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// BenchmarkImport imports so many releases of the sample into a new database by
// the program itself, and then has two yardsticks write the same rows: a C
// program (raw) and encoding/json with database/sql (plain).
// DAYLIGHT_BENCH_RELEASES names other sizes, separated by commas.
func BenchmarkImport(b *testing.B) {
	s := openSample(b)
	for _, n := range sizes(b, "10000,100000") {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			input, size := s.file(b, n)
			for b.Loop() {
				db := filepath.Join(b.TempDir(), "record.db")
				ours, peak := imported(b, db, input)
				p := planned(b, db)
				plain, raw := p.plain(b, db, input), p.raw(b, db)
				for name, took := range map[string]cost{"daylight": ours, "plain": plain, "raw": raw} {
					b.ReportMetric(float64(n)/took.wall.Seconds(), name+"-releases/s")
					b.ReportMetric(float64(size)/1e6/took.wall.Seconds(), name+"-MB/s")
					b.ReportMetric(took.cpu.Seconds(), name+"-cpu-s")
				}
				b.ReportMetric(raw.wall.Seconds()/ours.wall.Seconds(), "of-raw")
				b.ReportMetric(plain.wall.Seconds()/ours.wall.Seconds(), "of-plain")
				b.ReportMetric(raw.cpu.Seconds()/ours.cpu.Seconds(), "of-raw-cpu")
				b.ReportMetric(plain.cpu.Seconds()/ours.cpu.Seconds(), "of-plain-cpu")
				b.ReportMetric(float64(stored(b, db))/float64(size), "stored/input")
				b.ReportMetric(float64(peak)/1024, "peak-MiB")
				b.ReportMetric(0, "ns/op")
			}
		})
	}
}

// sizes are how many releases a benchmark is asked to take.
func sizes(b *testing.B, usual string) (list []int) {
	b.Helper()
	for text := range strings.SplitSeq(cmp.Or(os.Getenv("DAYLIGHT_BENCH_RELEASES"), usual), ",") {
		n, err := strconv.Atoi(text)
		if err != nil {
			b.Fatalf("DAYLIGHT_BENCH_RELEASES: %v", err)
		}
		list = append(list, n)
	}
	return list
}

// imported runs `daylight import` and gives what it cost and its peak in KiB.
func imported(b *testing.B, db string, input ...string) (cost, int64) {
	b.Helper()
	return ran(b, nil, append([]string{"import", "--db", db}, input...)...)
}

// ran runs daylight as a process of its own, and gives what it cost and, in KiB,
// the most memory it ever had. What it prints goes to a file, or nowhere.
func ran(b *testing.B, out *os.File, args ...string) (took cost, peak int64) {
	b.Helper()
	cmd := exec.Command("daylight", args...)
	if out != nil {
		cmd.Stdout = out
	}
	var said strings.Builder
	cmd.Stderr = &said
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	for {
		select {
		case err := <-done:
			if err != nil && cmd.ProcessState.ExitCode() != exitPartly {
				b.Fatalf("daylight %s: %v: %s", strings.Join(args, " "), err, said.String())
			}
			return cost{time.Since(begun), cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}, peak
		case <-time.After(20 * time.Millisecond):
			// Not what wait4 says: that counts the memory of this process, from which it was forked.
			peak = max(peak, highWater(cmd.Process.Pid))
		}
	}
}

// highWater is the most memory that a process had so far, in KiB.
func highWater(pid int) (kib int64) {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if _, rest, ok := strings.Cut(string(text), "VmHWM:"); ok {
		fmt.Sscan(rest, &kib)
	}
	return kib
}

// stored is how large a database is on disk, with its log.
func stored(b *testing.B, db string) (size int64) {
	b.Helper()
	for _, suffix := range []string{"", "-wal"} {
		if info, err := os.Stat(db + suffix); err == nil {
			size += info.Size()
		}
	}
	return size
}

// clock is the time and the CPU time of this process.
func clock() cost {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return cost{time.Duration(time.Now().UnixNano()), time.Duration(u.Utime.Nano() + u.Stime.Nano())}
}

func (c cost) plus(o cost) cost  { return cost{c.wall + o.wall, c.cpu + o.cpu} }
func (c cost) minus(o cost) cost { return cost{c.wall - o.wall, c.cpu - o.cpu} }
