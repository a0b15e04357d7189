package exchange

import (
	"archive/zip"
	"bufio"
	"io"
	"os"

	"daylight/internal/ocds"
)

// zip reads an archive, of which b has read ahead.
func (x *opening) zip(name string, r io.Reader, b *bufio.Reader) bool {
	f, named := r.(*os.File)
	if info, err := statOf(f); !named || err != nil || !info.Mode().IsRegular() {
		spooled, err := x.Limits.spool(b)
		if err != nil {
			return x.fail(name, err)
		}
		defer spooled.Close()
		f = spooled
	}
	z, size, err := x.Limits.list(f)
	if err != nil {
		return x.fail(name, err)
	}
	// Members may share their packed bytes: the limits hold for all together.
	a := archive{x, &metered{packed: &size, limits: x.Limits}, &metered{packed: &size, limits: x.Limits}}
	for _, member := range z.File {
		if !member.FileInfo().IsDir() && !a.member(name+"!"+member.Name, member) {
			return false
		}
	}
	return true
}

func statOf(f *os.File) (os.FileInfo, error) {
	if f == nil {
		return nil, os.ErrInvalid
	}
	return f.Stat()
}

// list reads an archive's table.
func (l Limits) list(f *os.File) (*zip.Reader, int64, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, 0, err
	}
	table := &limited{r: f, left: maxTable}
	z, err := zip.NewReader(table, info.Size())
	switch {
	case table.left < 0, err == nil && len(z.File) > l.Entries:
		return nil, 0, ocds.Refuse(ocds.TooManyEntries, "an archive may have at most %d members", l.Entries)
	case err != nil:
		return nil, 0, ocds.Refuse(ocds.BadArchive, "this zip file cannot be read: %v", err)
	}
	table.left = 1 << 62
	return z, info.Size(), nil
}

// archive is a zip file being read.
type archive struct {
	*opening
	members *metered // what is unpacked of the archive
	streams *metered // what is unpacked of packed members
}

func (a *archive) member(name string, member *zip.File) bool {
	if member.Flags&1 != 0 {
		return a.fail(name, ocds.Refuse(ocds.BadArchive, "this is encrypted"))
	}
	r, err := member.Open()
	if err != nil {
		return a.fail(name, ocds.Refuse(ocds.BadArchive, "this cannot be unpacked: %v", err))
	}
	defer r.Close()
	a.members.r = r
	b := bufio.NewReader(a.members)
	form := formOf(b)
	if form == zipped {
		return a.fail(name, ocds.Refuse(ocds.NestedArchive, "an archive in an archive is not opened: unpack it first"))
	}
	text, close, err := unpack(form, b)
	if err != nil {
		return a.fail(name, err)
	}
	defer close()
	if form != plain {
		a.streams.r = text
		text = a.streams
	}
	return a.text(name, text, true)
}

// maxTable is how much of a zip file is read to list its members: enough for
// any thousand, too little for the memory that a million take.
const maxTable = 2 << 20

// limited is a file of which only so much may be read.
type limited struct {
	r    io.ReaderAt
	left int64
}

func (l *limited) ReadAt(p []byte, at int64) (int, error) {
	if l.left -= int64(len(p)); l.left < 0 {
		return 0, io.ErrUnexpectedEOF
	}
	return l.r.ReadAt(p, at)
}
