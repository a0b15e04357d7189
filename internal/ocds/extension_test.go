package ocds

import (
	"encoding/csv"
	"encoding/json"
	"io/fs"
	"path"
	"reflect"
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
		"findingClassification.csv": {procurement.OneSupplierConsidered},
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

// sample is a value with everything a schema speaks of.
func sample(root, schema Object) any {
	if ref := path.Base(String(schema, "$ref")); ref == "LooseDate" {
		return "2026-06"
	} else if ref == "Duration" {
		return "P12M"
	} else if schema["$ref"] != nil {
		return sample(root, Child(Child(root, "definitions"), ref))
	}
	if codes := Strings(schema, "enum"); codes != nil {
		return codes[0]
	}
	types := Strings(schema, "type")
	switch {
	case schema["properties"] != nil:
		o := Object{}
		for name, member := range Child(schema, "properties") {
			o[name] = sample(root, member.(Object))
			switch _, dated := Child(schema, "properties")[name+"Precision"]; {
			case name == "currency":
				o[name] = "GBP"
			case dated:
				o[name] = "2026-06-24T00:00:00Z"
			case o[name] == "x" && name != "id":
				o[name] = name
			}
		}
		return o
	case slices.Contains(types, "array"):
		if schema["items"] == nil {
			return []any{}
		}
		return []any{sample(root, Child(schema, "items"))}
	case slices.Contains(types, "integer"), slices.Contains(types, "number"):
		return Number("1")
	}
	return "x"
}

// everyMember calls with each member of each object of a value.
func everyMember(at string, v any, yield func(at string, o Object, name string)) {
	switch v := v.(type) {
	case Object:
		for _, name := range sortedKeys(v) {
			yield(at+"/"+name, v, name)
			everyMember(at+"/"+name, v[name], yield)
		}
	case []any:
		for _, x := range v {
			everyMember(at+"/0", x, yield)
		}
	}
}

func everything(t testing.TB) Object {
	schema := patched(t, []byte(coreStub))
	o := sample(schema, schema).(Object)
	o["ocid"], o["id"], o["date"] = "daylight-x", "1", "2026-06-24T00:00:00Z"
	return o
}

// Nothing that the extension can say is lost on the way to a Process: without
// any one of its members, another Process is read.
func TestEveryMemberIsRead(t *testing.T) {
	o := everything(t)
	whole := ReadProcess(o, "p")
	everyMember("", o, func(at string, parent Object, name string) {
		switch {
		case at == "/id" || at == "/date" || at == "/tag" || at == "/dateBasis" || at == "/datePrecision":
			return // they are about one release, not the process
		case strings.HasPrefix(at, "/planning"):
			return // no part of a Process
		case at == "/tender/suppliersInvited/basis" || strings.HasPrefix(at, "/tender/suppliersInvited/sources"):
			return // shown from the release
		}
		was := parent[name]
		delete(parent, name)
		if reflect.DeepEqual(whole, ReadProcess(o, "p")) {
			t.Errorf("%s is not read", at)
		}
		parent[name] = was
	})
}

// And the nouns of oversight hold nothing that a release cannot say.
func TestEveryFieldIsInTheSchema(t *testing.T) {
	nouns := []any{procurement.Decision{}, procurement.Finding{}, procurement.Term{}, procurement.Condition{}, procurement.Challenge{},
		procurement.Statement{}, procurement.Dispute{}, procurement.DisputedValue{}, procurement.Source{}, procurement.Case{},
		procurement.Product{}, procurement.Option{}, procurement.ExtensionTerms{}, procurement.SuppliersConsidered{}}
	worked := []string{"FiledByTheBody", "ReportedBy", "Release"} // from who filed what
	seen := map[reflect.Type]bool{}
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			walk(v.Elem())
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Struct:
			noun := slices.ContainsFunc(nouns, func(n any) bool { return reflect.TypeOf(n) == v.Type() })
			seen[v.Type()] = noun
			for i := range v.NumField() {
				if f := v.Type().Field(i); noun && v.Field(i).IsZero() && !slices.Contains(worked, f.Name) {
					t.Errorf("%s.%s has no member", v.Type(), f.Name)
				}
				walk(v.Field(i))
			}
		}
	}
	walk(reflect.ValueOf(ReadProcess(everything(t), "p")))
	for _, n := range nouns {
		if !seen[reflect.TypeOf(n)] {
			t.Errorf("%T was not read", n)
		}
	}
}

// What the schema says of a member, Check asks of it.
func TestCheckHoldsToTheSchema(t *testing.T) {
	release := everything(t)
	if problems := Check(release); len(problems) > 0 {
		t.Fatalf("all that the schema allows: %v", problems)
	}
	asked := 0
	var walk func(at string, schema Object, v any)
	try := func(at string, o Object, name string, wrong any) {
		was := o[name]
		o[name] = wrong
		if problems := Check(release); len(problems) != 1 || !strings.HasPrefix(problems[0].Pointer, at) {
			t.Errorf("%s %v: %v", at, wrong, problems)
		}
		o[name] = was
		asked++
	}
	walk = func(at string, schema Object, v any) {
		if list, ok := v.([]any); ok && len(list) > 0 {
			walk(at+"/0", ours(Child(schema, "items")), list[0])
		}
		o, _ := v.(Object)
		for _, name := range sortedKeys(o) {
			member := ours(Child(Child(schema, "properties"), name))
			if member["type"] != nil {
				try(at+"/"+name, o, name, true)
			}
			if member["enum"] != nil || member["pattern"] != nil {
				try(at+"/"+name, o, name, "no such thing")
			}
			if member["minItems"] != nil {
				try(at+"/"+name, o, name, []any{})
			}
			walk(at+"/"+name, member, o[name])
		}
		for _, name := range Strings(schema, "required") {
			try(at+"/"+name, o, name, nil)
		}
	}
	walk("", extensionSchema(), release)
	if asked < 250 {
		t.Errorf("asked %d times only", asked)
	}
}

// ours is a schema, its reference followed as far as the extension holds it.
func ours(schema Object) Object {
	if ref := String(schema, "$ref"); ref != "" {
		return Child(Child(extensionSchema(), "definitions"), path.Base(ref))
	}
	return schema
}

// The worked example of the readme is what it says it is.
func TestReadmeExample(t *testing.T) {
	readme, _ := ExtensionFile("README.md")
	_, example, _ := strings.Cut(string(readme), "```json\n")
	example, _, _ = strings.Cut(example, "```")
	if !json.Valid([]byte(example)) {
		t.Fatal("not JSON")
	}
	o := parse(t, []byte(example)).(Object)
	if problems := Check(o); len(problems) > 0 {
		t.Error(problems)
	}
	p := ReadProcess(o, "p")
	c := p.Decisions[0].Conditions[0]
	if c.Due != "2027-06" || c.DueBasis != "inferred" || c.Overdue("2028-01-01") || p.Contracts[0].Amendments[0].Extension.AddedUpTo != "P12M" {
		t.Errorf("%+v", c)
	}
}
