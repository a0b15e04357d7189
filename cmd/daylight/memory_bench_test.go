package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"daylight/internal/exchange"
)

// BenchmarkMemory is the most memory that `daylight import` ever has, for files
// of several sizes and for shapes that ask for much: one document, one document
// spread over many lines, many members. DAYLIGHT_BENCH_RELEASES names other
// sizes.
func BenchmarkMemory(b *testing.B) {
	s := openSample(b)
	for _, n := range sizes(b, "10000,40000") {
		for _, shape := range []struct {
			name  string
			write func(*sample, io.Writer, int) error
		}{
			{"lines", (*sample).write}, {"package", (*sample).pack}, {"record-package", (*sample).records}, {"zip", (*sample).zip},
		} {
			b.Run(fmt.Sprintf("%s/%d", shape.name, n), func(b *testing.B) {
				input := filepath.Join(b.TempDir(), "input")
				f, err := os.Create(input)
				if err == nil {
					err = shape.write(s, f, n)
				}
				if err == nil {
					err = f.Close()
				}
				if err != nil {
					b.Fatal(err)
				}
				info, err := os.Stat(input)
				if err != nil {
					b.Fatal(err)
				}
				for b.Loop() {
					took, peak := imported(b, filepath.Join(b.TempDir(), "record.db"), input)
					b.ReportMetric(float64(peak)/1024, "peak-MiB")
					b.ReportMetric(float64(info.Size())/1e6, "input-MB")
					b.ReportMetric(took.cpu.Seconds(), "cpu-s")
					b.ReportMetric(0, "ns/op")
				}
			})
		}
	}
}

const packageHead = `{"uri":"https://example.org/package","version":"1.1","publishedDate":"2024-01-01T00:00:00Z","publisher":{"name":"Sample"},`

// each gives the releases one after the other.
func (s *sample) each(n int, fn func(i int, line []byte) error) error {
	r, w := io.Pipe()
	go func() { w.CloseWithError(s.write(w, n)) }()
	defer r.Close()
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for i := 0; lines.Scan(); i++ {
		if err := fn(i, lines.Bytes()); err != nil {
			return err
		}
	}
	return lines.Err()
}

// pack writes one release package.
func (s *sample) pack(w io.Writer, n int) error {
	out := bufio.NewWriter(w)
	out.WriteString(packageHead + `"releases":[`)
	err := s.each(n, func(i int, line []byte) error {
		if i > 0 {
			out.WriteByte(',')
		}
		_, err := out.Write(line)
		return err
	})
	out.WriteString("]}\n")
	if err == nil {
		err = out.Flush()
	}
	return err
}

// records writes one record package, on many lines, with a record for each
// release.
func (s *sample) records(w io.Writer, n int) error {
	out := bufio.NewWriter(w)
	out.WriteString(packageHead + "\n  \"records\": [")
	err := s.each(n, func(i int, line []byte) error {
		if i > 0 {
			out.WriteByte(',')
		}
		ocid, _, _ := bytes.Cut(line[len(`{"ocid":"`):], []byte(`"`))
		fmt.Fprintf(out, "\n    {\n      \"ocid\": %q,\n      \"releases\": [\n        ", ocid)
		var pretty bytes.Buffer
		if err := json.Indent(&pretty, line, "        ", "  "); err != nil {
			return err
		}
		pretty.WriteString("\n      ]\n    }")
		_, err := out.Write(pretty.Bytes())
		return err
	})
	out.WriteString("\n  ]\n}\n")
	if err == nil {
		err = out.Flush()
	}
	return err
}

// zip writes an archive of as many members as it may have, with releases in
// turn.
func (s *sample) zip(w io.Writer, n int) error {
	archive := zip.NewWriter(w)
	var member io.Writer
	perMember := (n + exchange.DefaultLimits.Entries - 1) / exchange.DefaultLimits.Entries
	err := s.each(n, func(i int, line []byte) (err error) {
		if i%perMember == 0 {
			if member, err = archive.Create(fmt.Sprintf("%06d.jsonl", i)); err != nil {
				return err
			}
		}
		_, err = member.Write(append(line, '\n'))
		return err
	})
	if err == nil {
		err = archive.Close()
	}
	return err
}
