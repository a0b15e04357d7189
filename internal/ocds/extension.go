package ocds

import (
	"embed"
	"sync"
)

//go:embed extension
var extensionFiles embed.FS

// ExtensionFile is a published file of the oversight extension, by name:
// "extension.json", "release-schema.json", "README.md", or a codelist such as
// "decisionType.csv", with or without its folder.
func ExtensionFile(name string) ([]byte, bool) {
	for _, folder := range []string{"extension/", "extension/codelists/"} {
		if text, err := extensionFiles.ReadFile(folder + name); err == nil {
			return text, true
		}
	}
	return nil, false
}

// extensionSchema is what the oversight extension adds to the release schema,
// as a JSON Merge Patch. Check holds releases to it.
var extensionSchema = sync.OnceValue(func() Object {
	text, _ := ExtensionFile("release-schema.json")
	return build(text).(Object)
})
