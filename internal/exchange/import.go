package exchange

import (
	"context"
	"errors"
	"iter"

	"daylight/internal/ocds"
	"daylight/internal/registry"
)

// batchSize is how many releases one filing holds: readers wait no longer for
// a writer, and a crash loses no more, than one batch takes.
const batchSize = 500

// Import files what it reads, in batches. What cannot be read or filed is told
// to refuse and left out. It returns an error only where it had to stop.
func Import(ctx context.Context, r *registry.Registry, who registry.Actor, source string, items iter.Seq2[*ocds.Item, error], refuse func(error)) (Summary, error) {
	im := &importer{ctx: ctx, registry: r, who: who, source: source, refuse: refuse, seen: map[string]bool{}}
	for item, err := range items {
		if err != nil {
			im.summary.Refused++
			refuse(err)
			continue
		}
		im.batch = append(im.batch, item)
		if len(im.batch) >= batchSize {
			if err := im.file(); err != nil {
				return im.summary, err
			}
		}
	}
	err := im.file()
	return im.summary, err
}

type importer struct {
	ctx      context.Context
	registry *registry.Registry
	who      registry.Actor
	source   string
	refuse   func(error)
	batch    []*ocds.Item
	seen     map[string]bool // processes filed so far
	summary  Summary
}

func (im *importer) file() error {
	var list []registry.Submission
	for _, item := range im.batch {
		s := registry.Submission{Body: item.Body, Publisher: item.Speaker()}
		if err := registry.CheckSubmission(s); err != nil {
			im.summary.Refused++
			im.refuse(&ocds.ReadError{File: item.File, Document: item.Document, Pointer: item.Pointer, Offset: item.Offset, Body: item.Body, Err: err})
			continue
		}
		list = append(list, s)
	}
	im.batch = nil
	if len(list) == 0 {
		return nil
	}
	result, err := im.registry.File(im.ctx, im.who, im.source, list)
	if err != nil {
		return err
	}
	for _, ocid := range result.OCIDs {
		im.seen[ocid] = true
	}
	s := &im.summary
	s.Filed, s.Known, s.Processes = s.Filed+result.Filed, s.Known+result.Known, len(im.seen)
	s.Raised, s.Cleared = s.Raised+result.Raised, s.Cleared+result.Cleared
	return nil
}

// ErrPartly is returned by commands that left something out.
var ErrPartly = errors.New("some releases were refused")
