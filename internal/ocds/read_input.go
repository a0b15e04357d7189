package ocds

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/klauspost/compress/gzip"
)

const maxLine = 1 << 20

// input is the text of a file after decompression and the byte order mark.
type input struct {
	*bufio.Reader
	offset int64 // of the next byte
}

func openInput(r io.Reader) (*input, error) {
	b := bufio.NewReaderSize(r, maxLine)
	if magic, _ := b.Peek(2); string(magic) == "\x1f\x8b" {
		z, err := gzip.NewReader(b)
		if err != nil {
			return nil, err
		}
		b = bufio.NewReaderSize(z, maxLine)
	}
	in := &input{Reader: b}
	if mark, _ := b.Peek(3); string(mark) == "\xef\xbb\xbf" {
		in.offset = 3
		b.Discard(3)
	}
	return in, nil
}

// lines reads documents as long as each stands whole on a line, and can pass
// over bad ones; from the first that does not, all the rest is one stream.
func (rd *itemReader) lines(in *input) error {
	var d jsontext.Decoder
	for {
		line, err := in.ReadSlice('\n')
		if err == bufio.ErrBufferFull {
			return rd.rest(in, line)
		}
		if err != nil && err != io.EOF {
			return rd.fatal(in.offset, err)
		}
		last := err == io.EOF
		done, err := rd.line(&d, line, in.offset)
		if err == errStop {
			return err
		}
		if err != nil {
			line, place := bytes.Clone(line[done:]), in.offset+int64(done)
			next, _ := in.Peek(1)
			if runsOn(line, next, err) {
				in.offset = place
				return rd.rest(in, line)
			}
			if rd.document == 0 && !last && !bytes.Equal(next, []byte("{")) {
				return rd.fatal(place, err)
			}
			if err := rd.skip("", place, err); err != nil {
				return err
			}
			rd.document++
			in.offset = place + int64(len(line))
		} else {
			in.offset += int64(len(line))
		}
		if last {
			return nil
		}
	}
}

// line reads the documents that stand on a line and says how far it came.
func (rd *itemReader) line(d *jsontext.Decoder, line []byte, offset int64) (int, error) {
	for done := 0; ; {
		text := bytes.TrimLeft(line[done:], " \t\r\n")
		if len(text) == 0 {
			return done, nil
		}
		start := len(line) - len(text)
		d.Reset(bytes.NewBuffer(text))
		v, err := d.ReadValue()
		if err != nil {
			return start, err
		}
		if err := rd.value(v, offset+int64(start), "", nil); err != nil {
			return start, err
		}
		rd.document++
		done = start + len(v)
	}
}

// runsOn tells a document that goes on after the line from one cut short: an
// object on the next line can follow only where a value is due.
func runsOn(line, next []byte, err error) bool {
	if !errors.Is(err, io.ErrUnexpectedEOF) || len(next) == 0 {
		return false
	}
	line = bytes.TrimRight(line, " \t\r\n")
	switch {
	case next[0] != '{':
		return true
	case line[len(line)-1] == ',':
		d := jsontext.NewDecoder(bytes.NewReader(line))
		for err = nil; err == nil; {
			_, err = d.ReadToken()
		}
		kind, _ := d.StackIndex(d.StackDepth())
		return kind == '['
	}
	return bytes.IndexByte([]byte("[:"), line[len(line)-1]) >= 0
}

// rest reads everything from here on as a stream of documents.
func (rd *itemReader) rest(in *input, begun []byte) error {
	t := &tape{from: io.MultiReader(bytes.NewReader(bytes.Clone(begun)), in)}
	w := walker{itemReader: rd, d: jsontext.NewDecoder(t), tape: t, base: in.offset}
	for {
		if w.d.PeekKind() == 0 {
			if _, err := w.d.ReadToken(); err != io.EOF {
				return rd.fatal(w.base, err)
			}
			return nil
		}
		if err := w.value(0); err == errStop {
			return err
		} else if err != nil {
			return rd.fatal(w.base, err)
		}
		rd.document++
	}
}

func (rd *itemReader) fatal(offset int64, err error) error {
	e := rd.fault("", offset, err)
	e.Fatal = true
	return e
}
