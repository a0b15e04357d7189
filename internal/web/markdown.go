package web

import (
	"bytes"
	"html/template"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

var (
	goldmarks = goldmark.New(goldmark.WithExtensions(extension.Table))
	allowed   = bluemonday.UGCPolicy()
)

// markdown turns our own documents into HTML. What a rule's tests read out of
// its document is folded away.
func markdown(text string) template.HTML {
	var b bytes.Buffer
	if err := goldmarks.Convert([]byte(text), &b); err != nil {
		return template.HTML(template.HTMLEscapeString(text))
	}
	clean := string(allowed.SanitizeBytes(b.Bytes()))
	clean = strings.NewReplacer("<pre>", "<details><summary>The example as data</summary><pre>", "</pre>", "</pre></details>").Replace(clean)
	return template.HTML(clean)
}
