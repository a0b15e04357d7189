package seed

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"daylight/internal/ocds"
	"daylight/internal/procurement"
)

// sourced are the lists and objects whose every item says where it comes from.
var sourced = []string{
	"awards", "contracts", "amendments", "decisions", "findings", "conditions", "challenges", "statements", "values", "products", "options",
	"tender", "planning", "suppliersConsidered",
}

// release is one release of a case, with its case's file.
type release struct {
	file string
	body ocds.Object
}

func (r release) String() string { return r.file + " " + ocds.String(r.body, "id") }

type pack struct {
	Publisher  struct{ Name string }
	Version    string
	Extensions []string
	Releases   []json.RawMessage
}

func packages(t *testing.T) map[string]pack {
	t.Helper()
	names, err := fs.Glob(FS, "*.json")
	if err != nil || len(names) == 0 {
		t.Fatal("no cases", err)
	}
	packages := map[string]pack{}
	for _, name := range names {
		text, err := FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var p pack
		if err := json.Unmarshal(text, &p); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		packages[name] = p
	}
	return packages
}

func releases(t *testing.T) (list []release) {
	t.Helper()
	for name, p := range packages(t) {
		for _, body := range p.Releases {
			o, err := ocds.ParseObject(body)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			list = append(list, release{name, o})
		}
	}
	return list
}

// walk calls f with every object of a release, the name it stands under and
// whether it is part of a dispute.
func walk(name string, v any, disputed bool, f func(name string, o ocds.Object, disputed bool)) {
	switch v := v.(type) {
	case ocds.Object:
		f(name, v, disputed)
		for k, x := range v {
			walk(k, x, disputed || k == "disputes", f)
		}
	case []any:
		for _, x := range v {
			walk(name, x, disputed, f)
		}
	}
}

func TestPackages(t *testing.T) {
	for name, p := range packages(t) {
		if p.Version != "1.1" || p.Publisher.Name != "Daylight" || len(p.Releases) == 0 {
			t.Errorf("%s: version %q, publisher %q, %d releases", name, p.Version, p.Publisher.Name, len(p.Releases))
		}
		if !slices.ContainsFunc(p.Extensions, func(e string) bool { return strings.Contains(e, "oversight") }) {
			t.Errorf("%s does not declare the oversight extension", name)
		}
	}
}

// What we file ourselves passes our own checks, and no id is used twice.
func TestEveryReleaseCanBeFiled(t *testing.T) {
	seen := map[string]string{}
	for _, r := range releases(t) {
		for _, p := range ocds.Check(r.body) {
			t.Errorf("%s: %v", r, p)
		}
		id := ocds.String(r.body, "id")
		if seen[id] != "" {
			t.Errorf("%s: the id is also one of %s", r, seen[id])
		}
		seen[id] = r.file
		if len(ocds.Strings(r.body, "tag")) == 0 {
			t.Errorf("%s has no tag", r)
		}
	}
}

// Every fact names its sources, each of which its process describes, with a
// tier; weak ones stand in disputes only.
func TestEveryFactHasASource(t *testing.T) {
	all := releases(t)
	tiers := map[string]map[string]string{} // process, source: tier
	for _, r := range all {
		ocid := ocds.String(r.body, "ocid")
		if tiers[ocid] == nil {
			tiers[ocid] = map[string]string{}
		}
		for _, s := range ocds.Children(r.body, "sources") {
			id, tier := ocds.String(s, "id"), ocds.String(s, "tier")
			if !slices.Contains(procurement.Tiers, tier) {
				t.Errorf("%s: source %s is of tier %q", r, id, tier)
			}
			if before, ok := tiers[ocid][id]; ok && before != tier {
				t.Errorf("%s: source %s is of tier %s and %s", r, id, before, tier)
			}
			if ocds.String(s, "title") == "" || ocds.String(s, "publisher") == "" || ocds.String(s, "dateAccessed") == "" {
				t.Errorf("%s: source %s lacks a title, a publisher or the day it was read", r, id)
			}
			tiers[ocid][id] = tier
		}
	}
	facts := 0
	for _, r := range all {
		known := tiers[ocds.String(r.body, "ocid")]
		walk("", r.body, false, func(name string, o ocds.Object, disputed bool) {
			if name == "" || name == "sources" {
				return
			}
			cited := ocds.Strings(o, "sources")
			if name == "contracts" && len(cited) == 0 {
				// An update by amendments rests on theirs: naming them again on the
				// contract would replace the sources of what it said before.
				for _, a := range ocds.Children(o, "amendments") {
					cited = append(cited, ocds.Strings(a, "sources")...)
				}
			}
			if slices.Contains(sourced, name) {
				facts++
				if len(cited) == 0 {
					t.Errorf("%s: %s %s has no source", r, name, ocds.String(o, "id"))
				}
			}
			for _, id := range cited {
				switch tier, ok := known[id]; {
				case !ok:
					t.Errorf("%s: %s %s cites %q, which its process does not describe", r, name, ocds.String(o, "id"), id)
				case tier == "weak" && !disputed:
					t.Errorf("%s: %s %s rests on a weak source, %s, outside a dispute", r, name, ocds.String(o, "id"), id)
				}
			}
		})
	}
	if facts < 300 {
		t.Errorf("only %d facts were looked at", facts)
	}
}

