// Package static holds the files that pages load as they are: style sheets and
// the icon, and the description of the API. There are no scripts.
package static

import "embed"

// FS holds the files by name.
//
//go:embed *.css *.svg openapi.json
var FS embed.FS
