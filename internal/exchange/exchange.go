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
	"fmt"
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

// Summary is what became of an input.
type Summary struct {
	Filed, Known, Refused, Processes int
	Raised, Cleared                  int
}

// plus adds what became of another input. Processes that both changed count
// twice.
func (s Summary) plus(t Summary) Summary {
	s.Filed, s.Known, s.Refused, s.Processes = s.Filed+t.Filed, s.Known+t.Known, s.Refused+t.Refused, s.Processes+t.Processes
	s.Raised, s.Cleared = s.Raised+t.Raised, s.Cleared+t.Cleared
	return s
}

func (s Summary) String() string {
	return fmt.Sprintf("%d filed, %d known already, %d refused; %d processes; %d flags raised, %d cleared",
		s.Filed, s.Known, s.Refused, s.Processes, s.Raised, s.Cleared)
}
