package exchange

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"daylight/internal/store"
)

const (
	ogl           = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
	etalb         = "https://www.etalab.gouv.fr/licence"
	lotsExtension = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/v1.1.5/extension.json"
)

// onTerms is a package that says on what terms it was published.
func onTerms(publisher, terms string, releases ...string) string {
	return fmt.Sprintf(`{"uri":"urn:p","version":"1.1","publishedDate":"2024-01-01T00:00:00Z","publisher":{"name":%q},%s"releases":[%s]}`,
		publisher, terms, strings.Join(releases, ","))
}

// What was published on terms of its own keeps them in every package of ours, and
// comes in again with them. No package says a licence that is not that of all.
func TestExportsKeepTheTerms(t *testing.T) {
	later := func(month string) string { return strings.Replace(good, "2024-01-01", "2024-"+month+"-01", 1) }
	mixed := []string{
		onTerms("Police", `"license":"`+ogl+`","publicationPolicy":"https://example.org/policy","extensions":["`+lotsExtension+`","not an address"],`, good, other),
		onTerms("Police", `"license":"`+etalb+`",`, later("02")),
		onTerms("Police", `"license":"see our site",`, later("03")),
	}
	first := openDesk(t)
	for i, text := range mixed {
		first.load(write(t, fmt.Sprint(i, ".json"), text))
	}
	want := termsOf(first)
	if text := strings.Join(want, "\n"); strings.Count(text, ogl+" https://example.org/policy "+lotsExtension) != 2 || strings.Count(text, etalb) != 1 {
		t.Fatal(text)
	}
	for _, format := range []string{Releases, Records} {
		text := exported(first, format)
		head := headOf(t, text)
		if head.License != "" || !slices.Contains(head.Extensions, lotsExtension) || len(head.Extensions) != 2 {
			t.Errorf("%s: %+v", format, head)
		}
		second := openDesk(t)
		second.load(write(t, "export.json", text))
		if got := termsOf(second); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", format, got, want)
		}
		second.verify()
	}

	alone := openDesk(t)
	alone.load(write(t, "a.json", mixed[0]))
	for _, format := range []string{Releases, Records} {
		if head := headOf(t, exported(alone, format)); head.License != ogl {
			t.Errorf("%s: all under one licence, and the package says %q", format, head.License)
		}
	}
}

// Terms that come after the releases of a short package are still theirs, and
// what whoever imports it says holds where a package says nothing.
func TestTermsAreTakenFromThePackage(t *testing.T) {
	d := openDesk(t)
	late := strings.TrimSuffix(onTerms("Police", "", good), "}") + `,"license":"` + ogl + `"}`
	im := Importer{Registry: d.registry, Who: clerk, Origin: store.Origin{Source: "x", Licence: "as told"}}
	for name, text := range map[string]string{"late.json": late, "none.jsonl": other} {
		if _, err := im.Run(t.Context(), write(t, name, text)); err != nil {
			t.Fatal(err)
		}
	}
	if got := termsOf(d); len(got) != 2 || strings.Count(strings.Join(got, "\n"), ogl) != 1 || strings.Count(strings.Join(got, "\n"), "as told") != 1 {
		t.Error(got)
	}
	d.verify()
}

// An attribution that ends before the releases do says nothing of the rest; and
// a licence that is no name is none.
func TestTermsOfSomeAreNotThoseOfAll(t *testing.T) {
	for said, want := range map[string]string{ogl: ogl, "Open Government Licence": "Open Government Licence", `a\u0007b`: "", strings.Repeat("x", 3000): ""} {
		d := openDesk(t)
		d.load(write(t, "a.json", onTerms("Police", `"license":"`+etalb+`","attribution":[{"publisher":"Paper","releases":1,"license":"`+said+`"}],`, good, other)))
		licences := map[string]int{}
		for _, line := range termsOf(d) {
			_, licence, _ := strings.Cut(line, " ")
			licences[strings.TrimSpace(licence)]++
		}
		if len(licences) != 2 || licences[want] != 1 || licences[etalb] != 1 {
			t.Errorf("%.40q: %v", said, licences)
		}
		d.verify()
	}
}

// termsOf are the terms of every release.
func termsOf(d *desk) (list []string) {
	d.Helper()
	d.read(func(v store.View) error {
		of, err := v.AllPublications(d.Context())
		if err != nil {
			return err
		}
		for h, err := range v.FiledHeads(d.Context(), store.ReleaseFilter{}) {
			if err != nil {
				return err
			}
			p := of[h.Batch]
			list = append(list, strings.Join([]string{h.Identity, p.Licence, p.Policy, p.Extensions}, " "))
		}
		return nil
	})
	slices.Sort(list)
	return list
}

func headOf(t *testing.T, text string) (head struct {
	License    string
	Extensions []string
}) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &head); err != nil {
		t.Fatal(err)
	}
	return head
}
