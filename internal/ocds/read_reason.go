package ocds

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// A Reason is one word of a closed list that says why something could not be
// read or filed; the error's sentence says more.
type Reason string

// What is wrong with a text.
const (
	BadJSON      Reason = "bad-json"
	DuplicateKey Reason = "duplicate-key"
	BadUTF8      Reason = "bad-utf8"
	UTF16        Reason = "utf-16"
	NULInKey     Reason = "nul-in-key"
	TooDeep      Reason = "too-deep"
	TooLarge     Reason = "too-large"
	Truncated    Reason = "truncated"
)

// What is wrong with what it says.
const (
	NotAnObject      Reason = "not-an-object"
	NotAList         Reason = "not-a-list"
	NoRelease        Reason = "no-release"
	LinkedRelease    Reason = "linked-release"
	VersionedRelease Reason = "versioned-release"
	NoOCID           Reason = "no-ocid"
	BadOCID          Reason = "bad-ocid"
	BadDate          Reason = "bad-date"
	BadAmount        Reason = "bad-amount"
	BadNumber        Reason = "bad-number"
	ControlCharacter Reason = "control-character"
	ExtensionType    Reason = "extension-type"
	ExtensionCode    Reason = "extension-codelist"
	ExtensionForm    Reason = "extension-format"
	ExtensionMissing Reason = "extension-required"
	ExtensionID      Reason = "extension-id"
)

// What is wrong with a file.
const (
	Unreadable     Reason = "unreadable"
	BadArchive     Reason = "bad-archive"
	NestedArchive  Reason = "nested-archive"
	OtherArchive   Reason = "unsupported-archive"
	TooManyEntries Reason = "too-many-entries"
	Bomb           Reason = "compression-ratio"
)

// What is wrong with where something is to be fetched from.
const (
	BadLink   Reason = "bad-link"
	OtherHost Reason = "other-host"
)

// A Refusal is an error that has a reason.
type Refusal struct {
	Code Reason
	Text string // a sentence
}

func (r *Refusal) Error() string { return r.Text }

// Reason is the refusal's code.
func (r *Refusal) Reason() Reason { return r.Code }

// Refuse makes a Refusal.
func Refuse(code Reason, format string, args ...any) error {
	return &Refusal{code, fmt.Sprintf(format, args...)}
}

// ReasonOf is the reason of any error of reading and filing: that of the first
// error in its tree that has one, or what is known of errors from elsewhere.
func ReasonOf(err error) Reason {
	type reasoned interface {
		error
		Reason() Reason
	}
	if r, ok := errors.AsType[reasoned](err); ok {
		return r.Reason()
	}
	_, syntactic := errors.AsType[*jsontext.SyntacticError](err)
	switch {
	case errors.Is(err, errNoOCID):
		return NoOCID
	case errors.Is(err, jsontext.ErrDuplicateName):
		return DuplicateKey
	case errors.Is(err, errUTF8):
		return BadUTF8
	case errors.Is(err, errDepth):
		return TooDeep
	case errors.Is(err, io.ErrUnexpectedEOF):
		return Truncated
	case syntactic:
		return BadJSON
	}
	return Unreadable
}

// The decoder's own errors, which it does not export.
var (
	errUTF8  = decoderError("\"\xff\"")
	errDepth = decoderError(strings.Repeat("[", 10001))
)

func decoderError(text string) error {
	_, err := jsontext.NewDecoder(strings.NewReader(text)).ReadValue()
	if s, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		return s.Err
	}
	return err
}
