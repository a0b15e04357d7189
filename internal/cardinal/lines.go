package cardinal

import (
	"bytes"
	"io"
	"runtime"
	"sync"

	"daylight/internal/ocds"
)

// chunkSize is how much text is read at a time, and cut after its last line.
const chunkSize = 1 << 20

// lines cuts a text into chunks of whole lines.
type lines struct {
	r      io.Reader
	rest   []byte // read, and not yet cut
	offset int64  // of rest
	line   int    // of rest, from 0
	err    error
}

// A batch is some lines, and the releases read from them once read says so.
type batch struct {
	pool
	text   []byte
	offset int64
	line   int
	read   chan struct{}
}

func (c *Calculation) newBatch() *batch {
	b := &batch{read: make(chan struct{}, 1)}
	b.reader.prepare = c.prepare
	return b
}

// begin reads the beginning, and reports whether it looks like JSON lines: the
// first line that is not blank holds a whole object.
func (l *lines) begin() bool {
	l.more(chunkSize)
	if mark := []byte("\xef\xbb\xbf"); bytes.HasPrefix(l.rest, mark) {
		l.rest = l.rest[len(mark):]
		l.offset = int64(len(mark))
	}
	for line := range bytes.Lines(l.rest) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		var s scanner
		s.begin(line)
		return line[0] == '{' && s.object(func(text) { s.skip() }) && s.end()
	}
	return false
}

// more reads on until there are n bytes, or no more.
func (l *lines) more(n int) {
	for len(l.rest) < n && l.err == nil {
		l.rest = append(l.rest, make([]byte, n-len(l.rest))...)[:len(l.rest)]
		var m int
		m, l.err = l.r.Read(l.rest[len(l.rest):n])
		l.rest = l.rest[:len(l.rest)+m]
	}
}

// next cuts a chunk of lines into text; nil where there is none. What is left
// in rest then is no line, but too long for one.
func (l *lines) next(text []byte) []byte {
	for size := chunkSize; ; size *= 2 {
		l.more(size)
		end := bytes.LastIndexByte(l.rest, '\n') + 1
		switch {
		case l.err != nil:
			end = len(l.rest)
		case end == 0 && size < ocds.MaxRelease:
			continue
		}
		if end == 0 {
			return nil
		}
		text = append(text[:0], l.rest[:end]...)
		l.rest = append(l.rest[:0], l.rest[end:]...)
		return text
	}
}

// start reads batches on all processors, as far ahead as pending has room.
func (l *lines) start(pending chan<- *batch, spare *sync.Pool) {
	defer close(pending)
	work := make(chan *batch)
	defer close(work)
	for range runtime.GOMAXPROCS(0) {
		go func() {
			for b := range work {
				b.lines()
				b.read <- struct{}{}
			}
		}()
	}
	for {
		b := spare.Get().(*batch)
		b.text = l.next(b.text)
		if len(b.text) == 0 {
			return
		}
		b.offset, b.line = l.offset, l.line
		l.offset += int64(len(b.text))
		l.line += bytes.Count(b.text, []byte("\n"))
		pending <- b
		work <- b
	}
}

// lines reads the releases of a batch.
func (b *batch) lines() {
	b.clear()
	n, at := 0, 0
	for line := range bytes.Lines(b.text) {
		if text := bytes.TrimSpace(line); len(text) > 0 {
			b.add(text, n, int64(at))
		}
		n++
		at += len(line)
	}
}
