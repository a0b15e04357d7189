package procurement

import "strings"

// Publication is on what terms, and in what words, releases were published, as
// their package says; "" where it does not.
type Publication struct {
	Licence    string // its address; or its name, where whoever imported it gave that
	Policy     string // address of the publisher's policy
	Extensions string // addresses of the extensions of OCDS that it declares, a line each
}

// Or is the publication, with what another says where this one says nothing.
func (p Publication) Or(other Publication) Publication {
	if p.Licence == "" {
		p.Licence = other.Licence
	}
	if p.Policy == "" {
		p.Policy = other.Policy
	}
	if p.Extensions == "" {
		p.Extensions = other.Extensions
	}
	return p
}

// Declared are the extensions as a list.
func (p Publication) Declared() []string { return strings.FieldsFunc(p.Extensions, newline) }

func newline(r rune) bool { return r == '\n' }
