// Package static holds the files that pages load as they are: style sheets and
// the icon. There are no scripts.
package static

import "embed"

// FS holds the files by name.
//
//go:embed *.css *.svg
var FS embed.FS
