package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"daylight/internal/exchange"
	"daylight/internal/store"
)

// The bounds on downloads that are put together when asked for.
const (
	maxExports  = 2     // at once
	maxSelected = 5_000 // processes
	exportTime  = 2 * time.Minute
)

// bulk lists the bulk files; none where there is no folder, or none yet.
func (s *Server) bulk() ([]exchange.BulkFile, error) {
	if s.Bulk == "" {
		return nil, nil
	}
	list, err := exchange.ReadBulk(s.Bulk)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return list, err
}

// bulkFile answers with a bulk file of the folder or, where the query chooses
// processes as on the list of contracts, with one of those.
func (s *Server) bulkFile(c echo.Context) error {
	r, err := newRequest(c, nil)
	if err != nil {
		return err
	}
	name := r.Param("name")
	if name == "SHA256SUMS" && s.Bulk != "" {
		return s.sendFile(c, name, "text/plain; charset=utf-8", "")
	}
	format, year, packed, ok := exchange.ParseBulkName(name)
	if !ok {
		return store.ErrNotFound
	}
	f, err := readFilter(r)
	if err != nil {
		return err
	}
	f.Limit = 0
	if f == (store.ProcessFilter{}) || f == (store.ProcessFilter{Year: year}) {
		list, err := s.bulk()
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(list, func(b exchange.BulkFile) bool { return b.Name == name }); i >= 0 {
			return s.sendFile(c, name, bulkType(format, packed), list[i].SHA256)
		}
	}
	if packed {
		return store.ErrNotFound // what is chosen comes as it is
	}
	if year != 0 {
		f.Year = year
	}
	return s.sendSelection(c, r, name, exchange.Selection{Format: format.Name, Filter: f, BaseURL: s.BaseURL})
}

func bulkType(f exchange.Format, packed bool) string {
	if packed {
		return "application/gzip"
	}
	return f.Type
}

// sendFile serves a file of the folder. Its hash is its ETag.
func (s *Server) sendFile(c echo.Context, name, kind, sum string) error {
	file, err := os.Open(filepath.Join(s.Bulk, name))
	if errors.Is(err, fs.ErrNotExist) {
		return store.ErrNotFound
	}
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if sum != "" {
		c.Response().Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	}
	send(c, file, info, kind, sum)
	return nil
}

// sendSelection puts a download together in a file without a name, so that
// nothing is sent before all went well, and sends it.
func (s *Server) sendSelection(c echo.Context, r *request, name string, selection exchange.Selection) error {
	select {
	case s.exports <- struct{}{}:
		defer func() { <-s.exports }()
	default:
		return echo.NewHTTPError(http.StatusTooManyRequests)
	}
	selection.URI = s.BaseURL + r.Address(asPage)
	ctx, cancel := context.WithTimeout(c.Request().Context(), exportTime)
	defer cancel()
	file, err := os.CreateTemp("", "daylight-download-*")
	if err != nil {
		return err
	}
	defer file.Close()
	os.Remove(file.Name())
	tag := ""
	err = s.Reader.Read(ctx, func(v store.View) error {
		if tag, err = selectionTag(ctx, v, selection.URI); err != nil || matches(c.Request().Header.Get("If-None-Match"), `"`+tag+`"`) {
			return err
		}
		n, err := v.CountProcesses(ctx, selection.Filter)
		if err == nil && n > maxSelected {
			err = bad("These are " + strconv.Itoa(n) + " histories; up to " + strconv.Itoa(maxSelected) +
				" can be chosen for one download. Choose fewer, or take the whole files listed on the page of data.")
		}
		if err != nil {
			return err
		}
		return exchange.Export(ctx, v, selection, file)
	})
	if err != nil {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		return err
	}
	format, err := exchange.FindFormat(selection.Format)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	send(c, file, info, format.Type, tag)
	return nil
}

// selectionTag changes with the address and with what is filed.
func selectionTag(ctx context.Context, v store.View, uri string) (string, error) {
	next, err := v.NextFiled(ctx)
	sum := sha256.Sum256([]byte(uri + " " + strconv.FormatInt(next, 10)))
	return hex.EncodeToString(sum[:16]), err
}

// slowest is how many bytes a second a reader must at least take, beyond the
// time that every answer has.
const slowest = 32 << 10

// send serves a file, or a part of it.
func send(c echo.Context, file *os.File, info fs.FileInfo, kind, tag string) {
	h := c.Response().Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "no-cache")
	if tag != "" {
		h.Set("ETag", `"`+tag+`"`)
	}
	req := c.Request()
	if _, head := c.Response().Writer.(headWriter); head {
		req = req.Clone(req.Context())
		req.Method = http.MethodHead
	}
	patient := 30*time.Second + time.Duration(info.Size()/slowest)*time.Second
	http.NewResponseController(c.Response()).SetWriteDeadline(time.Now().Add(patient)) // a writer without deadlines has none to keep
	modified := info.ModTime()
	if tag != "" && strings.HasPrefix(info.Name(), "daylight-download-") {
		modified = time.Time{} // it was made just now; what it says is older
	}
	http.ServeContent(c.Response(), req, "", modified, file)
}
