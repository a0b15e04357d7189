// Package exchange moves data in and out in bulk: it opens files of published
// OCDS, hands their releases to the registry, compiles them without a
// database, and writes the record out as OCDS packages.
//
// It promises that what came in goes out byte for byte, and that a release
// that cannot be filed never stops the others: it is reported, and counted.
// Import files in batches; a batch is all or nothing, a file is not.
package exchange

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"os"

	"daylight/internal/ocds"
)

// Items yields every release of the named files, in order; "-" is standard
// input. An error names the file it is about.
func Items(files []string, stdin io.Reader) iter.Seq2[*ocds.Item, error] {
	return func(yield func(*ocds.Item, error) bool) {
		for _, name := range files {
			if !items(name, stdin, yield) {
				return
			}
		}
	}
}

// FileError says which file an error is about.
type FileError struct {
	File string
	Err  error
}

func (e *FileError) Error() string { return e.File + ": " + e.Err.Error() }
func (e *FileError) Unwrap() error { return e.Err }

func items(name string, stdin io.Reader, yield func(*ocds.Item, error) bool) bool {
	in := stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return yield(nil, fileError(name, err))
		}
		defer f.Close()
		in = f
	}
	for item, err := range ocds.Read(in) {
		if err != nil {
			err = &FileError{name, err}
		}
		if !yield(item, err) {
			return false
		}
	}
	return true
}

// Readable reports why a named input cannot be opened, or nil.
func Readable(name string) error {
	if name == "-" {
		return nil
	}
	f, err := os.Open(name)
	if err != nil {
		return fileError(name, err)
	}
	return f.Close()
}

func fileError(name string, err error) error {
	if p, ok := errors.AsType[*os.PathError](err); ok {
		err = p.Err
	}
	return &FileError{name, err}
}

// Summary is what became of an input.
type Summary struct {
	Filed, Known, Refused, Processes int
	Raised, Cleared                  int
}

func (s Summary) String() string {
	return fmt.Sprintf("%d filed, %d known already, %d refused; %d processes; %d flags raised, %d cleared",
		s.Filed, s.Known, s.Refused, s.Processes, s.Raised, s.Cleared)
}
