package ocds

import (
	"encoding/csv"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"

	"daylight/internal/procurement"
)

// coreStub stands for the core schema where the real one is not at hand: the
// definitions that the extension refers to, with the members it speaks of.
const coreStub = `{"properties": {
	"id": {"type": "string", "omitWhenMerged": true}, "date": {"type": "string", "omitWhenMerged": true},
	"tag": {"type": "array", "omitWhenMerged": true},
	"tender": {"$ref": "#/definitions/Tender"},
	"awards": {"type": "array", "items": {"$ref": "#/definitions/Award"}},
	"contracts": {"type": "array", "items": {"$ref": "#/definitions/Contract"}}
 }, "definitions": {
	"Planning": {"type": "object", "properties": {"documents": {"type": "array"}}},
	"Tender": {"type": "object", "properties": {"documents": {"type": "array"}}},
	"Award": {"type": "object", "properties": {"id": {"type": "string"}, "date": {"type": "string"}, "documents": {"type": "array"}}},
	"Contract": {"type": "object", "properties": {"id": {"type": "string"}, "dateSigned": {"type": "string"},
		"documents": {"type": "array"}, "amendments": {"type": "array"}}},
	"Amendment": {"type": "object", "properties": {"id": {"type": "string"}, "date": {"type": "string"}}},
	"Period": {"type": "object", "properties": {"startDate": {"type": "string"}, "endDate": {"type": "string"}, "maxExtentDate": {"type": "string"}}},
	"Document": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "title": {"type": "string"}, "datePublished": {"type": "string"}}},
	"Value": {"type": "object", "properties": {"amount": {"type": "number"}, "currency": {"type": "string"}}},
	"OrganizationReference": {"type": "object", "properties": {"id": {"type": "string"}, "name": {"type": "string"}}}}}`

// patched is a schema with the extension's patch applied (RFC 7396).
func patched(t testing.TB, base []byte) Object {
	t.Helper()
	return mergePatch(parse(t, base), extensionSchema()).(Object)
}

func mergePatch(target, patch any) any {
	p, ok := patch.(Object)
	if !ok {
		return patch
	}
	out, _ := clone(target).(Object)
	if out == nil {
		out = Object{}
	}
	for name, v := range p {
		if v == nil {
			delete(out, name)
		} else {
			out[name] = mergePatch(out[name], v)
		}
	}
	return out
}

// nodes are all schemas in a schema, by their place.
func nodes(schema Object, at string, yield func(at string, node Object)) {
	yield(at, schema)
	for _, group := range []string{"properties", "definitions"} {
		for _, name := range sortedKeys(Child(schema, group)) {
			nodes(Child(Child(schema, group), name), at+"/"+group+"/"+name, yield)
		}
	}
	if items := Child(schema, "items"); items != nil {
		nodes(items, at+"/items", yield)
	}
}

// The folder is what the OCDS extension template asks for: a manifest that
// names its schema and codelists, and a readme.
func TestExtensionFiles(t *testing.T) {
	text, _ := ExtensionFile("extension.json")
	manifest := parse(t, text).(Object)
	listed := slices.Concat(Strings(manifest, "schemas"), Strings(manifest, "codelists"), []string{"extension.json", "README.md"})
	var present []string
	fs.WalkDir(extensionFiles, ".", func(p string, d fs.DirEntry, err error) error {
		if !d.IsDir() {
			present = append(present, path.Base(p))
		}
		return err
	})
	slices.Sort(listed)
	slices.Sort(present)
	if !slices.Equal(listed, present) {
		t.Errorf("listed  %v\npresent %v", listed, present)
	}
	for _, name := range []string{"codelists/decisionType.csv", "decisionType.csv"} {
		if _, ok := ExtensionFile(name); !ok {
			t.Errorf("no %s", name)
		}
	}
	for _, name := range []string{"", "codelists", "../extension.go", "nothing.csv"} {
		if _, ok := ExtensionFile(name); ok {
			t.Errorf("a file called %q", name)
		}
	}
	if Child(manifest, "name") == nil || Child(manifest, "description") == nil || !slices.Contains(Strings(manifest, "compatibility"), "1.1") {
		t.Errorf("manifest: %s", text)
	}
}

// codesOf are the codes of a published codelist; each has a title and a
// description.
func codesOf(t *testing.T, name string) []string {
	t.Helper()
	text, ok := ExtensionFile(name)
	rows, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	if !ok || err != nil || !slices.Equal(rows[0], []string{"Code", "Title", "Description"}) {
		t.Fatalf("%s: %v %v", name, err, rows)
	}
	var codes []string
	for _, row := range rows[1:] {
		if slices.Contains(row, "") {
			t.Errorf("%s: %q lacks a title or a description", name, row)
		}
		codes = append(codes, row[0])
	}
	return codes
}

