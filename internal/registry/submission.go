package registry

import (
	"encoding/hex"
	"fmt"

	"daylight/internal/ocds"
	"daylight/internal/procurement"
	"daylight/internal/store"
)

// Submission is one release as received, and who says it.
type Submission struct {
	Body      []byte
	Publisher string
	Terms     procurement.Publication // on which it was published; those of the filing where it states none
}

// Rejected is why a release was not filed. Nothing of its filing was.
type Rejected struct {
	Index    int // of the submission, from 0
	OCID, ID string
	Problems []ocds.Problem
}

func (e *Rejected) Error() string {
	text := fmt.Sprintf("release %q of %q cannot be filed", e.ID, e.OCID)
	for _, p := range e.Problems {
		text += "; " + p.String()
	}
	return text
}

// Reason is the code of the first problem.
func (e *Rejected) Reason() ocds.Reason { return e.Problems[0].Code }

// checked is a submission that may be filed.
type checked struct {
	Submission
	said           *ocds.Release
	ocid, id, date string
	tag            []string
	identity       string
	packed         store.Packed
}

// CheckSubmission reports why a submission cannot be filed, as *Rejected, or
// nil.
func CheckSubmission(s Submission) error {
	_, err := check(0, s)
	return err
}

func check(i int, s Submission) (checked, error) {
	said, err := readable(i, s)
	if err != nil {
		return checked{}, err
	}
	id, err := said.Identity()
	if err != nil {
		return checked{}, &Rejected{Index: i, OCID: said.String("ocid"), ID: said.String("id"),
			Problems: []ocds.Problem{{Code: ocds.BadJSON, Rule: "a release has an RFC 8785 form: " + err.Error()}}}
	}
	return checked{
		Submission: s, said: said, identity: hex.EncodeToString(id[:]), packed: store.Pack(s.Body),
		ocid: said.String("ocid"), id: said.String("id"), date: said.String("date"), tag: said.Strings("tag"),
	}, nil
}

// readable reads a submission that has nothing wrong with it; else it returns
// *Rejected.
func readable(i int, s Submission) (*ocds.Release, error) {
	if len(s.Body) > ocds.MaxRelease {
		return nil, &Rejected{Problems: []ocds.Problem{{Code: ocds.TooLarge, Rule: fmt.Sprintf("a release has at most %d bytes, this one has %d", ocds.MaxRelease, len(s.Body))}}}
	}
	said, err := ocds.ReadRelease(s.Body)
	if err != nil {
		return nil, &Rejected{Index: i, Problems: []ocds.Problem{{Code: ocds.ReasonOf(err), Rule: "a release is one JSON object: " + err.Error()}}}
	}
	return said, fileable(i, said)
}

// fileable reports what keeps a release that was read from being filed, as
// *Rejected, or nil.
func fileable(i int, said *ocds.Release) error {
	if problems := said.Check(); len(problems) > 0 {
		return &Rejected{Index: i, OCID: said.String("ocid"), ID: said.String("id"), Problems: problems}
	}
	return nil
}
