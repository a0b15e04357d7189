package exchange

import (
	"bufio"
	"io"
	"iter"

	"daylight/internal/ocds"
)

// Compile writes the compiled releases, or with versioned the versioned ones,
// of everything it reads: one a line, in the order in which their processes
// first appear. What cannot be read is told to refuse and left out. It returns
// how many releases were read.
func Compile(w io.Writer, items iter.Seq2[*ocds.Item, error], c ocds.Compilation, refuse func(error)) (int, error) {
	n := 0
	for item, err := range items {
		if err == nil {
			err = c.Add(item)
		}
		if err != nil {
			refuse(err)
			continue
		}
		n++
	}
	out := bufio.NewWriterSize(w, 1<<16)
	for line := range c.Lines() {
		out.Write(line)
		out.WriteByte('\n')
	}
	return n, out.Flush()
}
