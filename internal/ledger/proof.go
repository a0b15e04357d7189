package ledger

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// InclusionProof lists the hashes that lead from leaf index to the root of a log of size leaves, the leaf's sibling first
// (RFC 6962, section 2.1.1).
func InclusionProof(index, size int64, r HashReader) ([]Hash, error) {
	if index < 0 || index >= size || size > MaxSize {
		return nil, fmt.Errorf("ledger: no leaf %d among %d", index, size)
	}
	return tlog.ProveRecord(size, index, r)
}

// CheckInclusion returns nil only if the proof shows that the leaf stands at index in the log with that size and root.
func CheckInclusion(proof []Hash, index, size int64, root Hash, leaf []byte) error {
	if index < 0 || index >= size || size > MaxSize {
		return fmt.Errorf("ledger: no leaf %d among %d", index, size)
	}
	return tlog.CheckRecord(proof, size, root, index, tlog.RecordHash(leaf))
}

// ConsistencyProof lists the hashes that show that the log of size leaves begins with its own first old leaves
// (RFC 6962, section 2.1.2). Nothing needs proving when old is 0.
func ConsistencyProof(old, size int64, r HashReader) ([]Hash, error) {
	if old < 0 || old > size || size > MaxSize {
		return nil, fmt.Errorf("ledger: a log of %d leaves has no beginning of %d", size, old)
	}
	if old == 0 {
		return nil, nil
	}
	return tlog.ProveTree(size, old, r)
}

// CheckConsistency returns nil only if the proof shows that new continues old: same origin, nothing changed or lost.
func CheckConsistency(proof []Hash, old, new Checkpoint) error {
	switch {
	case old.Origin != new.Origin:
		return fmt.Errorf("ledger: %q and %q are two logs", old.Origin, new.Origin)
	case old.Size < 0 || old.Size > new.Size || new.Size > MaxSize:
		return fmt.Errorf("ledger: a log of %d leaves has no beginning of %d", new.Size, old.Size)
	case old.Size > 0:
		return tlog.CheckTree(proof, new.Size, new.Root, old.Size, old.Root)
	case len(proof) > 0 || old.Root != emptyRoot || new.Size == 0 && new.Root != emptyRoot:
		return errors.New("ledger: an empty log has one root and needs no proof")
	}
	return nil
}

// Proof shows that a leaf is in the log to somebody who has only the leaf and the verifier key (C2SP tlog-proof@v1).
type Proof struct {
	Extra      []byte // anything; no signature covers it
	Index      int64  // the leaf's sequence number
	Hashes     []Hash // see InclusionProof, for the size in the checkpoint
	Checkpoint []byte // the signed note, as served
}

const proofHeader = "c2sp.org/tlog-proof@v1"

// Bytes is the text of the proof, for a file whose name ends in ".tlog-proof".
func (p Proof) Bytes() []byte {
	var b bytes.Buffer
	b.WriteString(proofHeader + "\n")
	if len(p.Extra) > 0 {
		fmt.Fprintf(&b, "extra %s\n", base64.StdEncoding.EncodeToString(p.Extra))
	}
	fmt.Fprintf(&b, "index %d\n", p.Index)
	for _, h := range p.Hashes {
		fmt.Fprintf(&b, "%s\n", h)
	}
	b.WriteString("\n")
	b.Write(p.Checkpoint)
	return b.Bytes()
}

// ParseProof reads exactly what Bytes writes. It checks form only; see Verify.
func ParseProof(text []byte) (Proof, error) {
	head, checkpoint, _ := strings.Cut(string(text), "\n\n")
	lines := strings.Split(head, "\n")
	if lines[0] != proofHeader || checkpoint == "" {
		return Proof{}, errors.New("proof: not in the format " + proofHeader)
	}
	p, lines := Proof{Checkpoint: []byte(checkpoint)}, lines[1:]
	var err error
	if extra, ok := strings.CutPrefix(first(lines), "extra "); ok {
		if p.Extra, err = decodeBase64(extra); err != nil || len(p.Extra) == 0 {
			return Proof{}, errors.New("proof: extra data is not in canonical base64")
		}
		lines = lines[1:]
	}
	index, ok := strings.CutPrefix(first(lines), "index ")
	if p.Index, err = parseCount(index); err != nil || !ok {
		return Proof{}, errors.New("proof: no index line")
	}
	for _, line := range lines[1:] {
		h, err := parseHash(line)
		if err != nil {
			return Proof{}, fmt.Errorf("proof: %w", err)
		}
		p.Hashes = append(p.Hashes, h)
	}
	return p, nil
}

func first(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return lines[0]
}

// Verify returns the checkpoint under which the leaf is proved to stand at Index, and an error if any part does not fit.
func (p Proof) Verify(leaf []byte, verifier note.Verifier) (Checkpoint, error) {
	c, err := Open(p.Checkpoint, verifier)
	if err != nil {
		return Checkpoint{}, err
	}
	if err := CheckInclusion(p.Hashes, p.Index, c.Size, c.Root, leaf); err != nil {
		return Checkpoint{}, fmt.Errorf("proof: leaf %d: %w", p.Index, err)
	}
	return c, nil
}
