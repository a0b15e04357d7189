// Package seed holds the real contract histories that Daylight starts with:
// one OCDS release package per case, each statement with its sources.
package seed

import "embed"

// FS holds the packages.
//
//go:embed *.json
var FS embed.FS
