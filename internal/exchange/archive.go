package exchange

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"os"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"daylight/internal/ocds"
	"daylight/internal/store"
)

// Limits keep a small file from becoming a large one.
type Limits struct {
	Ratio   int64 // how many times larger than the file what it holds may be
	Floor   int64 // bytes that are allowed whatever the ratio
	Total   int64 // bytes that one file may hold at most
	Entries int   // members of one archive
}

// DefaultLimits let through what publishers' files are, and stop what no
// text compresses to.
var DefaultLimits = Limits{Ratio: 100, Floor: 16 << 20, Total: 64 << 30, Entries: 1000}

// form is how a file is packed.
type form int

const (
	plain form = iota
	gzipped
	zstandard
	zipped
)

// formOf sees from its first bytes how a file is packed.
func formOf(b *bufio.Reader) form {
	magic, _ := b.Peek(4)
	switch {
	case bytes.HasPrefix(magic, []byte("\x1f\x8b")):
		return gzipped
	case bytes.Equal(magic, []byte("\x28\xb5\x2f\xfd")), len(magic) == 4 && magic[0]&0xf0 == 0x50 && string(magic[1:]) == "\x2a\x4d\x18":
		return zstandard
	case bytes.Equal(magic, []byte("PK\x03\x04")), bytes.Equal(magic, []byte("PK\x05\x06")):
		return zipped
	}
	return plain
}

// others are packings that are not opened, by what such a file holds at a place.
var others = []struct {
	at          int
	magic, name string
}{{0, "BZh", "a bzip2 file"}, {0, "\xfd7zXZ\x00", "an xz file"}, {0, "7z\xbc\xaf\x27\x1c", "a 7-Zip archive"}, {0, "Rar!\x1a\x07", "a RAR archive"},
	{257, "ustar", "a tar archive"}}

// otherwise names the packing of a text that is not opened, or "".
func otherwise(b *bufio.Reader) string {
	begin, _ := b.Peek(512)
	for _, o := range others {
		if len(begin) > o.at && bytes.HasPrefix(begin[o.at:], []byte(o.magic)) {
			return o.name
		}
	}
	return ""
}

// maxWindow is how far back zstd may refer, which is memory: that of zstd's
// own highest level.
const maxWindow = 128 << 20

// unpack unpacks a stream.
func unpack(form form, b *bufio.Reader) (r io.Reader, close func(), err error) {
	switch form {
	case gzipped:
		z, err := gzip.NewReader(b)
		if err != nil {
			return nil, nil, ocds.Refuse(ocds.BadArchive, "not a gzip file after all: %v", err)
		}
		return z, func() { z.Close() }, nil
	case zstandard:
		z, err := zstd.NewReader(b, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return nil, nil, ocds.Refuse(ocds.BadArchive, "not a zstd file after all: %v", err)
		}
		return z, z.Close, nil
	}
	return b, func() {}, nil
}

// measured counts what is read of a stream and, where it is asked for, hashes
// it.
type measured struct {
	r        io.Reader
	n        int64
	hash     hash.Hash // nil where nobody asks
	progress func(int)
	err      error // but for the end
}

func (x *opening) measure(r io.Reader) *measured {
	m := &measured{r: r, progress: x.Progress}
	if x.Ended != nil {
		m.hash = sha256.New()
	}
	return m
}

func (m *measured) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	m.n += int64(n)
	if m.hash != nil {
		m.hash.Write(p[:n])
	}
	if m.progress != nil {
		m.progress(n)
	}
	if err != io.EOF {
		m.err = err
	}
	return n, err
}

// end reads the rest of a file, which its form did not ask for, and tells that
// it was read.
func (x *opening) end(name string, in *measured, rest io.Reader) bool {
	if x.Ended == nil {
		return true
	}
	if _, err := io.CopyN(io.Discard, rest, x.Limits.Total); err == io.EOF && in.err == nil {
		x.Ended(store.File{Name: shown(name), SHA256: hex.EncodeToString(in.hash.Sum(nil)), Size: in.n})
	}
	return true
}

// metered stops what is unpacked from one file, be it several streams in
// turn, where it grows past the limits.
type metered struct {
	r      io.Reader
	packed *int64 // how long the file is, as far as is known
	limits Limits
	out    int64
}

func (m *metered) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	m.out += int64(n)
	switch l := m.limits; {
	case m.out > l.Total:
		return n, ocds.Refuse(ocds.TooLarge, "this unpacks to more than %d bytes", l.Total)
	case m.out > l.Floor && m.out/l.Ratio > *m.packed:
		return n, ocds.Refuse(ocds.Bomb, "this unpacks to more than %d times its size", l.Ratio)
	case err != nil && err != io.EOF && err != io.ErrUnexpectedEOF:
		return n, ocds.Refuse(ocds.BadArchive, "this cannot be unpacked: %v", err)
	}
	return n, err
}

// spool copies a stream to a file: a zip file's table is at its end. The file
// has no name, or soon none.
func (l Limits) spool(r io.Reader) (*os.File, error) {
	f, err := os.CreateTemp("", "daylight-*.zip")
	if err != nil {
		return nil, err
	}
	os.Remove(f.Name())
	n, err := io.Copy(f, io.LimitReader(r, l.Total+1))
	if err == nil && n > l.Total {
		err = ocds.Refuse(ocds.TooLarge, "this is longer than %d bytes", l.Total)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}
