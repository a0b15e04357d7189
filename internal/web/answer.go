package web

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
)

// answer is a finished body, with what is needed to send it many times.
type answer struct {
	Type    string // media type
	Body    []byte
	Name    string // of the file it is saved as; "" to show it
	Status  int    // 0 is 200
	Forever bool   // the body at this address can never change
	Passing bool   // the body may change without the record: not to be kept

	gzip []byte // nil where it would not be smaller
	etag string
}

// finish computes once what every reader of the answer shares.
func (a *answer) finish() {
	sum := sha256.Sum256(a.Body)
	// Weak, because the plain and the compressed copy share it.
	a.etag = `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(a.Body)
	z.Close()
	if b.Len() < len(a.Body) {
		a.gzip = b.Bytes()
	}
}

// send writes the answer, or says that the reader's copy is still good.
func (a *answer) send(c echo.Context) error {
	h := c.Response().Header()
	h.Set("ETag", a.etag)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if a.Forever {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if a.Status == 0 && matches(c.Request().Header.Get("If-None-Match"), a.etag) {
		return c.NoContent(http.StatusNotModified)
	}
	if a.Name != "" {
		h.Set("Content-Disposition", `attachment; filename="`+a.Name+`"`)
	}
	body := a.Body
	if a.gzip != nil && acceptsGzip(c.Request().Header.Get("Accept-Encoding")) {
		h.Set("Content-Encoding", "gzip")
		body = a.gzip
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	return c.Blob(cmp.Or(a.Status, http.StatusOK), a.Type, body)
}

func matches(header, etag string) bool {
	for tag := range strings.SplitSeq(header, ",") {
		if tag = strings.TrimSpace(tag); tag == "*" || strings.TrimPrefix(tag, "W/") == strings.TrimPrefix(etag, "W/") {
			return true
		}
	}
	return false
}

func acceptsGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.TrimSpace(name) == "gzip" {
			weight := strings.TrimPrefix(strings.ReplaceAll(q, " ", ""), "q=")
			return strings.Trim(weight, "0.") != "" || weight == ""
		}
	}
	return false
}
