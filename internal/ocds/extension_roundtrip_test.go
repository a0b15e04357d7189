package ocds

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Round trip without loss means that a release goes out in the bytes it came
// in: nothing writes it anew. A package of exported bodies reads as the same
// releases, to the byte, so as the same record and the same Process. What a
// Process itself holds of the extension, TestEveryMemberIsRead says.

// exported is a release package of bodies as they were received.
func exported(bodies [][]byte) []byte {
	head := Write(PackageHead("https://daylight.example", "urn:test", "2026-11-23T00:00:00Z", nil))
	out := append(bytes.TrimSuffix(head, []byte("}")), `,"releases":[`...)
	return append(append(out, bytes.Join(bodies, []byte(","))...), "]}"...)
}

func roundTrip(t rapid.TB, bodies [][]byte) {
	var before, after, rewritten []Object
	i := 0
	for item, err := range Read(bytes.NewReader(exported(bodies))) {
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(item.Body, bodies[i]) {
			t.Errorf("came as %s\nwent as %s", bodies[i], item.Body)
		}
		was, _ := Identity(bodies[i])
		release, _ := ParseObject(item.Body)
		if again, err := Identity(Write(release)); err != nil || again != was {
			t.Errorf("another identity when parsed and written: %s", Write(release))
		}
		original, _ := ParseObject(bodies[i])
		copied, _ := ParseObject(Write(release))
		before, after, rewritten = append(before, original), append(after, release), append(rewritten, copied)
		i++
	}
	if i != len(bodies) {
		t.Errorf("%d releases of %d", i, len(bodies))
	}
	record := Compile(Strategies11, before)
	want := ReadProcess(record, "p")
	stored, _ := ParseObject(Write(record))
	for name, o := range map[string]Object{
		"exported": Compile(Strategies11, after), "written anew": Compile(Strategies11, rewritten), "the stored record": stored,
	} {
		if d := cmp.Diff(want, ReadProcess(o, "p")); d != "" {
			t.Errorf("%s: another process: %s", name, d)
		}
	}
}

func TestSeedRoundTrip(t *testing.T) {
	for ocid, bodies := range seedBodies(t) {
		t.Run(ocid, func(t *testing.T) { roundTrip(t, bodies) })
	}
}

func TestRoundTrip(t *testing.T) {
	schema := patched(t, []byte(coreStub))
	rapid.Check(t, func(t *rapid.T) {
		var bodies [][]byte
		for _, r := range drawReleases(t, schema) {
			body := Write(r)
			if rapid.Bool().Draw(t, "spaced") {
				body = bytes.ReplaceAll(body, []byte(`,"`), []byte(",\n  \""))
			}
			bodies = append(bodies, body)
		}
		roundTrip(t, bodies)
	})
}
