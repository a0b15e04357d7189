package exchange

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"daylight/internal/ocds"
)

const official = "https://standard.open-contracting.org/schema/1__1__5/"

// schemas are the official schemas of OCDS 1.1.5, the release schema with the
// oversight extension as its README says to apply it.
type schemas map[string]*jsonschema.Schema

func openSchemas(t *testing.T) schemas {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	names := []string{"release-schema", "release-package-schema", "record-package-schema", "versioned-release-validation-schema"}
	for _, name := range names {
		text, err := os.ReadFile(shared(t, "data/ocds-schema/1__1__5/"+name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		schema := parsedJSON(t, text)
		if name == "release-schema" {
			extension, _ := ocds.ExtensionFile("release-schema.json")
			schema = patched(schema, parsedJSON(t, extension))
		}
		if err := c.AddResource(official+name+".json", schema); err != nil {
			t.Fatal(err)
		}
	}
	list := schemas{}
	for _, name := range names {
		s, err := c.Compile(official + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		list[name] = s
	}
	return list
}

func parsedJSON(t *testing.T, text []byte) any {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// patched is a JSON Merge Patch (RFC 7396).
func patched(target, patch any) any {
	p, ok := patch.(map[string]any)
	if !ok {
		return patch
	}
	o, ok := target.(map[string]any)
	if !ok {
		o = map[string]any{}
	}
	for name, v := range p {
		if v == nil {
			delete(o, name)
		} else {
			o[name] = patched(o[name], v)
		}
	}
	return o
}

// faults are what a schema says is wrong: each by the field, without places in
// lists, and the words of the schema.
func (s schemas) faults(t *testing.T, schema string, v any) (list []string) {
	t.Helper()
	var collect func(e *jsonschema.ValidationError)
	collect = func(e *jsonschema.ValidationError) {
		if len(e.Causes) > 0 {
			for _, c := range e.Causes {
				collect(c)
			}
			return
		}
		var path []string
		for _, p := range e.InstanceLocation {
			if strings.Trim(p, "0123456789") != "" && p != "value" { // as versioned releases have between a field and what it was
				path = append(path, p)
			}
		}
		list = append(list, strings.Join(path, "/")+": "+strings.Join(e.ErrorKind.KeywordPath(), "/"))
	}
	err := s[schema].Validate(v)
	if invalid, ok := errors.AsType[*jsonschema.ValidationError](err); ok {
		collect(invalid)
	} else if err != nil {
		t.Fatal(err)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// The seed is valid OCDS 1.1.5 with our extension, and so are the packages of
// it, the compiled and the versioned releases in them included.
func TestExportedPackagesAreValid(t *testing.T) {
	check := openSchemas(t)
	d := openDesk(t)
	d.load(everySeed(t)...)
	for format, schema := range map[string]string{Releases: "release-package-schema", Records: "record-package-schema"} {
		for _, fault := range check.faults(t, schema, parsedJSON(t, []byte(exported(d, format)))) {
			t.Errorf("%s: %s", format, fault)
		}
	}
	broken := strings.Replace(exported(d, Releases), `"dateDecided": "`, `"dateDecided": "on `, 1)
	if len(check.faults(t, "release-package-schema", parsedJSON(t, []byte(broken)))) == 0 {
		t.Error("a date of the extension that is none is found valid")
	}
}