// Ids of what we add are unique in their process and mean one thing, so that
// later releases merge into them.
func TestIdsMeanOneThing(t *testing.T) {
	lists := []string{"decisions", "findings", "conditions", "challenges", "statements", "disputes", "products"}
	means := map[[2]string]string{}
	home := map[string]string{} // of a decision: global
	for _, r := range releases(t) {
		ocid := ocds.String(r.body, "ocid")
		walk("", r.body, false, func(name string, o ocds.Object, _ bool) {
			if !slices.Contains(lists, name) {
				return
			}
			key := [2]string{ocid, ocds.String(o, "id")}
			if before := means[key]; before != "" && before != name {
				t.Errorf("%s: %s is the id of one of %s and of %s", r, key[1], before, name)
			}
			means[key] = name
			if name == "decisions" {
				if other := home[key[1]]; other != "" && other != ocid {
					t.Errorf("decision %s is at home in %s and %s", key[1], other, ocid)
				}
				home[key[1]] = ocid
			}
		})
	}
}

// A reader sees when each case was last checked and what its last source was.
func TestEveryCaseSaysWhenItWasChecked(t *testing.T) {
	type story struct {
		title          string
		sources, dated int
	}
	cases := map[string]*story{}
	for _, r := range releases(t) {
		c := ocds.Child(r.body, "case")
		id := ocds.String(c, "id")
		if id == "" || ocds.String(c, "title") == "" || ocds.String(c, "summary") == "" {
			t.Errorf("%s belongs to no case with a title and a summary", r)
			continue
		}
		if day, err := procurement.ParseDate(ocds.String(c, "dateChecked")); err != nil || !day.Exact() {
			t.Errorf("%s: the case was last checked on %q", r, ocds.String(c, "dateChecked"))
		}
		s := cases[id]
		if s == nil {
			s = &story{title: ocds.String(c, "title")}
			cases[id] = s
		}
		if s.title != ocds.String(c, "title") {
			t.Errorf("%s: case %s has another title elsewhere", r, id)
		}
		for _, x := range ocds.Children(r.body, "sources") {
			s.sources++
			if ocds.String(x, "datePublished") != "" {
				s.dated++
			}
		}
	}
	for id, s := range cases {
		if s.sources == 0 {
			t.Errorf("case %s has no source", id)
		}
		if s.dated == 0 {
			t.Logf("case %s: no source is dated", id)
		}
	}
}

// Words of the workshop stay there, and nothing is called pending: the sources
// end months ago.
func TestTextsAreClean(t *testing.T) {
	for name := range packages(t) {
		text, err := FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, wrong := range []string{"sort_key", "TODO", "dossier", "still pending"} {
			if bytes.Contains(text, []byte(wrong)) {
				t.Errorf("%s contains %q", name, wrong)
			}
		}
	}
}

// All cases of the research are told.
func TestEveryCaseOfTheResearchIsTold(t *testing.T) {
	shared := cmp.Or(os.Getenv("DAYLIGHT_SHARED"), filepath.Join("..", "..", "shared"))
	text, err := os.ReadFile(filepath.Join(shared, "seed-research", "dossier.json"))
	if err != nil {
		t.Skipf("SKIPPED: needs the shared data, set DAYLIGHT_SHARED: %v", err)
	}
	var research []struct{ ID string }
	if err := json.Unmarshal(text, &research); err != nil {
		t.Fatal(err)
	}
	told := map[string]bool{}
	for _, r := range releases(t) {
		told[ocds.String(ocds.Child(r.body, "case"), "id")] = true
	}
	for _, c := range research {
		if !told[c.ID] {
			t.Errorf("case %s is not in the seed", c.ID)
		}
	}
	if len(research) != 28 {
		t.Errorf("the research has %d cases", len(research))
	}
}
