package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"pgregory.net/rapid"
)

var (
	hashA = Commit(make([]byte, SaltSize), []byte("a"))
	hashB = Commit(make([]byte, SaltSize), []byte("b"))
)

func TestLeafText(t *testing.T) {
	tests := []struct {
		leaf Leaf
		text string
	}{
		{
			Leaf{Kind: "release", Seq: 7, At: "2026-07-01T09:30:00Z", Process: hashA, Body: hashB},
			`{"at":"2026-07-01T09:30:00Z","body":"` + hashB + `","kind":"release","process":"` + hashA + `","seq":7}`,
		},
		{
			Leaf{Kind: "day", Seq: 0, At: "2026-07-01T00:00:00.120Z", Body: hashA},
			`{"at":"2026-07-01T00:00:00.120Z","body":"` + hashA + `","kind":"day","seq":0}`,
		},
		{
			Leaf{Kind: "redact", Seq: MaxSize, At: "2026-07-01T00:00:00.000000001Z", Ground: "court-order", Target: new(int64)},
			`{"at":"2026-07-01T00:00:00.000000001Z","ground":"court-order","kind":"redact","seq":9007199254740991,"target":0}`,
		},
	}
	for _, test := range tests {
		if got := string(test.leaf.Bytes()); got != test.text {
			t.Errorf("Bytes:\n got %s\nwant %s", got, test.text)
		}
		if got, err := ParseLeaf([]byte(test.text)); err != nil || !reflect.DeepEqual(got, test.leaf) {
			t.Errorf("ParseLeaf(%s) = %+v, %v", test.text, got, err)
		}
	}
}

// Each text is a good leaf with one thing changed, and the error says which.
func TestParseLeafRefuses(t *testing.T) {
	const good = `{"at":"2026-07-01T09:30:00Z","kind":"release","seq":7}`
	tests := []struct{ old, new, want string }{
		{`"at":"2026-07-01T09:30:00Z","kind":"release"`, `"kind":"release","at":"2026-07-01T09:30:00Z"`, "canonical"},
		{`,"kind"`, `, "kind"`, "canonical"},
		{`}`, "}\n", "canonical"},
		{`"release"`, `"rele\u0061se"`, "canonical"},
		{`"kind":`, `"body":"","kind":`, "canonical"},
		{`7}`, `7,"title":"x"}`, "canonical"},
		{`7}`, `7}{}`, "leaf"},
		{`7}`, `7,"seq":7}`, "duplicate"},
		{`7}`, `7.0}`, "leaf"},
		{`7}`, `7e0}`, "leaf"},
		{`7}`, `-1}`, "seq"},
		{`7}`, `9007199254740992}`, "seq"},
		{`"release"`, `"Release"`, "kind"},
		{`"release"`, `"re lease"`, "kind"},
		{`"release"`, `""`, "kind"},
		{`"release"`, `"` + strings.Repeat("k", maxKind+1) + `"`, "kind"},
		{`:00Z`, `:00+00:00`, "RFC 3339"},
		{`:00Z`, `:00z`, "RFC 3339"},
		{`:00Z`, `:00,5Z`, "RFC 3339"},
		{`:00Z`, `:00.Z`, "RFC 3339"},
		{`:00Z`, `:00.1234567890Z`, "RFC 3339"},
		{`T09`, `T9`, "RFC 3339"},
		{`07-01`, `02-30`, "RFC 3339"},
		{`"kind":`, `"body":"` + strings.ToUpper(hashA) + `","kind":`, "SHA-256"},
		{`"seq"`, `"process":"abc","seq"`, "SHA-256"},
		{`"kind"`, `"ground":"Court Order","kind"`, "ground"},
		{`7}`, `7,"target":7}`, "target"},
		{`7}`, `7,"target":-1}`, "target"},
		{good, `null`, "RFC 3339"},
		{good, ``, "leaf"},
	}
	for _, test := range tests {
		text := strings.Replace(good, test.old, test.new, 1)
		if _, err := ParseLeaf([]byte(text)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("ParseLeaf(%s): %v, want an error about %s", text, err, test.want)
		}
	}
}

func TestLeafIsCanonicalJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		leaf := leafAt(t, rapid.Int64Range(0, MaxSize).Draw(t, "seq"))
		canonical := jsontext.Value(bytes.Clone(leaf.Bytes()))
		if err := canonical.Canonicalize(); err != nil || !bytes.Equal(canonical, leaf.Bytes()) {
			t.Fatalf("%s is %s in RFC 8785 form (%v)", leaf.Bytes(), canonical, err)
		}
		if got, err := ParseLeaf(leaf.Bytes()); err != nil || !reflect.DeepEqual(got, leaf) {
			t.Fatalf("ParseLeaf(%s) = %+v, %v", leaf.Bytes(), got, err)
		}
	})
}

