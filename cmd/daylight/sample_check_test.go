package main

import (
	"bytes"
	"encoding/json"
	"testing"
)

// What benchmarks import is the published file, and then releases like its own:
// as many processes in each pass, each of as many releases and contracts, whose
// days keep their order.
func TestASampleIsLikeThePublishedFile(t *testing.T) {
	s := openSample(t)
	n := len(s.lines)
	var b bytes.Buffer
	if err := s.write(&b, 3*n); err != nil {
		t.Fatal(err)
	}
	lines := bytes.Split(bytes.TrimSpace(b.Bytes()), []byte("\n"))
	if len(lines) != 3*n || !bytes.Equal(bytes.Join(lines[:n], nil), bytes.Join(s.lines, nil)) {
		t.Fatalf("%d lines, want %d that begin with the published ones", len(lines), 3*n)
	}
	type release struct {
		OCID, ID, Date string
		Contracts      []struct{ ID string }
		Parties        []struct{ ID, Name string }
	}
	shapes := map[int][2]int{} // of each pass: processes and contracts
	seen, organisations := map[string]int{}, map[string]bool{}
	for pass := range 3 {
		processes, contracts, latest := map[string]bool{}, map[string]bool{}, map[string]string{}
		for i := range n {
			var r release
			if err := json.Unmarshal(lines[pass*n+i], &r); err != nil {
				t.Fatalf("%s: %v", lines[pass*n+i], err)
			}
			if of, known := seen[r.OCID]; known && of != pass {
				t.Fatalf("%s is in two passes", r.OCID)
			}
			seen[r.OCID], processes[r.OCID] = pass, true
			for _, c := range r.Contracts {
				contracts[r.OCID+" "+c.ID] = true
			}
			if pass > 0 && (r.Date < latest[r.OCID]) != (dateOf(t, lines[i]) < latest["as published "+r.OCID]) {
				t.Fatalf("%s: the order of days differs from the published one", r.ID)
			}
			latest[r.OCID], latest["as published "+r.OCID] = r.Date, dateOf(t, lines[i])
			for _, p := range r.Parties {
				if p.ID == "" || p.Name == "" {
					t.Fatalf("%s: a party is %+v", r.ID, p)
				}
				organisations[p.ID] = true
			}
		}
		shapes[pass] = [2]int{len(processes), len(contracts)}
	}
	if shapes[0] != shapes[1] || shapes[1] != shapes[2] {
		t.Errorf("processes and contracts of each pass: %v", shapes)
	}
	if len(organisations) < 3000 {
		t.Errorf("%d organisations, want others in each pass", len(organisations))
	}
	var again bytes.Buffer
	if err := s.write(&again, 3*n); err != nil || !bytes.Equal(again.Bytes(), b.Bytes()) {
		t.Errorf("a second run wrote something else: %v", err)
	}
}

func dateOf(t *testing.T, line []byte) string {
	var r struct{ Date string }
	if err := json.Unmarshal(line, &r); err != nil {
		t.Fatal(err)
	}
	return r.Date
}
