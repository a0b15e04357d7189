package ocds

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// seedBodies are the releases of the seed as filed, by process, in the order
// of their files.
func seedBodies(t *testing.T) map[string][][]byte {
	t.Helper()
	names, _ := filepath.Glob("../../seed/*.json")
	bodies := map[string][][]byte{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for item, err := range Read(bytes.NewReader(text)) {
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			ocid := String(parse(t, item.Body).(Object), "ocid")
			bodies[ocid] = append(bodies[ocid], item.Body)
		}
	}
	if len(bodies) == 0 {
		t.Fatal("the seed has no releases")
	}
	return bodies
}

func seedReleases(t *testing.T) map[string][]Object {
	list := map[string][]Object{}
	for ocid, bodies := range seedBodies(t) {
		for _, b := range bodies {
			list[ocid] = append(list[ocid], parse(t, b).(Object))
		}
	}
	return list
}

// sameMerge merges by default and by a schema, and compares what becomes of
// every prefix.
func sameMerge(t rapid.TB, byDefault, bySchema *Strategies, releases []Object) {
	a, b := NewMerger(byDefault), NewMerger(bySchema)
	for i, r := range SortReleases(releases) {
		a.Add(r)
		b.Add(r)
		if d := cmp.Diff(a.Compiled(), b.Compiled()); d != "" {
			t.Errorf("%s: compiled after release %d: (-default +schema)\n%s", String(r, "ocid"), i+1, d)
		}
		if d := cmp.Diff(a.Versioned(), b.Versioned()); d != "" {
			t.Errorf("%s: versioned after release %d: (-default +schema)\n%s", String(r, "ocid"), i+1, d)
		}
	}
}

func strategiesOf(t *testing.T, base []byte) *Strategies {
	s, err := ParseStrategies(Write(patched(t, base)))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The seed merges alike with and without the extension's schema.
func TestSeedMergesWithTheCoreSchema(t *testing.T) {
	s := strategiesOf(t, sharedFile(t, "ocds-schema", "1__1__5", "release-schema.json"))
	for _, releases := range seedReleases(t) {
		sameMerge(t, Strategies11, s, releases)
	}
}

func TestSeedMergesWithoutTheCoreSchema(t *testing.T) {
	base, err := ParseStrategies([]byte(coreStub))
	if err != nil {
		t.Fatal(err)
	}
	for _, releases := range seedReleases(t) {
		sameMerge(t, base, strategiesOf(t, []byte(coreStub)), releases)
	}
}

// So do any releases that the schema allows.
func TestReleasesOfTheSchemaMergeAlike(t *testing.T) {
	schema, s := patched(t, []byte(coreStub)), strategiesOf(t, []byte(coreStub))
	rapid.Check(t, func(t *rapid.T) {
		releases := drawReleases(t, schema)
		for _, r := range releases {
			if problems := Check(r); len(problems) > 0 {
				t.Errorf("%s: %v", Write(r), problems)
			}
		}
		sameMerge(t, Strategies11, s, releases)
	})
}

func drawReleases(t *rapid.T, schema Object) []Object {
	releases := make([]Object, rapid.IntRange(1, 4).Draw(t, "releases"))
	for i := range releases {
		releases[i] = drawn(t, schema, schema).(Object)
		releases[i]["ocid"] = "daylight-x"
		releases[i]["id"] = fmt.Sprint(i)
		releases[i]["date"] = fmt.Sprintf("2026-06-%02dT00:00:00Z", i+1)
		releases[i]["tag"] = []any{"tenderUpdate"}
	}
	return releases
}

// drawn is any value that a schema allows.
func drawn(t *rapid.T, root, schema Object) any {
	if ref := path.Base(String(schema, "$ref")); ref == "LooseDate" {
		return rapid.SampledFrom([]string{"2026", "2026-06~", "2026-06-24"}).Draw(t, ref)
	} else if ref == "Duration" {
		return rapid.SampledFrom([]string{"P12M", "P1Y6M", "P8W"}).Draw(t, ref)
	} else if ref == "Value" {
		return Object{"amount": Number(rapid.SampledFrom([]string{"1", "2.50", "1e6"}).Draw(t, ref)), "currency": "GBP"}
	} else if schema["$ref"] != nil {
		return drawn(t, root, Child(Child(root, "definitions"), ref))
	}
	types := Strings(schema, "type")
	if slices.Contains(types, "null") && rapid.IntRange(0, 9).Draw(t, "null") == 0 {
		return nil
	}
	if codes := Strings(schema, "enum"); codes != nil {
		return rapid.SampledFrom(codes).Draw(t, "code")
	}
	switch {
	case schema["properties"] != nil:
		return drawnObject(t, root, schema)
	case slices.Contains(types, "array"):
		return drawnList(t, root, schema)
	case slices.Contains(types, "integer"):
		return Number(rapid.SampledFrom([]string{"0", "1", "5"}).Draw(t, "number"))
	}
	return rapid.SampledFrom([]string{"x", "y", "zoë\n"}).Draw(t, "text")
}

func drawnObject(t *rapid.T, root, schema Object) Object {
	o := Object{}
	for _, name := range sortedKeys(Child(schema, "properties")) {
		if name == "id" || slices.Contains(Strings(schema, "required"), name) || rapid.IntRange(0, 2).Draw(t, name) == 0 {
			o[name] = drawn(t, root, Child(Child(schema, "properties"), name))
		}
	}
	for name, needs := range Child(schema, "dependencies") {
		for _, other := range Strings(Object{"": needs}, "") {
			if o[name] != nil && o[other] == nil {
				delete(o, name)
			}
		}
	}
	return o
}

func drawnList(t *rapid.T, root, schema Object) []any {
	items := Child(schema, "items")
	list := []any{}
	if items == nil {
		return list
	}
	seen := map[string]bool{}
	for range rapid.IntRange(1, 2).Draw(t, "items") {
		item := drawn(t, root, items)
		if o, ok := item.(Object); ok {
			if seen[String(o, "id")] {
				continue
			}
			seen[String(o, "id")] = true
		}
		list = append(list, item)
	}
	return list
}
