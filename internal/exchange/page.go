package exchange

import (
	"context"
	"slices"

	"daylight/internal/ocds"
	"daylight/internal/procurement"
	"daylight/internal/store"
)

// maxPage is how long a page may grow: it ends with the release that passes
// this. One release can be 8 MiB.
const maxPage = 8 << 20

// Page is a part of the record, as a package that links to the next.
type Page struct {
	BaseURL string                 // of the site
	URI     string                 // of this page
	Next    func(seq int64) string // address of the page that begins with a release
}

// Releases is a package of the releases that a filter selects, at most
// f.Limit of them, in the order of filing. Releases filed later are on later
// pages, so that going on from page to page misses none.
func (p Page) Releases(ctx context.Context, v store.View, f store.ReleaseFilter) ([]byte, error) {
	b := &pageBuilder{Page: p, list: "releases", limit: f.Limit}
	f.Limit++
	var shown []store.Release
	for r, err := range v.Filed(ctx, f) {
		if err != nil {
			return nil, err
		}
		if !b.add(r.Seq, r.RecordedAt, r.Body) {
			break
		}
		r.Body = nil
		shown = append(shown, r)
	}
	of, err := v.Publications(ctx, shown)
	if err != nil {
		return nil, err
	}
	for _, r := range shown {
		b.attribution = ocds.Attributed(b.attribution, r.Publisher, of[r.Batch])
	}
	b.uses(shown, of)
	return b.pack(ctx, v)
}

// Records is a package of records, in the order in which they last changed. A
// record that changes moves to a later page.
func (p Page) Records(ctx context.Context, v store.View, f store.ReleaseFilter) ([]byte, error) {
	b := &pageBuilder{Page: p, list: "records", limit: f.Limit}
	f.Limit++
	var heads []store.FiledHead
	for h, err := range v.LatestFiled(ctx, f) {
		if err != nil {
			return nil, err
		}
		heads = append(heads, h)
	}
	for _, h := range heads {
		record, err := v.Record(ctx, h.OCID)
		if err != nil {
			return nil, err
		}
		releases, err := v.Releases(ctx, h.OCID)
		if err != nil {
			return nil, err
		}
		of, err := v.Publications(ctx, releases)
		if err != nil {
			return nil, err
		}
		text, err := WriteRecord(h.OCID, record, releases, of)
		if err != nil {
			return nil, err
		}
		if !b.add(h.Seq, h.RecordedAt, text) {
			break
		}
		b.uses(releases, of)
	}
	return b.pack(ctx, v)
}

// Record is a package of one record, with the releases and the compiled
// release given.
func (p Page) Record(ctx context.Context, v store.View, ocid, recorded string, compiled []byte, releases []store.Release) ([]byte, error) {
	of, err := v.Publications(ctx, releases)
	if err != nil {
		return nil, err
	}
	text, err := WriteRecord(ocid, compiled, releases, of)
	if err != nil {
		return nil, err
	}
	b := &pageBuilder{Page: p, list: "records", limit: 1}
	b.uses(releases, of)
	b.add(0, recorded, text)
	return b.write(), nil
}

type pageBuilder struct {
	Page
	list        string // what the package is of
	limit       int
	items       []byte
	count       int
	last        string // when the last of them was recorded
	next        string
	attribution []ocds.Attribution
	of          []procurement.Publication // those of the releases on it, each once
}

// uses notes on what terms releases on the page were published.
func (b *pageBuilder) uses(releases []store.Release, of store.Publications) {
	for _, r := range releases {
		if p := of[r.Batch]; !slices.Contains(b.of, p) {
			b.of = append(b.of, p)
		}
	}
}

// add puts an item on the page; false where it is full, and there is another.
func (b *pageBuilder) add(seq int64, recorded string, text []byte) bool {
	if b.count == b.limit || len(b.items) > maxPage {
		b.next = b.Next(seq)
		return false
	}
	if b.count++; b.count > 1 {
		b.items = append(b.items, ',')
	}
	b.items = append(append(b.items, '\n'), text...)
	b.last = max(b.last, recorded)
	return true
}

func (b *pageBuilder) pack(ctx context.Context, v store.View) ([]byte, error) {
	if b.last == "" {
		var err error
		if b.last, err = v.LastRecorded(ctx); err != nil {
			return nil, err
		}
	}
	return b.write(), nil
}

func (b *pageBuilder) write() []byte {
	head := ocds.PackageHead(b.BaseURL, b.URI, b.last, b.of)
	if b.attribution != nil {
		head["attribution"] = ocds.Attributions(b.attribution)
	}
	text := ocds.Write(head)
	text = append(text[:len(text)-1], `,"`+b.list+`":[`...)
	text = append(append(text, b.items...), ']')
	if b.next != "" {
		text = append(append(text, `,"links":`...), ocds.Write(ocds.Object{"next": b.next})...)
	}
	return append(text, "}\n"...)
}
