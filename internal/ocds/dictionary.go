package ocds

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed dictionary.txt
var dictionaryText string

// dictionary has our words for the standard's fields, by definition and field.
var dictionary = sync.OnceValue(func() map[string]string {
	words := map[string]string{}
	for line := range strings.Lines(dictionaryText) {
		field, text, _ := strings.Cut(strings.TrimSpace(line), " ")
		words[field] = text
	}
	return words
})

// bidsExtension are the fields of the bid extension, in the form of core.
var bidsExtension = schemaOf(map[string]string{
	"Bids":          `details:[Bid] statistics:[BidsStatistic]`,
	"Bid":           `id:id date:date status:text tenderers:[OrganizationReference] value:Value documents:[Document]`,
	"BidsStatistic": `id:id measure:text date:date value:any notes:text requirement:text`,
})

// Describe says in a sentence what a field of a release means, by its pointer
// without the places in arrays, as in "/awards/items/quantity"; "" where it is
// of neither the standard, the bid extension nor the oversight extension.
func Describe(path string) string {
	tokens := strings.Split(strings.TrimPrefix(path, "/"), "/")
	if text := describeCore("Release", tokens); text != "" {
		return text
	}
	return describeExtension(extensionSchema(), tokens)
}

func describeCore(definition string, tokens []string) string {
	for i, name := range tokens {
		kind := kindOf(definition, name)
		switch {
		case i == len(tokens)-1:
			return dictionary()[definition+"."+name]
		case kind == "":
			return ""
		}
		definition = kind
	}
	return ""
}

func kindOf(definition, name string) string {
	if definition == "Release" && name == "bids" {
		return "Bids"
	}
	fields, known := core[definition]
	if !known {
		fields = bidsExtension[definition]
	}
	for _, f := range fields {
		if f.name == name {
			return f.kind
		}
	}
	return ""
}

// describeExtension looks in the extension's schema, and through it in what it
// takes from the standard.
func describeExtension(schema Object, tokens []string) string {
	root := extensionSchema()
	for i, name := range tokens {
		schema = Child(Child(schema, "properties"), name)
		if text := String(schema, "description"); i == len(tokens)-1 && text != "" {
			return text
		}
		if items := Child(schema, "items"); items != nil {
			schema = items
		}
		if definition, ok := strings.CutPrefix(String(schema, "$ref"), "#/definitions/"); ok {
			if i < len(tokens)-1 && core[definition] != nil {
				if text := describeCore(definition, tokens[i+1:]); text != "" {
					return text
				}
			}
			schema = Child(Child(root, "definitions"), definition)
		}
		if schema == nil {
			return ""
		}
	}
	return String(schema, "description")
}
