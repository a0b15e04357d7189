package web

import (
	"context"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"daylight/internal/exchange"
	"daylight/internal/store"
)

// The API gives the record as OCDS packages, a page at a time, under the
// parameter names of the United Kingdom's Find a Tender.

// apiLimit is how many releases or records a page of the API has.
const apiLimit = 100

// apiReleases is a page of the releases, in the order of filing.
func (s *Server) apiReleases(ctx context.Context, r *request) (*answer, error) {
	f, err := r.readReleaseFilter(ctx, "r")
	if err != nil {
		return nil, err
	}
	return packaged(s.apiPage(r, "r").Releases(ctx, r.View, f))
}

// apiRecords is a page of the records, in the order in which they last
// changed.
func (s *Server) apiRecords(ctx context.Context, r *request) (*answer, error) {
	f, err := r.readReleaseFilter(ctx, "p")
	if err != nil {
		return nil, err
	}
	return packaged(s.apiPage(r, "p").Records(ctx, r.View, f))
}

// apiProcessReleases is every release of one process, a page at a time.
func (s *Server) apiProcessReleases(ctx context.Context, r *request) (*answer, error) {
	f, err := r.readReleaseFilter(ctx, "r")
	if err != nil {
		return nil, err
	}
	f.OCID = r.Param("ocid")
	if _, err := r.Record(ctx, f.OCID); err != nil {
		return nil, err
	}
	return packaged(s.apiPage(r, "r").Releases(ctx, r.View, f))
}

// apiRecord is the record of one process.
func (s *Server) apiRecord(ctx context.Context, r *request) (*answer, error) {
	ocid := r.Param("ocid")
	if _, err := r.Record(ctx, ocid); err != nil {
		return nil, err
	}
	return packaged(s.apiPage(r, "p").Records(ctx, r.View, store.ReleaseFilter{OCID: ocid, Limit: 1}))
}

func packaged(body []byte, err error) (*answer, error) {
	return &answer{Type: "application/json", Body: body}, err
}

// apiPage is the page that a request asks for; the next has the same address
// with another cursor.
func (s *Server) apiPage(r *request, kind string) exchange.Page {
	return exchange.Page{
		BaseURL: s.BaseURL, URI: s.BaseURL + r.Address(asPage),
		Next: func(seq int64) string { return s.BaseURL + r.Address(asPage, "cursor", newCursor(kind, seq)) },
	}
}

// A cursor is the place of a release in the order of filing, behind a letter
// that says what it pages through. Filings put releases after it, never before.
func newCursor(kind string, seq int64) string {
	return base64.RawURLEncoding.EncodeToString([]byte(kind + strconv.FormatInt(seq, 10)))
}

func readCursor(kind, text string) (int64, error) {
	const wrong = "cursor is to be one that links.next gave, at the same address. Leave it out to start again."
	raw, err := base64.RawURLEncoding.DecodeString(text)
	digits, ok := strings.CutPrefix(string(raw), kind)
	seq, numeric := strconv.ParseInt(digits, 10, 64)
	if err != nil || !ok || numeric != nil || seq < 0 || newCursor(kind, seq) != text {
		return 0, bad(wrong)
	}
	return seq, nil
}

// readReleaseFilter reads the parameters of the API.
func (r *request) readReleaseFilter(ctx context.Context, kind string) (f store.ReleaseFilter, err error) {
	if f.Limit, err = r.apiLimit(); err != nil {
		return f, err
	}
	if f.Stages, err = r.stages(); err != nil {
		return f, err
	}
	if f.From, f.Below, err = r.updated(ctx); err != nil {
		return f, err
	}
	if text := r.Text("cursor"); text != "" {
		from, err := readCursor(kind, text)
		if err != nil {
			return f, err
		}
		f.From = max(f.From, from)
	}
	return f, nil
}

func (r *request) apiLimit() (int, error) {
	text := r.Text("limit")
	if text == "" {
		return apiLimit, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > apiLimit {
		return 0, bad("limit is to be a whole number from 1 to 100.")
	}
	return n, nil
}

// stageTags are the beginnings of the tags of each stage.
var stageTags = map[string][]string{
	"planning": {"planning"}, "tender": {"tender"}, "award": {"award", "contract", "implementation"},
}

func (r *request) stages() (tags []string, err error) {
	text := r.Text("stages")
	if text == "" {
		return nil, nil
	}
	for stage := range strings.SplitSeq(text, ",") {
		list, known := stageTags[strings.TrimSpace(stage)]
		if !known {
			return nil, bad("stages is to be one or more of planning, tender and award, with commas between.")
		}
		tags = append(tags, list...)
	}
	return tags, nil
}

// updated reads the span of time in which releases were recorded, as a span of
// their sequence numbers. A day as updatedTo includes that day.
func (r *request) updated(ctx context.Context) (from, below int64, err error) {
	since, _, err := r.instant("updatedFrom")
	if err != nil {
		return 0, 0, err
	}
	until, day, err := r.instant("updatedTo")
	if err != nil {
		return 0, 0, err
	}
	if !since.IsZero() {
		if from, err = r.FirstFiledAt(ctx, since.Format(time.RFC3339)); err != nil {
			return 0, 0, err
		}
	}
	if until.IsZero() {
		return from, 0, nil
	}
	if day {
		until = until.AddDate(0, 0, 1).Add(-time.Second)
	}
	if below, err = r.FirstFiledAt(ctx, until.Add(time.Second).Format(time.RFC3339)); below == 0 {
		from, below = 1, 1 // nothing is before the first
	}
	return from, below, err
}

// instant is a point in time from a query parameter, in UTC to the second;
// zero where it is absent. Without a zone it is in UTC.
func (r *request) instant(name string) (at time.Time, day bool, err error) {
	text := r.Text(name)
	if text == "" {
		return at, false, nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateOnly} {
		if at, err := time.Parse(layout, text); err == nil && at.Year() > 0 {
			return at.UTC().Truncate(time.Second), layout == time.DateOnly, nil
		}
	}
	return at, false, bad(name + " is to be a time such as 2026-06-24T09:30:00Z, or a day such as 2026-06-24.")
}
