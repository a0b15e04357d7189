package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Leaf is one public statement of the log. It stays for ever, so it holds no name, no identifier and no free text:
// Process, Body and Speaker are commitments. The fields stand in the order of RFC 8785.
type Leaf struct {
	At      string `json:"at"`                // RFC 3339 in UTC ("Z"), to the second or finer, at most nine digits
	Body    string `json:"body,omitempty"`    // Commit of the body, or empty
	Ground  string `json:"ground,omitempty"`  // of a "redact" leaf: the code of the ground on which a body was removed
	Kind    string `json:"kind"`              // one lower-case word: "release", "day", "redact" or a later one
	Process string `json:"process,omitempty"` // Commit of the process's identifier, or empty
	Seq     int64  `json:"seq"`               // place in the log, from 0
	Speaker string `json:"speaker,omitempty"` // Commit of who says it and who filed it, or empty
	Target  *int64 `json:"target,omitempty"`  // of a "redact" leaf: the leaf whose body was removed
}

// maxKind is the most letters a kind or a ground may have; it keeps every leaf far below the 65,535 bytes of a C2SP entry.
const maxKind = 32

// Bytes is the canonical JSON (RFC 8785) of the leaf: what is stored, hashed and served.
// ParseLeaf refuses the bytes of a leaf that is not Valid.
func (l Leaf) Bytes() []byte {
	// Bad UTF-8, which Valid refuses, is the only thing that could fail here.
	data, err := json.Marshal(l, jsontext.AllowInvalidUTF8(true))
	if err != nil {
		panic("ledger: a leaf of strings and an integer has JSON: " + err.Error())
	}
	return data
}

// ParseLeaf reads exactly what Bytes writes for a valid leaf; any other spelling of the same members is an error.
func ParseLeaf(data []byte) (Leaf, error) {
	var l Leaf
	if err := json.Unmarshal(data, &l); err != nil {
		return Leaf{}, fmt.Errorf("leaf: %w", err)
	}
	if err := l.Valid(); err != nil {
		return Leaf{}, err
	}
	if !bytes.Equal(l.Bytes(), data) {
		return Leaf{}, errors.New("leaf: not in canonical form")
	}
	return l, nil
}

// Valid returns an error that names the first field which breaks its form.
func (l Leaf) Valid() error {
	if _, err := instant(l.At); err != nil {
		return err
	}
	if l.Kind == "" || len(l.Kind) > maxKind || strings.Trim(l.Kind, "abcdefghijklmnopqrstuvwxyz") != "" {
		return fmt.Errorf("leaf: kind %q is not one lower-case word of at most %d letters", l.Kind, maxKind)
	}
	if l.Seq < 0 || l.Seq > MaxSize {
		return fmt.Errorf("leaf: seq %d is not from 0 to %d", l.Seq, int64(MaxSize))
	}
	if len(l.Ground) > maxKind || strings.Trim(l.Ground, "abcdefghijklmnopqrstuvwxyz-") != "" {
		return fmt.Errorf("leaf: ground %q is not a code of at most %d lower-case letters", l.Ground, maxKind)
	}
	if l.Target != nil && (*l.Target < 0 || *l.Target >= l.Seq) {
		return fmt.Errorf("leaf: target %d is no earlier leaf", *l.Target)
	}
	for _, commit := range []string{l.Process, l.Body, l.Speaker} {
		if commit != "" && !isCommit(commit) {
			return fmt.Errorf("leaf: %q is not a SHA-256 in lower-case hexadecimal", commit)
		}
	}
	return nil
}

// instant reads a leaf's time; it accepts one spelling per instant and number of digits.
func instant(at string) (time.Time, error) {
	const seconds = "2006-01-02T15:04:05"
	layout := seconds + "Z"
	if digits := len(at) - len(seconds+".Z"); digits > 0 && digits <= 9 {
		layout = seconds + "." + strings.Repeat("0", digits) + "Z"
	}
	t, err := time.Parse(layout, at)
	if err != nil || t.Format(layout) != at {
		return time.Time{}, fmt.Errorf("leaf: at %q is not an RFC 3339 instant in UTC", at)
	}
	return t, nil
}

// Stamp is the time for the next leaf: now, or the last leaf's time where the clock has stepped back behind it, since
// the times of a log never decrease. An empty last means the log is empty.
func Stamp(now time.Time, last string) (string, error) {
	at := now.UTC().Format(time.RFC3339Nano)
	if last == "" {
		return at, nil
	}
	before, err := instant(last)
	if err != nil {
		return "", err
	}
	if now.Before(before) {
		return last, nil
	}
	return at, nil
}

// SaltSize is the length of every salt, in bytes. It is fixed because the commitment joins salt and data: were salts
// of two lengths, one commitment could be opened to two bodies.
const SaltSize = 32

// NewSalt reads a salt from a source of random bytes (crypto/rand.Reader outside tests).
func NewSalt(random io.Reader) ([]byte, error) {
	salt := make([]byte, SaltSize)
	if _, err := io.ReadFull(random, salt); err != nil {
		return nil, fmt.Errorf("ledger: no salt: %w", err)
	}
	return salt, nil
}

// Commit is the lower-case hexadecimal SHA-256 of salt and data joined. With the salt destroyed it tells nothing, even
// to somebody who can guess the data.
func Commit(salt, data []byte) string {
	h := sha256.New()
	h.Write(salt)
	h.Write(data)
	return hex.EncodeToString(h.Sum(nil))
}

// Opens tells whether salt and data are what the commitment was made of. A salt of another length opens nothing.
func Opens(commit string, salt, data []byte) bool {
	return len(salt) == SaltSize && Commit(salt, data) == commit
}

func isCommit(text string) bool {
	return len(text) == hex.EncodedLen(sha256.Size) && strings.Trim(text, "0123456789abcdef") == ""
}
