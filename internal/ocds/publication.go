package ocds

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"daylight/internal/procurement"
)

// The bounds of what is kept of a publication. No publisher of the standard's
// registry declares half as many extensions.
const (
	maxAddress    = 2000
	maxExtensions = 100
)

// Publication is on what terms a release was published: those its package or
// record attributes to it, else those of the package. What is no address of the
// web is left out.
func (i *Item) Publication() procurement.Publication {
	if i.attributed != nil {
		return i.attributed.Publication
	}
	return publication(i.Package.License, i.Package.PublicationPolicy, i.Package.Extensions)
}

func publication(licence, policy string, extensions []string) procurement.Publication {
	extensions = slices.DeleteFunc(slices.Clone(extensions), func(x string) bool { return !isWebAddress(x) })
	p := procurement.Publication{Extensions: strings.Join(extensions[:min(len(extensions), maxExtensions)], "\n")}
	if isWebAddress(licence) {
		p.Licence = licence
	}
	if isWebAddress(policy) {
		p.Policy = policy
	}
	return p
}

// licenceName is a licence as an attribution names it: its address, or, where
// whoever imported the release gave that, its name; "" where it is neither.
func licenceName(text string) string {
	if len(text) > maxAddress || !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
		return ""
	}
	return text
}

// isWebAddress reports whether a text is an address of the web, whole and
// without white space.
func isWebAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil && len(text) <= maxAddress &&
		!strings.ContainsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
}

// declare puts the publications of a package's releases into its head. The
// package names a licence where it is the one of all of them; else attributions
// name that of each, and the package none. It declares every extension that a
// release was published with, beside ours.
func declare(head Object, publications []procurement.Publication) {
	licence := Licence
	for i, p := range publications {
		if i == 0 {
			licence = p.Licence
		} else if p.Licence != licence {
			licence = ""
		}
	}
	if isWebAddress(licence) {
		head["license"] = licence
	}
	extensions := head["extensions"].([]any)
	for _, p := range publications {
		for _, x := range p.Declared() {
			if !slices.Contains(extensions, any(x)) {
				extensions = append(extensions, x)
			}
		}
	}
	head["extensions"] = extensions
}
