package web

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"

	"golang.org/x/mod/sumdb/tlog"

	"daylight/internal/ocds"
	"daylight/internal/procurement"
	"daylight/internal/store"
)

// releasePage is one release as it was filed.
type releasePage struct {
	Page
	Release  store.Release
	Batch    store.Batch // that it came with
	Process  string      // title
	History  string      // address of the history
	Day      procurement.Date
	Accessed bool
	Sections []string // what it speaks of
	Sources  []numberedSource
	Body     string
	Leaf     string // the leaf's exact bytes
	LeafHash string
	Salt     string     // that the leaf's hashes begin with, hexadecimal
	Bytes    string     // absolute address of the exact body
	Proof    string     // address
	Replaces *tombstone // what it stands for; nil where nothing was removed
}

func (*releasePage) template() string { return "release" }

// release answers with one release, or with its body byte for byte.
func (s *Server) release(ctx context.Context, r *request) (*answer, error) {
	const want = "Write the number of the release, as in /contracts/OCID/releases/12."
	seq, err := parseNumber(r.Param("seq"), want)
	if err != nil {
		return nil, err
	}
	x, err := r.Release(ctx, r.Param("ocid"), seq)
	if errors.Is(err, store.ErrNotFound) {
		return s.removed(ctx, r, r.Param("ocid"), seq)
	}
	if err != nil {
		return nil, err
	}
	if r.Form == asJSON {
		return &answer{Type: "application/json", Body: x.Body}, nil
	}
	p, err := s.releasePage(ctx, r, x)
	if err != nil {
		return nil, err
	}
	return s.html(p)(ctx)
}

func (s *Server) releasePage(ctx context.Context, r *request, x store.Release) (*releasePage, error) {
	leaf, err := r.Leaf(ctx, x.Seq)
	if err != nil {
		return nil, err
	}
	batch, err := r.Batch(ctx, x.Batch)
	if err != nil {
		return nil, err
	}
	title, err := r.titleOf(ctx, x.OCID, x.Publisher)
	if err != nil {
		return nil, err
	}
	body, err := ocds.ParseObject(x.Body)
	if err != nil {
		return nil, err
	}
	day, _ := procurement.ParseDate(x.Date)
	hash := tlog.RecordHash(leaf)
	p := &releasePage{
		Page:    s.page(r, "Release of "+day.String(), "One release about "+title+", as it was filed, and how to check it."),
		Release: x, Batch: batch, Process: title, History: href("contracts", x.OCID), Day: day,
		Accessed: ocds.String(body, "dateBasis") == "accessed", Sections: sections(body), Body: indent(x.Body),
		Leaf: string(leaf), LeafHash: base64.StdEncoding.EncodeToString(hash[:]), Proof: href("log", "proof", x.Seq),
		Salt: hex.EncodeToString(x.Salt), Bytes: s.BaseURL + r.Address(asJSON),
	}
	switch t, err := r.ReplacedBy(ctx, x.OCID, x.Seq); {
	case err == nil:
		replaces := newTombstone(t)
		p.Replaces = &replaces
	case !errors.Is(err, store.ErrNotFound):
		return nil, err
	}
	var books bibliography
	books.add(ocds.ReadProcess(body, x.Publisher))
	p.Sources, p.Styles = books.list, []string{"history.css"}
	return p, nil
}

// titleOf is what the record calls a process.
func (r *request) titleOf(ctx context.Context, ocid, publisher string) (string, error) {
	record, err := r.Record(ctx, ocid)
	if err != nil {
		return "", err
	}
	compiled, err := ocds.ParseObject(record)
	if err != nil {
		return "", err
	}
	return ocds.ReadProcess(compiled, publisher).Title, nil
}
