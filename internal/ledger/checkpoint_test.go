package ledger

import (
	"crypto/rand"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
)

const origin = "daylight.example/log"

// newKey makes a key for one test.
func newKey(t testing.TB, name string) (note.Signer, note.Verifier) {
	t.Helper()
	skey, vkey, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	return signer, verifier
}

// sign signs the checkpoint of the given leaves.
func sign(t testing.TB, signer note.Signer, leaves [][]byte) []byte {
	t.Helper()
	signed, err := Sign(Checkpoint{signer.Name(), int64(len(leaves)), treeHash(leaves)}, signer)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func TestCheckpointText(t *testing.T) {
	signer, verifier := newKey(t, origin)
	signed := sign(t, signer, nil)
	const text = origin + "\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— " + origin + " "
	if !strings.HasPrefix(string(signed), text) {
		t.Errorf("an empty log signs:\n%s", signed)
	}
	got, err := Open(signed, verifier)
	if want := (Checkpoint{origin, 0, emptyRoot}); err != nil || got != want {
		t.Errorf("Open = %+v, %v, want %+v", got, err, want)
	}
}

func TestParseCheckpointRefuses(t *testing.T) {
	const good = origin + "\n12\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
	if _, err := ParseCheckpoint([]byte(good)); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ old, new, want string }{
		{origin, "", "origin"},
		{origin, "a b", "origin"},
		{origin, "a+b", "origin"},
		{origin, "a\x01b", "origin"},
		{origin, "a\xffb", "origin"},
		{"12", "012", "size"},
		{"12", "+12", "size"},
		{"12", "-1", "size"},
		{"12", "", "size"},
		{"12", "9007199254740992", "size"},
		{"FU=", "FV=", "root"}, // the same 32 bytes to a lenient decoder
		{"FU=", "FU", "root"},
		{"+/", "-_", "root"},
		{"47DE", "47DE47DE", "root"},
		{"FU=\n", "FU=", "lines"},
		{"FU=\n", "FU=\nextension\n", "lines"},
		{"FU=\n", "FU=\n\n", "lines"},
	}
	for _, test := range tests {
		text := strings.Replace(good, test.old, test.new, 1)
		if _, err := ParseCheckpoint([]byte(text)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("ParseCheckpoint(%q): %v, want an error about the %s", text, err, test.want)
		}
	}
}

func TestSignatures(t *testing.T) {
	signer, verifier := newKey(t, origin)
	witness, witnessVerifier := newKey(t, "witness.example")
	impostor, _ := newKey(t, origin)
	text := string(Checkpoint{origin, 0, emptyRoot}.Bytes())
	tests := []struct {
		name     string
		signers  []note.Signer
		verifier note.Verifier
		ok       bool
	}{
		{"the log's own", []note.Signer{signer}, verifier, true},
		{"with a witness's", []note.Signer{signer, witness}, verifier, true},
		{"a witness's alone", []note.Signer{witness}, verifier, false},
		{"a witness's, taken for the log's", []note.Signer{witness}, witnessVerifier, false},
		{"another key's of the same name", []note.Signer{impostor}, verifier, false},
	}
	for _, test := range tests {
		signed, err := note.Sign(&note.Note{Text: text}, test.signers...)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Open(signed, test.verifier); (err == nil) != test.ok {
			t.Errorf("%s signature: %v", test.name, err)
		}
	}
}

func TestSignRefuses(t *testing.T) {
	signer, _ := newKey(t, origin)
	for _, c := range []Checkpoint{{Origin: "other.example"}, {Origin: origin, Size: -1}, {Origin: origin, Size: MaxSize + 1}} {
		if _, err := Sign(c, signer); err == nil {
			t.Errorf("Sign accepts %+v", c)
		}
	}
}

// However the bytes of a signed checkpoint are changed, it opens as what was signed or not at all.
func FuzzOpen(f *testing.F) {
	signer, verifier := newKey(f, origin)
	signed := sign(f, signer, leavesFor(3))
	want, _ := Open(signed, verifier)
	f.Add(signed)
	f.Add([]byte(strings.Replace(string(signed), "\n3\n", "\n4\n", 1)))
	f.Add([]byte(strings.Replace(string(signed), "\n\n", "\nmore\n\n", 1)))
	f.Fuzz(func(t *testing.T, data []byte) {
		if got, err := Open(data, verifier); err == nil && got != want {
			t.Errorf("Open(%q) = %+v", data, got)
		}
		if c, err := ParseCheckpoint(data); err == nil && string(c.Bytes()) != string(data) {
			t.Errorf("ParseCheckpoint accepts %q as %+v", data, c)
		}
	})
}
