package ocds

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// release n is of 2024-01-0n with id n, tag tn and the given members.
func releases(t testing.TB, bodies ...string) []Object {
	list := []Object{}
	for i, body := range bodies {
		n := i + 1
		head := fmt.Sprintf(`{"ocid":"p","id":"%d","date":"2024-01-%02d","tag":["t%d"]`, n, n, n)
		list = append(list, parse(t, []byte(head+","+strings.TrimPrefix(body, "{"))).(Object))
	}
	return list
}

const testSchema = `{"properties": {
	"id": {"omitWhenMerged": true}, "date": {"omitWhenMerged": true},
	"secret": {"type": "object", "omitWhenMerged": true},
	"roles": {"type": "array", "wholeListMerge": true},
	"noIDs": {"type": "array", "items": {"type": "object", "properties": {"name": {}}}},
	"parties": {"type": "array", "items": {"$ref": "#/definitions/Party"}}
 }, "definitions": {"Party": {"type": "object", "properties": {
	"id": {"type": "string", "versionId": true},
	"note": {"omitWhenMerged": true},
	"parent": {"$ref": "#/definitions/Party"}}}}}`

var compileCases = []struct {
	name     string
	releases []string
	want     string // besides id, date, ocid and tag
}{
	{"a later value replaces", []string{`{"a":1}`, `{"a":2}`}, `{"a":2}`},
	{"silence keeps", []string{`{"a":1}`, `{"b":2}`}, `{"a":1,"b":2}`},
	{"null removes", []string{`{"a":1,"b":{"c":1}}`, `{"a":null,"b":{"c":null}}`}, `{"b":{}}`},
	{"null does not remove an object", []string{`{"b":{"c":1}}`, `{"b":null}`}, `{"b":{"c":1}}`},
	{"empty objects and lists say nothing", []string{`{"a":{},"b":[],"c":[{}]}`}, `{}`},
	{"objects merge member by member", []string{`{"a":{"b":1,"c":1}}`, `{"a":{"c":2}}`}, `{"a":{"b":1,"c":2}}`},
	{"plain lists are replaced", []string{`{"a":["x","y"]}`, `{"a":["z"]}`}, `{"a":["z"]}`},
	{"objects in lists merge by id", []string{`{"a":[{"id":"1","x":1},{"id":"2"}]}`, `{"a":[{"id":"3"},{"id":"1","y":2}]}`},
		`{"a":[{"id":"1","x":1,"y":2},{"id":"2"},{"id":"3"}]}`},
	{"1 and \"1\" are two ids", []string{`{"a":[{"id":1,"x":1}]}`, `{"a":[{"id":"1","y":2}]}`}, `{"a":[{"id":1,"x":1},{"id":"1","y":2}]}`},
	{"objects without ids pile up", []string{`{"a":[{"x":1}]}`, `{"a":[{"x":1}]}`}, `{"a":[{"x":1},{"x":1}]}`},
	{"an id twice in one release is one object", []string{`{"a":[{"id":"1","x":1},{"id":"1","x":2}]}`}, `{"a":[{"id":"1","x":2}]}`},
	{"omitWhenMerged is omitted", []string{`{"secret":{"a":1},"parties":[{"id":"1","note":"n"}]}`}, `{"parties":[{"id":"1"}]}`},
	{"wholeListMerge replaces, nulls and all", []string{`{"roles":[{"id":"1"}]}`, `{"roles":[{"id":"2","x":null}]}`}, `{"roles":[{"id":"2","x":null}]}`},
	{"wholeListMerge can empty a list", []string{`{"roles":[{"id":"1"}]}`, `{"roles":[]}`}, `{"roles":[]}`},
	{"items without ids by schema are replaced", []string{`{"noIDs":[{"name":"x"}]}`, `{"noIDs":[{"name":"y"}]}`}, `{"noIDs":[{"name":"y"}]}`},
	{"recursive definitions hold at any depth", []string{`{"parties":[{"id":"1","parent":{"parent":{"note":"n","x":1}}}]}`},
		`{"parties":[{"id":"1","parent":{"parent":{"x":1}}}]}`},
	{"an object stands over a plain value", []string{`{"a":"x"}`, `{"a":{"b":1}}`, `{"a":"y"}`}, `{"a":{"b":1}}`},
	{"an array stands over an object before it", []string{`{"a":{"b":1}}`, `{"a":[{"id":"1"}]}`}, `{"a":[{"id":"1"}]}`},
	{"numbers keep their digits", []string{`{"a":1.10}`, `{"b":12345678901234567890.10}`}, `{"a":1.10,"b":12345678901234567890.10}`},
}

