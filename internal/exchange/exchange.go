// Package exchange moves data in and out in bulk: it opens files of published
// OCDS, hands their releases to the registry, compiles and checks them without
// a database, and writes the record out as OCDS packages.
//
// It promises that what came in goes out byte for byte, and that a release
// that cannot be filed never stops the others: it is reported, and counted.
// What a file is, is seen from its content. Import files in batches; a batch is
// all or nothing, a file is not.
package exchange

import (
	"errors"
	"os"

	"daylight/internal/ocds"
)

// Readable reports why a named input cannot be opened, as *ocds.ReadError, or
// nil.
func Readable(name string) error {
	if name == "-" {
		return nil
	}
	f, err := os.Open(name)
	if err != nil {
		if p, ok := errors.AsType[*os.PathError](err); ok {
			err = p.Err
		}
		return &ocds.ReadError{File: name, Fatal: true, Err: err}
	}
	return f.Close()
}
