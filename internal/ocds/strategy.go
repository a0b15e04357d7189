package ocds

import (
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Strategies say how each field of a release is merged. They form a tree in
// the shape of the release; a field it does not mention merges by default:
// objects field by field, arrays of objects by id, everything else replaced
// whole. The ocid and the tag of a release are omitted always: a Merger sets
// those of the record. A nil *Strategies is all defaults.
type Strategies struct {
	omit, whole bool
	members     map[string]*Strategies
}

var (
	defaults          = &Strategies{}
	defaultStrategies = table("omit ocid tag")
)

func (s *Strategies) member(name string) *Strategies {
	if s != nil {
		if m, ok := s.members[name]; ok {
			return m
		}
	}
	return defaults
}

// Strategies11 are those of the OCDS 1.1 release schema.
var Strategies11 = table(`
	omit  ocid id date tag
	whole parties/additionalIdentifiers parties/roles
	whole buyer/additionalIdentifiers
	whole tender/procuringEntity/additionalIdentifiers tender/tenderers/additionalIdentifiers
	whole tender/items/additionalClassifications
	whole tender/additionalProcurementCategories tender/submissionMethod
	whole tender/amendments/changes tender/amendment/changes
	whole awards/suppliers/additionalIdentifiers awards/items/additionalClassifications
	whole awards/amendments/changes awards/amendment/changes
	whole contracts/items/additionalClassifications
	whole contracts/implementation/transactions/payer/additionalIdentifiers
	whole contracts/implementation/transactions/payee/additionalIdentifiers
	whole contracts/relatedProcesses/relationship
	whole contracts/amendments/changes contracts/amendment/changes
	whole relatedProcesses/relationship`)

// Strategies10 are those of the OCDS 1.0 release schema, which replaced
// tenderers and suppliers whole.
var Strategies10 = table(`
	omit  ocid id date tag
	whole buyer/additionalIdentifiers
	whole tender/procuringEntity/additionalIdentifiers tender/items/additionalClassifications
	whole tender/submissionMethod tender/tenderers tender/amendment/changes
	whole awards/suppliers awards/items/additionalClassifications awards/amendment/changes
	whole contracts/items/additionalClassifications contracts/amendment/changes`)

// StrategiesFor are the strategies of an OCDS version as a package states it:
// 1.0 for "1.0" and its patches, else 1.1, the current version.
func StrategiesFor(version string) *Strategies {
	if version == "1.0" || strings.HasPrefix(version, "1.0.") {
		return Strategies10
	}
	return Strategies11
}

func table(lines string) *Strategies {
	root := &Strategies{}
	for line := range strings.Lines(strings.TrimSpace(lines)) {
		words := strings.Fields(line)
		for _, path := range words[1:] {
			s := root.at(strings.Split(path, "/"))
			s.omit, s.whole = words[0] == "omit", words[0] == "whole"
		}
	}
	return root
}

func (s *Strategies) at(path []string) *Strategies {
	for _, name := range path {
		if s.members[name] == nil {
			s.set(name, &Strategies{})
		}
		s = s.members[name]
	}
	return s
}

func (s *Strategies) set(name string, m *Strategies) {
	if s.members == nil {
		s.members = map[string]*Strategies{}
	}
	s.members[name] = m
}

// ParseStrategies reads the strategies out of a release schema, patched with
// extensions or not: omitWhenMerged, wholeListMerge, 1.0's mergeStrategy, and
// arrays whose items are not objects or have no id. References must be local
// (#/…) and may be recursive. (OCDS 1.1, Merging.)
func ParseStrategies(schema []byte) (*Strategies, error) {
	// The official 1.0 schema has duplicate names; the last counts.
	if err := validate(schema, jsontext.AllowDuplicateNames(true)); err != nil {
		return nil, err
	}
	root, _ := build(schema).(Object)
	if Child(root, "properties") == nil {
		return nil, errors.New("not a release schema: no properties")
	}
	p := schemaParser{root: root, seen: map[string]*Strategies{}}
	s, err := p.members(root, "#")
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"ocid", "tag"} {
		s.set(name, &Strategies{omit: true})
	}
	return s, nil
}

// schemaParser keeps what it read by the schema's place, so that recursive
// definitions become a cycle rather than an endless walk.
type schemaParser struct {
	root Object
	seen map[string]*Strategies
}

func (p schemaParser) members(schema Object, place string) (*Strategies, error) {
	if s, ok := p.seen[place]; ok {
		return s, nil
	}
	s := &Strategies{}
	p.seen[place] = s
	for name := range Child(schema, "properties") {
		m, err := p.field(Child(Child(schema, "properties"), name), place+"/properties/"+name)
		if err != nil {
			return nil, err
		}
		if m != defaults {
			s.set(name, m)
		}
	}
	return s, nil
}

func (p schemaParser) field(schema Object, place string) (*Strategies, error) {
	schema, place, err := p.resolve(schema, place)
	if err != nil {
		return nil, err
	}
	strategy := String(schema, "mergeStrategy")
	array := hasType(schema, "array")
	switch {
	case truthy(schema["omitWhenMerged"]) || strategy == "ocdsOmit":
		return &Strategies{omit: true}, nil
	case array && (truthy(schema["wholeListMerge"]) || strategy == "ocdsVersion"):
		return &Strategies{whole: true}, nil
	case hasType(schema, "object") && Child(schema, "properties") != nil:
		return p.members(schema, place)
	case array && schema["items"] != nil:
		return p.items(Child(schema, "items"), place+"/items")
	}
	return defaults, nil
}

func (p schemaParser) items(schema Object, place string) (*Strategies, error) {
	schema, place, err := p.resolve(schema, place)
	if err != nil {
		return nil, err
	}
	for _, t := range Strings(schema, "type") {
		if t != "object" {
			return &Strategies{whole: true}, nil
		}
	}
	properties := Child(schema, "properties")
	if _, hasID := properties["id"]; properties != nil && !hasID && hasType(schema, "object") {
		return &Strategies{whole: true}, nil
	}
	if properties == nil || !hasType(schema, "object") {
		return defaults, nil
	}
	return p.members(schema, place)
}

// resolve follows references; what stands beside a $ref does not count.
func (p schemaParser) resolve(schema Object, place string) (Object, string, error) {
	for range MaxDepth {
		ref, ok := schema["$ref"].(string)
		if !ok {
			return schema, place, nil
		}
		path, local := strings.CutPrefix(ref, "#/")
		if !local {
			return nil, "", fmt.Errorf("%s: reference to another document: %s", place, ref)
		}
		schema, place = p.root, ref
		for name := range strings.SplitSeq(path, "/") {
			schema = Child(schema, strings.NewReplacer("~1", "/", "~0", "~").Replace(name))
		}
		if schema == nil {
			return nil, "", fmt.Errorf("reference to nothing: %s", ref)
		}
	}
	return nil, "", fmt.Errorf("%s: references in a circle", place)
}

func hasType(schema Object, name string) bool {
	for _, t := range Strings(schema, "type") {
		if t == name {
			return true
		}
	}
	return false
}

func truthy(v any) bool { b, _ := v.(bool); return b }