func TestCompile(t *testing.T) {
	s, err := ParseStrategies([]byte(testSchema))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range compileCases {
		t.Run(c.name, func(t *testing.T) {
			got := Compile(s, releases(t, c.releases...))
			date := fmt.Sprintf("2024-01-%02d", len(c.releases))
			want := Object{"ocid": "p", "date": date, "id": "p-" + date, "tag": []any{"compiled"}}
			for k, v := range parse(t, []byte(c.want)).(Object) {
				want[k] = v
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

// Where strategies let a release set the id and the date of its record, it does.
func TestCompiledHead(t *testing.T) {
	for release, want := range map[string]string{
		`{"ocid":"a","id":"1","date":"2024"}`:     `{"date":"2024","id":"1","ocid":"a","tag":["compiled"]}`,
		`{"ocid":"a","id":null,"date":"2024"}`:    `{"date":"2024","id":"a-2024","ocid":"a","tag":["compiled"]}`,
		`{"ocid":null,"tag":["award"],"date":{}}`: `{"date":{},"id":"-","tag":["compiled"]}`,
	} {
		if got := string(Write(Compile(nil, []Object{parse(t, []byte(release)).(Object)}))); got != want {
			t.Errorf("%s: got %s, want %s", release, got, want)
		}
	}
}

func TestVersioned(t *testing.T) {
	cases := []struct {
		name     string
		releases []string
		want     string // of member a: release:value, …
	}{
		{"each new value, with its release", []string{`{"a":1}`, `{"a":2}`}, "1:1 2:2"},
		{"an unchanged value is one version", []string{`{"a":1}`, `{"a":1.0}`, `{"a":2}`}, "1:1 3:2"},
		{"back to an earlier value is a version", []string{`{"a":1}`, `{"a":2}`, `{"a":1}`}, "1:1 2:2 3:1"},
		{"a removal is a version", []string{`{"a":1}`, `{"a":null}`}, "1:1 2:null"},
		{"lists are versioned whole", []string{`{"a":["x"]}`, `{"a":["x","y"]}`}, `1:["x"] 2:["x","y"]`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := []string{}
			for _, v := range Children(Version(Strategies11, releases(t, c.releases...)), "a") {
				if String(v, "releaseDate") != "2024-01-0"+String(v, "releaseID") || Strings(v, "releaseTag")[0] != "t"+String(v, "releaseID") {
					t.Errorf("date or tag of another release: %s", Write(v))
				}
				got = append(got, String(v, "releaseID")+":"+string(Write(v["value"])))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("got %v, want %s", got, c.want)
			}
		})
	}
}

func TestVersionedKeepsIdsOfItems(t *testing.T) {
	v := Version(Strategies11, releases(t, `{"tender":{"id":"T"},"awards":[{"id":"A","suppliers":[{"id":"S"}]}]}`))
	award := Children(v, "awards")[0]
	if String(award, "id") != "A" || String(Children(award, "suppliers")[0], "id") != "S" {
		t.Errorf("ids of objects in arrays are not versioned: %s", Write(award))
	}
	if String(Children(Child(v, "tender"), "id")[0], "value") != "T" {
		t.Errorf("the id of a lone object is versioned: %s", Write(Child(v, "tender")))
	}
}

// Each state is what a merge of the releases so far gives, and stays so.
func TestStates(t *testing.T) {
	for _, c := range compileCases {
		list := releases(t, c.releases...)
		m, states, before := NewMerger(Strategies11), []Object{}, string(Write(toAny(list)))
		for _, r := range list {
			m.Add(r)
			states = append(states, m.Compiled())
		}
		for i, state := range states {
			if d := cmp.Diff(Compile(Strategies11, list[:i+1]), state); d != "" {
				t.Errorf("%s: state %d: %s", c.name, i+1, d)
			}
		}
		if after := string(Write(toAny(list))); after != before {
			t.Errorf("%s: merging changed the releases", c.name)
		}
	}
}

func toAny(list []Object) []any {
	out := []any{}
	for _, o := range list {
		out = append(out, o)
	}
	return out
}

func TestParseStrategiesRefuses(t *testing.T) {
	for name, schema := range map[string]string{
		"not JSON":          `{`,
		"not a schema":      `{}`,
		"missing":           `{"properties":{"a":{"$ref":"#/definitions/A"}}}`,
		"elsewhere":         `{"properties":{"a":{"$ref":"https://example.com/a.json"}}}`,
		"circular":          `{"properties":{"a":{"$ref":"#/properties/a"}}}`,
		"circular in items": `{"properties":{"a":{"type":"array","items":{"$ref":"#/properties/a/items"}}}}`,
	} {
		if _, err := ParseStrategies([]byte(schema)); err == nil {
			t.Errorf("%s: read", name)
		}
	}
}

// Any list of objects merges, and the states agree with the whole.
func FuzzMerge(f *testing.F) {
	for _, c := range compileCases {
		f.Add([]byte("[" + strings.Join(c.releases, ",") + "]"))
	}
	s, err := ParseStrategies([]byte(testSchema))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := Parse(text)
		list, isList := v.([]any)
		if n := new(builder).of(v); err != nil || !isList || !n.allObjects() {
			return
		}
		stepwise, whole := NewMerger(s), NewMerger(s)
		for _, r := range list {
			stepwise.Add(r.(Object))
			stepwise.Compiled()
			whole.Add(r.(Object))
		}
		if a, b := Write(stepwise.Compiled()), Write(whole.Compiled()); string(a) != string(b) {
			t.Errorf("%s\nstepwise %s\nwhole    %s", text, a, b)
		}
		if len(list) == 0 {
			return
		}
		if a, b := whole.headed().append(nil), Write(whole.Compiled()); string(a) != string(b) {
			t.Errorf("%s\nwritten  %s\ncompiled %s", text, a, b)
		}
		versioned := whole.versioned()
		if a, b := versioned.append(nil), Write(whole.Versioned()); string(a) != string(b) {
			t.Errorf("%s\nwritten   %s\nversioned %s", text, a, b)
		}
	})
}

// What is dropped begins anew; all else stays where it was.
func TestDrop(t *testing.T) {
	release := func(text string) Object {
		o, err := ParseObject([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	m := NewMerger(Strategies11)
	m.Drop("decisions", "1")
	ids := ""
	for i := range 20 {
		ids += fmt.Sprintf(`,{"id":"%d"}`, i+2)
	}
	m.Add(release(`{"ocid":"a","date":"2024-01-01T00:00:00Z","decisions":[{"id":"1","title":"Said","conditions":[{"id":"k"}]}` + ids + `]}`))
	m.Compiled()
	m.Drop("decisions", "1")
	m.Drop("decisions", "none")
	m.Add(release(`{"ocid":"a","date":"2024-01-02T00:00:00Z","decisions":[{"id":"1","title":"So"},{"id":"21","title":"Last"}]}`))
	list := Children(m.Compiled(), "decisions")
	if len(list) != 21 || string(Write(list[20])) != `{"id":"1","title":"So"}` || string(Write(list[19])) != `{"id":"21","title":"Last"}` {
		t.Errorf("%s", Write(m.Compiled()["decisions"]))
	}
}
