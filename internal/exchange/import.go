package exchange

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"runtime"
	"sync"

	"daylight/internal/ocds"
	"daylight/internal/procurement"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// A filing holds so many releases, or so many bytes of them: readers wait no
// longer for a writer, and a crash loses no more, than one batch takes. Where
// one batch ends depends on the input alone, so that an import that was
// interrupted comes, run again, to the same record as one that was not.
const (
	batchSize  = 1000
	batchBytes = 4 << 20
)

// An Importer files what it reads. Checking goes on beside filing.
type Importer struct {
	Registry  *registry.Registry
	Who       registry.Actor
	Opener    Opener
	Origin    store.Origin
	Publisher string        // speaks where a package names nobody
	For       string        // organisation of the desk that imports by a token: it speaks as Publisher, whatever a package says
	Batch     int           // releases a filing holds at most; 0 means batchSize
	Refused   func(error)   // is told what went into quarantine; may be nil
	Filed     func(Outcome) // is told how far it is after each batch; may be nil
}

// Run files the releases of the named files and folders, in batches. What
// cannot be read or filed goes into quarantine. It returns an error only where
// it had to stop.
func (im Importer) Run(ctx context.Context, names ...string) (Outcome, error) {
	return im.run(ctx, func(o Opener) iter.Seq2[*ocds.Item, error] { return o.Items(names...) })
}

// Stream files the releases of one text that is read already, under a name.
func (im Importer) Stream(ctx context.Context, name string, text io.Reader) (Outcome, error) {
	return im.run(ctx, func(o Opener) iter.Seq2[*ocds.Item, error] { return o.Stream(name, text) })
}

func (im Importer) run(ctx context.Context, open func(Opener) iter.Seq2[*ocds.Item, error]) (Outcome, error) {
	r := &intake{im: &im, last: &parcel{}}
	im.Opener.Begun, im.Opener.Ended = r.begun, r.ended
	items := open(im.Opener)
	ctx, stop := context.WithCancel(ctx)
	queue := make(chan *parcel) // one is filed while the next is prepared, and no more wait
	var reader sync.WaitGroup
	defer reader.Wait()
	defer stop()
	reader.Go(func() {
		defer close(queue)
		defer guard(func(err error) { r.last.err = err })
		r.read(ctx, items, queue)
	})
	out := Outcome{Reasons: map[ocds.Reason]int{}}
	for p := range queue {
		if err := im.file(ctx, p, &out); err != nil {
			return out, err
		}
	}
	return out, errors.Join(r.last.err, context.Cause(ctx))
}

// guard turns a panic into an error: no input may end the program.
func guard(report func(error)) {
	if p := recover(); p != nil {
		report(fmt.Errorf("this input cannot be read here: %v", p))
	}
}

// file loads a parcel once it is prepared.
func (im Importer) file(ctx context.Context, p *parcel, out *Outcome) error {
	<-p.ready
	if p.err != nil {
		return p.err
	}
	result, err := im.Registry.Load(ctx, im.Who, p.batch)
	if err != nil {
		return err
	}
	for _, err := range p.refused {
		out.Reasons[ocds.ReasonOf(err)]++
		if unread(err) {
			out.Unread++
		}
		if im.Refused != nil {
			im.Refused(err)
		}
	}
	out.add(result, len(p.refused))
	for _, f := range p.batch.Read {
		out.Files, out.Bytes = out.Files+1, out.Bytes+f.Size
	}
	if im.Filed != nil {
		im.Filed(*out)
	}
	return nil
}

// unread tells what is no release at all from one that was refused.
func unread(err error) bool {
	e, ok := errors.AsType[*ocds.ReadError](err)
	return !ok || e.Fatal || e.Reason() == ocds.BadJSON || e.Reason() == ocds.Truncated
}

// intake cuts what is read into parcels.
type intake struct {
	im   *Importer
	file string // being read
	last *parcel
	size int // bytes in it
}