// The schema's enums, which Check holds releases to, are the codelists'; every
// codelist is used.
func TestCodelists(t *testing.T) {
	text, _ := ExtensionFile("extension.json")
	unused := slices.DeleteFunc(Strings(parse(t, text).(Object), "codelists"), func(name string) bool { return strings.HasPrefix(name, "+") })
	nodes(extensionSchema(), "#", func(at string, node Object) {
		list := String(node, "codelist")
		if list == "" {
			if node["enum"] != nil {
				t.Errorf("%s: an enum without a codelist", at)
			}
			return
		}
		unused = slices.DeleteFunc(unused, func(name string) bool { return name == list })
		codes := codesOf(t, list)
		if open, _ := node["openCodelist"].(bool); open != (node["enum"] == nil) {
			t.Errorf("%s: a closed codelist has an enum, an open one has none", at)
		} else if !open && !slices.Equal(Strings(node, "enum"), codes) {
			t.Errorf("%s: %v, codelist %v", at, node["enum"], codes)
		}
	})
	if len(unused) > 0 {
		t.Errorf("unused: %v", unused)
	}
}

// The codes that the program itself speaks of are on the lists.
func TestCodesOfTheNouns(t *testing.T) {
	for list, codes := range map[string][]string{
		"sourceTier.csv":            procurement.Tiers,
		"legalRegime.csv":           {string(procurement.PA2023), string(procurement.PCR2015), string(procurement.RegimeOther), string(procurement.RegimeUnknown)},
		"extensionInstrument.csv":   {procurement.ByOption, procurement.ByAmendment, procurement.BySuccessor, procurement.ByOverrun},
		"agreedInAdvance.csv":       {procurement.Yes, procurement.No, procurement.Unknown},
		"findingClassification.csv": {procurement.OneSupplierConsidered, procurement.ApprovalStepMissed},
	} {
		for _, code := range codes {
			if !slices.Contains(codesOf(t, list), code) {
				t.Errorf("%s has no %s", list, code)
			}
		}
	}
	for _, code := range codesOf(t, "conditionStatus.csv") {
		if milestoneStatus[code] == "" && code != "waived" {
			t.Errorf("condition status %s has no milestone status", code)
		}
	}
}

// The schema is written in the words of JSON Schema draft 4 and of OCDS, its
// references lead somewhere, and objects in its lists merge by id.
func TestExtensionSchema(t *testing.T) {
	words := strings.Fields(`title description type enum pattern format minimum minItems minLength uniqueItems items properties
		required dependencies definitions $ref codelist openCodelist`)
	types := strings.Fields("array boolean integer null number object string")
	schema := patched(t, []byte(coreStub))
	nodes(extensionSchema(), "#", func(at string, node Object) {
		for word := range node {
			if !slices.Contains(words, word) {
				t.Errorf("%s: %s", at, word)
			}
		}
		for _, name := range Strings(node, "type") {
			if !slices.Contains(types, name) {
				t.Errorf("%s: type %s", at, name)
			}
		}
		if ref := String(node, "$ref"); ref != "" && Child(Child(schema, "definitions"), path.Base(ref)) == nil {
			t.Errorf("%s leads nowhere: %s", at, ref)
		}
		items := Child(node, "items")
		if ref := String(items, "$ref"); ref != "" && node["type"] != nil {
			if d := Child(Child(schema, "definitions"), path.Base(ref)); !slices.Contains(Strings(d, "required"), "id") {
				t.Errorf("%s: its objects need no id", at)
			}
		} else if items != nil && node["type"] != nil && String(node, "minItems") != "1" {
			t.Errorf("%s: an empty list of plain values merges one way by default and another by schema", at)
		}
	})
}

// Over the real core schema the patch adds and changes nothing.
func TestExtensionOnlyAdds(t *testing.T) {
	base := sharedFile(t, "ocds-schema", "1__1__5", "release-schema.json")
	var compare func(at string, old, new any)
	compare = func(at string, old, new any) {
		if o, ok := old.(Object); ok {
			n, _ := new.(Object)
			for name := range o {
				compare(at+"/"+name, o[name], n[name])
			}
		} else if !equal(old, new) {
			t.Errorf("%s: %v, was %v", at, new, old)
		}
	}
	compare("", parse(t, base), patched(t, base))
	if s, err := ParseStrategies(Write(patched(t, base))); err != nil || s.members["decisions"] == nil {
		t.Error(err)
	}
}
