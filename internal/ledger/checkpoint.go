package ledger

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"
)

// Checkpoint is the state of the log at one size (C2SP tlog-checkpoint). Signing two that no consistency proof joins is
// a fork, which is the one thing that the log must never do: see CheckConsistency.
type Checkpoint struct {
	Origin string // the log's name, a URL without scheme such as "daylight.example/log"; the name of its key too
	Size   int64  // number of leaves
	Root   Hash   // Merkle tree hash of those leaves
}

// Bytes is the text that is signed: origin, size and root, one to a line.
func (c Checkpoint) Bytes() []byte {
	return fmt.Appendf(nil, "%s\n%d\n%s\n", c.Origin, c.Size, c.Root)
}

// ParseCheckpoint reads exactly what Bytes writes. The format's optional extension lines are refused: this log signs none.
func ParseCheckpoint(text []byte) (Checkpoint, error) {
	lines := strings.Split(string(text), "\n")
	if len(lines) != 4 || lines[3] != "" {
		return Checkpoint{}, errors.New("checkpoint: not three lines")
	}
	if err := validOrigin(lines[0]); err != nil {
		return Checkpoint{}, err
	}
	size, err := parseCount(lines[1])
	if err != nil {
		return Checkpoint{}, fmt.Errorf("checkpoint: size: %w", err)
	}
	root, err := parseHash(lines[2])
	if err != nil {
		return Checkpoint{}, fmt.Errorf("checkpoint: root: %w", err)
	}
	return Checkpoint{Origin: lines[0], Size: size, Root: root}, nil
}

// Sign returns the checkpoint as a signed note. The signer's name must be the checkpoint's origin.
func Sign(c Checkpoint, signer note.Signer) ([]byte, error) {
	if signer.Name() != c.Origin {
		return nil, fmt.Errorf("checkpoint: the key is named %q, the origin %q", signer.Name(), c.Origin)
	}
	if _, err := ParseCheckpoint(c.Bytes()); err != nil {
		return nil, err
	}
	return note.Sign(&note.Note{Text: string(c.Bytes())}, signer)
}

// Open checks the verifier's signature on a signed note and reads the checkpoint, whose origin must be the verifier's
// name. Signatures by other keys, such as those of witnesses, are neither needed nor checked.
func Open(signed []byte, verifier note.Verifier) (Checkpoint, error) {
	n, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("checkpoint: %w", err)
	}
	// The note package decodes leniently, so that one signature has several spellings.
	if _, err := decodeBase64(n.Sigs[0].Base64); err != nil {
		return Checkpoint{}, errors.New("checkpoint: the signature is not in canonical base64")
	}
	c, err := ParseCheckpoint([]byte(n.Text))
	if err != nil {
		return Checkpoint{}, err
	}
	if c.Origin != verifier.Name() {
		return Checkpoint{}, fmt.Errorf("checkpoint: signed by %q for the origin %q", verifier.Name(), c.Origin)
	}
	return c, nil
}

// validOrigin holds a log to what C2SP recommends: no spaces and no plus, so that the origin can name a key.
func validOrigin(origin string) error {
	unfit := func(r rune) bool { return r == '+' || unicode.IsSpace(r) || unicode.IsControl(r) }
	if origin == "" || !utf8.ValidString(origin) || strings.ContainsFunc(origin, unfit) {
		return fmt.Errorf("checkpoint: %q cannot be an origin: it is empty or holds a space, a plus or a control character", origin)
	}
	return nil
}