func (r *intake) begun(name string)  { r.file = name }
func (r *intake) ended(f store.File) { r.last.batch.Read = append(r.last.batch.Read, f) }

func (r *intake) read(ctx context.Context, items iter.Seq2[*ocds.Item, error], queue chan<- *parcel) {
	most := cmp.Or(r.im.Batch, batchSize)
	for item, err := range items {
		r.add(item, err)
		if (len(r.last.items)+len(r.last.refused) >= most || r.size >= batchBytes) && !r.send(ctx, queue) {
			return
		}
	}
	r.send(ctx, queue)
}

func (r *intake) add(item *ocds.Item, err error) {
	p := r.last
	if n := len(p.batch.Files); n == 0 || p.batch.Files[n-1] != r.file {
		p.batch.Files = append(p.batch.Files, r.file)
	}
	if err != nil {
		p.refuse(r.file, "", err)
		return
	}
	p.items, p.files = append(p.items, item), append(p.files, r.file)
	r.size += len(item.Body)
}

// send passes the parcel on, and has it prepared meanwhile.
func (r *intake) send(ctx context.Context, queue chan<- *parcel) bool {
	p := r.last
	p.ready = make(chan struct{})
	p.batch.Origin, p.batch.For = r.im.Origin, r.im.For
	// What a package says of its publisher and its terms is read where its
	// members were: now, not beside.
	for _, item := range p.items {
		speaker := cmp.Or(item.Speaker(), r.im.Publisher)
		if r.im.For != "" {
			speaker = r.im.Publisher
		}
		p.publishers, p.terms = append(p.publishers, speaker), append(p.terms, item.Publication())
	}
	r.last, r.size = &parcel{}, 0
	go p.prepare()
	select {
	case queue <- p:
		return true
	case <-ctx.Done():
		return false
	}
}

// parcel is a batch on its way.
type parcel struct {
	items      []*ocds.Item
	files      []string // in which each lay
	publishers []string
	terms      []procurement.Publication
	refused    []error // in order of reading, then of checking
	batch      registry.Batch
	ready      chan struct{}
	err        error
}

// prepare checks the items on all processors.
func (p *parcel) prepare() {
	defer close(p.ready)
	defer guard(func(err error) { p.err = err })
	type verdict struct {
		registry.Prepared
		err error
	}
	verdicts := make([]verdict, len(p.items))
	var workers sync.WaitGroup
	var once sync.Once
	n := runtime.GOMAXPROCS(0)
	for w := range n {
		workers.Go(func() {
			defer guard(func(err error) { once.Do(func() { p.err = err }) })
			for i := w; i < len(p.items); i += n {
				v := &verdicts[i]
				v.Prepared, v.err = registry.Prepare(registry.Submission{Body: p.items[i].Body, Publisher: p.publishers[i], Terms: p.terms[i]})
			}
		})
	}
	workers.Wait()
	for i, v := range verdicts {
		if v.err == nil {
			p.batch.Releases = append(p.batch.Releases, v.Prepared)
			continue
		}
		item := p.items[i]
		p.refuse(p.files[i], p.publishers[i], &ocds.ReadError{
			File: item.File, Document: item.Document, Pointer: item.Pointer, Offset: item.Offset, Body: item.Body, Err: v.err,
		})
	}
	p.items = nil
}

// refuse puts something into the batch's quarantine, but for a file that could
// not be opened.
func (p *parcel) refuse(file, publisher string, err error) {
	p.refused = append(p.refused, err)
	e, ok := errors.AsType[*ocds.ReadError](err)
	if !ok || e.Reason() == ocds.Unreadable {
		return
	}
	p.batch.Held = append(p.batch.Held, registry.Held{
		File: file, Member: e.File, Document: e.Document, Pointer: e.Pointer, Offset: e.Offset, Body: e.Body,
		Reason: string(e.Reason()), Sentence: registry.Sentence(e.Err), Publisher: publisher,
	})
}

// ErrPartly is returned by commands that left something out.
var ErrPartly = errors.New("some releases were refused")
