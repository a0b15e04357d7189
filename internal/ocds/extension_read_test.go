package ocds

import (
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"

	"daylight/internal/procurement"
)

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
	Child(Children(o, "contracts")[0], "period")["maxExtentDate"] = "2031-03-31" // else the tender's would stand for it
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
	if asked < 200 {
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
