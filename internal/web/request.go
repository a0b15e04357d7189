package web

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"daylight/internal/procurement"
	"daylight/internal/store"
)

// handler reads one moment of the database and answers from that and the
// request alone, so that its answer can be kept under the data version.
type handler func(context.Context, *request) (*answer, error)

// form is a way to answer the same question: a page or one of its data twins,
// which have the same address and query with an ending.
type form string

const (
	asPage form = ""
	asJSON form = ".json"
	asCSV  form = ".csv"
	asRSS  form = ".rss"
	asICS  form = ".ics"
	asOPML form = ".opml"
)

// request is what a handler may know of the HTTP request.
type request struct {
	store.View
	Path    string // of the page, without the ending of a twin, escaped
	Form    form
	LogSize int64            // leaves in the ledger: also the data version
	Day     procurement.Date // the recorded day
	query   url.Values
	params  map[string]string
	forms   []form
	whole   *request // the same address read as a page whose id has the ending; nil where it cannot be
}

// newRequest reads the address: the ending of the last part names the form,
// if the page has it.
func newRequest(c echo.Context, forms []form) (*request, error) {
	page := &request{query: c.QueryParams(), params: map[string]string{}, forms: forms, Path: c.Request().URL.EscapedPath()}
	for _, name := range c.ParamNames() {
		value, err := unescaped(c, c.Param(name))
		if err != nil {
			return nil, err
		}
		page.params[name] = value
	}
	f := formOf(page.Path, forms)
	if f == asPage {
		return page, nil
	}
	r := *page
	r.Form, r.Path, r.params = f, strings.TrimSuffix(page.Path, string(f)), maps.Clone(page.params)
	for name, value := range page.params {
		if strings.HasSuffix(c.Path(), ":"+name) {
			r.params[name] = strings.TrimSuffix(value, string(f))
			r.whole = page
		}
	}
	return &r, nil
}

// unescaped is a parameter as it was before it was put in an address: where
// the address writes a letter in a way of its own, the router matches it, and
// hands over its parts, as written.
func unescaped(c echo.Context, param string) (string, error) {
	if c.Request().URL.RawPath == "" {
		return param, nil
	}
	value, err := url.PathUnescape(param)
	if err != nil {
		return "", bad("A % in an address is to be followed by two hexadecimal digits.")
	}
	return value, nil
}

// formOf is the form that the ending of a path names, of those a page has.
func formOf(path string, forms []form) form {
	for _, f := range forms {
		if f != asPage && strings.HasSuffix(path, string(f)) {
			return f
		}
	}
	return asPage
}

// Param is a part of the path, as named in the route.
func (r *request) Param(name string) string { return r.params[name] }

// Text is a query parameter; the first counts where it is repeated.
func (r *request) Text(name string) string { return strings.TrimSpace(r.query.Get(name)) }

// Number is a whole number from a query parameter; 0 where it is absent. Want
// says to the reader what to write.
func (r *request) Number(name, want string) (int64, error) {
	text := r.Text(name)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, bad(want)
	}
	return n, nil
}

// Date is a day, month or year from a query parameter; "" where it is absent.
func (r *request) Date(name string) (procurement.Date, error) {
	d, err := procurement.ParseDate(r.Text(name))
	if err != nil || d.About() {
		return "", bad("Write a date as YYYY-MM-DD, such as " + name + "=2026-06-24.")
	}
	return d, nil
}

// Year is a year from a query parameter; 0 where it is absent.
func (r *request) Year() (int, error) {
	const want = "Write a year with four digits, such as year=2024."
	n, err := r.Number("year", want)
	if err == nil && n != 0 && (n < 1900 || n > 2100) {
		err = bad(want)
	}
	return int(n), err
}

// The length of a list: what is given unless a reader asks, and at most. A
// table to download is given whole, up to what a spreadsheet can take.
const (
	defaultLimit = 50
	maxLimit     = 500
	maxRows      = 100_000
)

// Limit is how many items of a list to give.
func (r *request) Limit() (int, error) {
	n, err := r.Number("limit", "Write how many items you want as a number, such as limit=100.")
	usual, most := int64(defaultLimit), int64(maxLimit)
	if r.Form == asCSV {
		usual, most = maxRows, maxRows
	}
	if n == 0 {
		n = usual
	}
	return int(min(n, most)), err
}

// Address is the page in a form, with some query parameters replaced; an empty
// value leaves a parameter out.
func (r *request) Address(f form, set ...string) string {
	q := url.Values{}
	for k, v := range r.query {
		if len(v) > 0 && v[0] != "" {
			q.Set(k, v[0])
		}
	}
	for pair := range slices.Chunk(set, 2) {
		q.Del(pair[0])
		if pair[1] != "" {
			q.Set(pair[0], pair[1])
		}
	}
	address := r.Path + string(f)
	if len(q) > 0 {
		address += "?" + q.Encode()
	}
	return address
}
