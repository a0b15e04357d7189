package exchange

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"

	"daylight/internal/ocds"
	"daylight/internal/store"
)

// Formats that Export writes.
const (
	Releases = "ocds-releases" // one OCDS release package, bodies as filed
	Records  = "ocds-records"  // one OCDS record package: releases as filed, compiled releases with ocds.Project
)

// Export writes the whole record as one OCDS 1.1 package. Releases are the
// bytes that were filed. The date of the package is that of the latest leaf,
// so that the same record is the same file.
func Export(ctx context.Context, v store.View, format, baseURL string, out io.Writer) error {
	w := bufio.NewWriter(out)
	e := &exporter{ctx: ctx, view: v, w: w}
	if err := e.head(baseURL); err != nil {
		return err
	}
	var err error
	switch format {
	case Releases:
		err = e.releases()
	case Records:
		err = e.records()
	default:
		return fmt.Errorf("no format %q: choose %s or %s", format, Releases, Records)
	}
	if err != nil {
		return err
	}
	fmt.Fprint(w, "]}\n")
	return w.Flush()
}

type exporter struct {
	ctx  context.Context
	view store.View
	w    *bufio.Writer
	n    int
}

func (e *exporter) head(baseURL string) error {
	at, err := e.view.LastRecorded(e.ctx)
	if err != nil {
		return err
	}
	head := ocds.Write(ocds.PackageHead(baseURL+"/data", at))
	e.w.Write(head[:len(head)-1])
	return nil
}

func (e *exporter) comma() {
	if e.n++; e.n > 1 {
		e.w.WriteByte(',')
	}
	e.w.WriteByte('\n')
}

func (e *exporter) releases() error {
	fmt.Fprint(e.w, `,"releases":[`)
	for s, err := range e.view.StoredReleases(e.ctx) {
		if err == nil {
			err = s.Decode()
		}
		if err != nil {
			return err
		}
		e.comma()
		e.w.Write(s.Body)
	}
	return nil
}

func (e *exporter) records() error {
	fmt.Fprint(e.w, `,"records":[`)
	ocids, err := e.view.OCIDs(e.ctx)
	if err != nil {
		return err
	}
	for _, ocid := range ocids {
		if err := e.record(ocid); err != nil {
			return err
		}
	}
	return nil
}

func (e *exporter) record(ocid string) error {
	compiled, err := e.view.Record(e.ctx, ocid)
	if err != nil {
		return err
	}
	record, err := ocds.ParseObject(compiled)
	if err != nil {
		return err
	}
	releases, err := e.view.Releases(e.ctx, ocid)
	if err != nil {
		return err
	}
	slices.SortFunc(releases, func(a, b store.Release) int { return key(a).Compare(key(b)) })
	e.comma()
	fmt.Fprintf(e.w, `{"ocid":%s,"releases":[`, ocds.Write(ocid))
	for i, r := range releases {
		if i > 0 {
			e.w.WriteByte(',')
		}
		e.w.Write(r.Body)
	}
	fmt.Fprintf(e.w, `],"compiledRelease":%s}`, ocds.Write(ocds.Project(record)))
	return nil
}

func key(r store.Release) ocds.MergeKey { return ocds.KeyOf(r.Date, r.ID, r.Identity) }
