package exchange

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"

	"daylight/internal/store"
)

// sums is the file that names the others, in the form of sha256sum.
const sums = "SHA256SUMS"

// FieldsFile describes every column of the tables, as a table.
const FieldsFile = "daylight-fields.csv"

// BulkFile is a file of the whole record, or of one year of it.
type BulkFile struct {
	Name     string
	Format   Format
	Year     int // 0 is all
	Size     int64
	SHA256   string
	Recorded time.Time // when the latest release in it was recorded
}

// ParseBulkName reads the format, the year (0 is all) and whether it is
// compressed from the name of a bulk file.
func ParseBulkName(name string) (f Format, year int, packed, ok bool) {
	for _, f := range Formats {
		rest, ok := strings.CutPrefix(name, "daylight-"+f.File)
		if text, y := strings.CutPrefix(rest, "-"); ok && y {
			year, _ = strconv.Atoi(text[:min(len(text), 4)])
		}
		for _, packed := range []bool{false, true} {
			if ok && name == BulkName(f, year, packed) {
				return f, year, packed && !f.Packed, true
			}
		}
	}
	return Format{}, 0, false, false
}

// BulkName is the name of a file in a format; of all years where year is 0. A
// format that is not compressed by itself can be.
func BulkName(f Format, year int, packed bool) string {
	name := "daylight-" + f.File
	if year != 0 {
		name += fmt.Sprintf("-%04d", year)
	}
	if name += f.Ending; packed && !f.Packed {
		name += ".gz"
	}
	return name
}

// WriteBulk writes the whole record in every format, whole and by year, and
// SHA256SUMS, into a folder. Each file takes the place of the one before at
// once, when all are ready; files of years that are no more are removed.
func WriteBulk(ctx context.Context, v store.View, baseURL, dir string) ([]BulkFile, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	before, err := ReadBulk(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	next, err := os.MkdirTemp(dir, ".next-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(next)
	b := &bulk{ctx: ctx, view: v, base: strings.TrimRight(baseURL, "/"), dir: next}
	if err := b.write(); err != nil {
		return nil, err
	}
	for _, f := range b.files {
		if err := os.Rename(filepath.Join(next, f.Name), filepath.Join(dir, f.Name)); err != nil {
			return nil, err
		}
	}
	for _, name := range []string{FieldsFile, sums} {
		if err := os.Rename(filepath.Join(next, name), filepath.Join(dir, name)); err != nil {
			return nil, err
		}
	}
	for _, old := range before {
		if !slices.ContainsFunc(b.files, func(f BulkFile) bool { return f.Name == old.Name }) {
			os.Remove(filepath.Join(dir, old.Name))
		}
	}
	return b.files, nil
}

// RemoveBulk takes the bulk files out of a folder, all at once to a reader: none
// is listed any more.
func RemoveBulk(dir string) error {
	files, err := ReadBulk(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	err = os.Remove(filepath.Join(dir, sums))
	for _, f := range files {
		err = errors.Join(err, os.Remove(filepath.Join(dir, f.Name)))
	}
	return err
}

type bulk struct {
	ctx   context.Context
	view  store.View
	base  string
	dir   string
	files []BulkFile
}

func (b *bulk) write() error {
	years, err := b.view.Years(b.ctx)
	if err != nil {
		return err
	}
	for _, year := range append([]int{0}, years...) {
		for _, f := range Formats {
			if err := b.file(f, year); err != nil {
				return err
			}
		}
	}
	var fields bytes.Buffer
	if err := writeFields(b.ctx, b.view, &fields); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(b.dir, FieldsFile), fields.Bytes(), 0o644); err != nil {
		return err
	}
	var list bytes.Buffer
	for _, f := range b.files {
		fmt.Fprintf(&list, "%s  %s\n", f.SHA256, f.Name)
	}
	return os.WriteFile(filepath.Join(b.dir, sums), list.Bytes(), 0o644)
}

func (b *bulk) file(format Format, year int) error {
	f := BulkFile{Name: BulkName(format, year, true), Format: format, Year: year}
	filter := store.ProcessFilter{Year: year}
	at, err := b.view.LatestRecorded(b.ctx, filter)
	if err != nil {
		return err
	}
	if f.Recorded, err = time.Parse(time.RFC3339, at); err != nil {
		f.Recorded = time.Unix(0, 0)
	}
	path := filepath.Join(b.dir, f.Name)
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	hash := sha256.New()
	out := bufio.NewWriterSize(io.MultiWriter(file, hash), 1<<16)
	if err := writePacked(out, !format.Packed, func(w io.Writer) error {
		return Export(b.ctx, b.view, Selection{Format: format.Name, Filter: filter, BaseURL: b.base, URI: b.base + "/data/bulk/" + f.Name}, w)
	}); err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	if err := errors.Join(out.Flush(), file.Sync(), file.Chmod(0o644), file.Close(), os.Chtimes(path, f.Recorded, f.Recorded)); err != nil {
		return err
	}
	f.SHA256 = hex.EncodeToString(hash.Sum(nil))
	b.files = append(b.files, f)
	return nil
}

func writePacked(out io.Writer, packed bool, write func(io.Writer) error) error {
	if !packed {
		return write(out)
	}
	z := gzip.NewWriter(out)
	if err := write(z); err != nil {
		return err
	}
	return z.Close()
}

// ReadBulk lists the bulk files of a folder by its SHA256SUMS, and no other.
func ReadBulk(dir string) (list []BulkFile, err error) {
	text, err := os.ReadFile(filepath.Join(dir, sums))
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(text)) {
		var f BulkFile
		var ok bool
		f.SHA256, f.Name, _ = strings.Cut(strings.TrimSpace(line), "  ")
		if f.Format, f.Year, _, ok = ParseBulkName(f.Name); !ok {
			continue
		}
		info, err := os.Stat(filepath.Join(dir, f.Name))
		if err != nil {
			return nil, err
		}
		f.Size, f.Recorded = info.Size(), info.ModTime().UTC()
		list = append(list, f)
	}
	return list, nil
}
