package ocds

import (
	"os"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// alike compares what Alone makes of a release with what a Merger does, and
// reports whether it could be told without one.
func alike(t rapid.TB, release Object, s *Strategies) bool {
	t.Helper()
	read, err := ReadRelease(Write(release))
	if err != nil {
		t.Fatal(err)
	}
	m := NewMerger(s)
	m.AddRelease(read)
	got, alone := read.Alone(s)
	if want := m.Compiled(); alone && !reflect.DeepEqual(got, want) {
		t.Errorf("%s\ngot  %s\nwant %s", Write(release), Write(got), Write(want))
	}
	return alone
}

func TestALoneReleaseIsTheRecordThatMergingMakes(t *testing.T) {
	cases := []struct {
		name, release string
		alone         bool
	}{
		{"its head is that of a record", `{"ocid":"a","id":"1","date":"2024-01-01","tag":["award"]}`, true},
		{"no ocid, no date", `{"tender":{"title":"x"}}`, true},
		{"a null is left out, and holds its object", `{"ocid":"a","x":null,"tender":{"title":null}}`, true},
		{"what holds nothing is left out", `{"ocid":"a","tender":{},"awards":[],"contracts":[{}],"x":[[]]}`, true},
		{"an id holds an object", `{"ocid":"a","awards":[{"id":"1"},{"id":null},{"id":1},{"title":"x"},{"title":"x"}]}`, true},
		{"lists of texts and of both", `{"ocid":"a","x":["b",null],"y":[{"id":"1"},"c",{"id":"1"}]}`, true},
		{"lists that are replaced whole", `{"ocid":"a","parties":[{"id":"1","additionalIdentifiers":[{"id":"2"},{"id":"2"}],"roles":null}]}`, true},
		{"two objects that are one", `{"ocid":"a","awards":[{"id":"1","title":"x"},{"id":"1","status":"active"}]}`, false},
		{"and deeper", `{"ocid":"a","awards":[{"id":"1","items":[{"id":1},{"id":1.0}]}]}`, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			release, err := ParseObject([]byte(c.release))
			if err != nil {
				t.Fatal(err)
			}
			if alone := alike(t, release, Strategies11); alone != c.alone {
				t.Errorf("told without merging: %t", alone)
			}
			alike(t, release, nil)
		})
	}
}

func TestAnyLoneReleaseIsTheRecordThatMergingMakes(t *testing.T) {
	schema := patched(t, []byte(coreStub))
	rapid.Check(t, func(t *rapid.T) {
		for _, release := range drawReleases(t, schema) {
			alike(t, release, Strategies11)
		}
	})
}

func TestPublishedReleasesAlone(t *testing.T) {
	all, alone := 0, 0
	for _, name := range sharedGlob(t, "*", "*.compiled.jsonl") {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		for item, err := range Read(f) {
			if err != nil {
				continue // told by the tests of reading
			}
			release, err := ParseObject(item.Body)
			if err != nil {
				t.Fatal(err)
			}
			if all++; alike(t, release, Strategies11) {
				alone++
			}
		}
		f.Close()
	}
	if alone == 0 || alone < all*9/10 {
		t.Errorf("%d of %d told without merging", alone, all)
	}
}
