// Package templates holds the pages' HTML: layouts frame them, parts are
// shared between them, pages has one file for each.
package templates

import "embed"

// FS holds layouts, parts and pages.
//
//go:embed layouts parts pages
var FS embed.FS
