package exchange

import (
	"bufio"
	"bytes"
	"cmp"
	"hash/crc64"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"
)

// A variation writes compiled releases made from published ones: each has an
// ocid of its own, other amounts, all days moved by the same number, and its
// organisations are one of many by that name. It is the same in every run.
type variation struct {
	*rand.Rand
	lines [][]passage
	of    int // how many organisations there are of each
}

// passage is some text, and what stands after it that varies.
type passage struct {
	text string
	kind byte // of what varies: ocid, amount, day or name; 0 at the end
	was  string
}

var varying = regexp.MustCompile(`("ocid":\s*")([^"]+)|("amount":\s*)([0-9][0-9.]*)|(")(20[0-9]{2}-[01][0-9]-[0-3][0-9])|("name":\s*"|"legalName":\s*")([^"\\]+)`)

// newVariation reads files of JSON lines.
func newVariation(tb testing.TB, files ...string) *variation {
	tb.Helper()
	v := &variation{Rand: rand.New(rand.NewPCG(1, 2))}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		for line := range bytes.Lines(text) {
			if line = bytes.TrimSpace(line); len(line) > 0 {
				v.lines = append(v.lines, passages(string(line)))
			}
		}
	}
	return v
}

var names = crc64.MakeTable(crc64.ISO)

func passages(line string) []passage {
	var list []passage
	at := 0
	for _, m := range varying.FindAllStringSubmatchIndex(line, -1) {
		for i, kind := range []byte("oadn") {
			if from, to := m[4+4*i], m[5+4*i]; from >= 0 {
				list = append(list, passage{line[at:from], kind, line[from:to]})
				at = to
			}
		}
	}
	return append(list, passage{text: line[at:]})
}

// write writes so many, and returns how many bytes they are.
func (v *variation) write(tb testing.TB, path string, n int) (size int64) {
	tb.Helper()
	f, err := os.Create(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	v.of = max(1, n/5000)
	var line []byte
	for i := range n {
		line = append(v.line(line[:0], v.lines[v.IntN(len(v.lines))], i), '\n')
		size += int64(len(line))
		w.Write(line)
	}
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	return size
}

func (v *variation) line(b []byte, list []passage, i int) []byte {
	days, share, which := v.IntN(2000)-1000, 50+v.IntN(100), v.Uint64()
	for _, p := range list {
		b = append(b, p.text...)
		switch p.kind {
		case 'o':
			b = append(strconv.AppendInt(append(b, "ocds-varied-"...), int64(i), 10), "-1"...)
		case 'a':
			amount, _ := strconv.ParseFloat(p.was, 64)
			b = strconv.AppendInt(b, int64(amount*float64(share)/100), 10)
		case 'd':
			day, err := time.Parse(time.DateOnly, p.was)
			if err != nil {
				b = append(b, p.was...)
				break
			}
			b = day.AddDate(0, 0, days).AppendFormat(b, time.DateOnly)
		case 'n':
			b = append(append(b, p.was...), ' ') // a name that comes again in the release is the same
			b = strconv.AppendUint(b, (crc64.Checksum([]byte(p.was), names)^which)%uint64(v.of), 10)
		}
	}
	return b
}

// sharedData is where the published files lie; without them the benchmark is
// skipped.
func sharedData(tb testing.TB) string {
	tb.Helper()
	dir := filepath.Join(cmp.Or(os.Getenv("DAYLIGHT_SHARED"), filepath.Join("..", "..", "..", "shared")), "data")
	if _, err := os.Stat(dir); err != nil {
		tb.Skipf("SKIPPED: needs the shared data, set DAYLIGHT_SHARED: %v", err)
	}
	return dir
}
