package exchange

import (
	"slices"

	"daylight/internal/ocds"
	"daylight/internal/procurement"
	"daylight/internal/store"
)

// open begins a package: what it says about itself, then a list.
func (e *exporter) open() {
	head := ocds.Write(e.head)
	e.w.Write(head[:len(head)-1])
}

// releases writes a release package. Who published which releases stands
// before them: as many attributions as there are changes of publisher or of its
// terms.
func (e *exporter) releases() error {
	e.open()
	e.w.WriteString(`,"attribution":[`)
	a := attributor{e: e}
	for h, err := range e.view.FiledHeads(e.ctx, e.filed()) {
		if err != nil {
			return err
		}
		a.add(h.Publisher, e.of[h.Batch])
	}
	a.flush()
	e.w.WriteString(`],"releases":[`)
	for r, err := range e.view.Filed(e.ctx, e.filed()) {
		if err != nil {
			return err
		}
		e.next()
		e.w.Write(r.Body)
	}
	e.w.WriteString("]}\n")
	return nil
}

// attributor writes attributions as they become complete.
type attributor struct {
	e    *exporter
	last []ocds.Attribution
	more bool
}

func (a *attributor) add(publisher string, p procurement.Publication) {
	if list := ocds.Attributed(a.last, publisher, p); len(list) > 1 {
		a.flush()
		a.last = list[1:]
	} else {
		a.last = list
	}
}

func (a *attributor) flush() {
	for _, x := range a.last {
		if a.more {
			a.e.w.WriteByte(',')
		}
		a.more = true
		a.e.w.Write(ocds.Write(x.Object()))
	}
	a.last = nil
}

// records writes a record package, in order of ocid.
func (e *exporter) records() error {
	e.open()
	e.w.WriteString(`,"records":[`)
	for c, err := range e.view.Records(e.ctx, e.Filter) {
		if err != nil {
			return err
		}
		releases, err := e.view.Releases(e.ctx, c.OCID)
		if err != nil {
			return err
		}
		text, err := WriteRecord(c.OCID, c.Record, releases, e.of)
		if err != nil {
			return err
		}
		e.next()
		e.w.Write(text)
	}
	e.w.WriteString("]}\n")
	return nil
}

// WriteRecord is an OCDS record: the releases as filed, in merge order, with
// who published them and on what terms; the compiled release with ocds.Project,
// so that readers without our extension see decisions and conditions; and the
// versioned release of all publishers' releases.
func WriteRecord(ocid string, compiled []byte, releases []store.Release, of store.Publications) ([]byte, error) {
	record, err := ocds.ParseObject(compiled)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(releases, func(a, b store.Release) int { return key(a).Compare(key(b)) })
	var attribution []ocds.Attribution
	merger := ocds.NewMerger(ocds.Strategies11)
	for _, r := range releases {
		attribution = ocds.Attributed(attribution, r.Publisher, of[r.Batch])
		tree, err := ocds.ParseObject(r.Body)
		if err != nil {
			return nil, err
		}
		merger.Add(tree)
	}
	text := append([]byte(`{"ocid":`), ocds.Write(ocid)...)
	text = append(append(text, `,"attribution":`...), ocds.Write(ocds.Attributions(attribution))...)
	text = append(text, `,"releases":[`...)
	for i, r := range releases {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(text, r.Body...)
	}
	text = append(append(text, `],"compiledRelease":`...), ocds.Write(ocds.Project(record))...)
	text = append(append(text, `,"versionedRelease":`...), ocds.Write(merger.Versioned())...)
	return append(text, '}'), nil
}

func key(r store.Release) ocds.MergeKey { return ocds.KeyOf(r.Date, r.ID, r.Identity) }