func TestBytesOfAnInvalidLeafAreNoLeaf(t *testing.T) {
	smuggled := `release","process":"` + hashA
	for _, leaf := range []Leaf{{}, {Kind: smuggled, At: "2026-07-01T00:00:00Z"}, {Kind: "\xff", At: "2026-07-01T00:00:00Z"}} {
		if _, err := ParseLeaf(leaf.Bytes()); err == nil {
			t.Errorf("ParseLeaf accepts %s", leaf.Bytes())
		}
	}
}

func TestStampNeverGoesBack(t *testing.T) {
	now := time.Date(2026, 7, 1, 10, 0, 0, 500_000_000, time.FixedZone("BST", 3600))
	tests := []struct{ last, want string }{
		{"", "2026-07-01T09:00:00.5Z"},
		{"2026-07-01T09:00:00Z", "2026-07-01T09:00:00.5Z"},
		{"2026-07-01T09:00:00.500Z", "2026-07-01T09:00:00.5Z"},
		{"2026-07-01T09:00:00.51Z", "2026-07-01T09:00:00.51Z"},
	}
	for _, test := range tests {
		if got, err := Stamp(now, test.last); err != nil || got != test.want {
			t.Errorf("Stamp after %q = %q, %v, want %q", test.last, got, err, test.want)
		}
	}
	if _, err := Stamp(now, "yesterday"); err == nil {
		t.Error("Stamp follows a time it cannot read")
	}
}

func TestCommitment(t *testing.T) {
	salt, err := NewSalt(strings.NewReader(strings.Repeat("s", SaltSize)))
	if err != nil {
		t.Fatal(err)
	}
	// printf 'ssssssssssssssssssssssssssssssssbody' | sha256sum
	const want = "bf2a7f086943c18d5e8becd45d61b9584cdd5c7b61cd155fd827771d5cdda13c"
	if got := Commit(salt, []byte("body")); got != want {
		t.Errorf("Commit = %s, want %s", got, want)
	}
	for _, test := range []struct {
		salt, data string
		want       bool
	}{
		{string(salt), "body", true},
		{string(salt), "Body", false},
		{strings.Repeat("S", SaltSize), "body", false},
		{string(salt[1:]), "sbody", false},
		{string(salt) + "b", "ody", false},
		{"", string(salt) + "body", false},
	} {
		if got := Opens(want, []byte(test.salt), []byte(test.data)); got != test.want {
			t.Errorf("Opens with salt %q and data %q = %v", test.salt, test.data, got)
		}
	}
	if _, err := NewSalt(iotest.ErrReader(io.ErrClosedPipe)); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("NewSalt without random bytes: %v", err)
	}
}

func FuzzParseLeaf(f *testing.F) {
	for _, leaf := range leavesFor(3) {
		f.Add(leaf)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		leaf, err := ParseLeaf(data)
		if err == nil && (!bytes.Equal(leaf.Bytes(), data) || leaf.Valid() != nil || len(data) > 1<<10) {
			t.Errorf("ParseLeaf accepts %q as %+v", data, leaf)
		}
	})
}

// leafAt draws a valid leaf.
func leafAt(t *rapid.T, seq int64) Leaf {
	commit := rapid.StringMatching(`([0-9a-f]{64})?`)
	at := time.Unix(rapid.Int64Range(0, 1<<33).Draw(t, "at"), rapid.Int64Range(0, 999_999_999).Draw(t, "nanoseconds"))
	return Leaf{
		Kind:    rapid.StringMatching(`[a-z]{1,32}`).Draw(t, "kind"),
		Seq:     seq,
		At:      at.UTC().Format(time.RFC3339Nano),
		Process: commit.Draw(t, "process"), Speaker: commit.Draw(t, "speaker"),
		Body: commit.Draw(t, "body"),
	}
}

// leavesFor makes the leaves of a small log: a release, a day, a release, a day…
func leavesFor(size int64) (leaves [][]byte) {
	start := time.Date(2026, 7, 1, 9, 0, 0, 0, time.UTC)
	for seq := range size {
		leaf := Leaf{Kind: "release", Seq: seq, At: start.Add(time.Duration(seq) * time.Second).Format(time.RFC3339Nano),
			Process: hashA, Body: Commit(make([]byte, SaltSize), fmt.Append(nil, seq))}
		if seq%2 == 1 {
			leaf.Kind, leaf.Process = "day", ""
		}
		leaves = append(leaves, leaf.Bytes())
	}
	return leaves
}
