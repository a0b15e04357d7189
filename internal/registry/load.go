package registry

import (
	"context"
	"errors"
	"slices"

	"daylight/internal/access"
	"daylight/internal/ocds"
	"daylight/internal/store"
)

// Prepared is a submission that was checked and may be filed.
type Prepared struct{ checked }

// Prepare checks a submission, as many at a time as the caller likes. It
// returns *Rejected where it cannot be filed.
func Prepare(s Submission) (Prepared, error) {
	c, err := check(0, s)
	return Prepared{c}, err
}

// Held is what cannot be filed, and where it stood.
type Held = store.Held

// Batch is one step of an import.
type Batch struct {
	Origin   store.Origin
	For      string // the organisation a token imports for; "" where a command does
	Releases []Prepared
	Held     []Held       // to go into quarantine; Load fills in their origin
	Files    []string     // the files that it holds something of
	Read     []store.File // the files that were read to their end by now
}

// Load files a batch of an import as one transaction, which also puts what was
// held into quarantine and notes the files. Releases and held that are known
// already change nothing: the same batch may be loaded again.
func (r *Registry) Load(ctx context.Context, who access.Actor, b Batch) (Result, error) {
	if b.For != "" {
		if err := access.Can(who, access.ImportBatch, access.Object{Organisation: b.For}); err != nil {
			return Result{}, err
		}
	} else if err := permit(who, access.FileRelease); err != nil {
		return Result{}, err
	}
	list := make([]checked, len(b.Releases))
	for i, p := range b.Releases {
		list[i] = p.checked
	}
	return r.update(ctx, who, b.Origin, func(f *filing) error {
		if err := f.file(list); err != nil {
			return err
		}
		return f.note(b)
	})
}

// note records what a batch brought beside releases.
func (f *filing) note(b Batch) error {
	files := map[string]int64{}
	number := func(name string) (id int64, err error) {
		if id, ok := files[name]; ok {
			return id, nil
		}
		id, err = f.tx.NoteFile(f.ctx, name)
		files[name] = id
		return id, err
	}
	for _, h := range b.Held {
		known, err := f.tx.IsHeld(f.ctx, h)
		if err != nil {
			return err
		}
		if known {
			continue
		}
		id, err := number(h.File)
		if err != nil {
			return err
		}
		h.Origin, h.RecordedAt = b.Origin, ledgerTime(f.registry.now())
		if err := f.tx.PutHeld(f.ctx, h, id); err != nil {
			return err
		}
	}
	for _, name := range b.Files {
		if len(f.batches) == 0 {
			break
		}
		id, err := number(name)
		if err != nil {
			return err
		}
		for _, batch := range f.batches {
			if err := f.tx.PutBatchFile(f.ctx, batch, id); err != nil {
				return err
			}
		}
	}
	for _, file := range b.Read {
		if err := f.tx.PutFile(f.ctx, file); err != nil {
			return err
		}
	}
	return nil
}

// Retry files what lies in quarantine under a number, if by now it can be. It
// returns *Rejected where it cannot; what was filed since is known.
func (r *Registry) Retry(ctx context.Context, who access.Actor, id int64) (Result, error) {
	if err := permit(who, access.FileRelease); err != nil {
		return Result{}, err
	}
	return r.update(ctx, who, store.Origin{}, func(f *filing) error {
		h, err := f.tx.Held(f.ctx, id)
		if err != nil {
			return err
		}
		if h.Body == nil {
			return &Rejected{Problems: []ocds.Problem{{Code: ocds.Reason(h.Reason), Rule: "its bytes could not be kept: " + h.Sentence}}}
		}
		c, err := check(0, Submission{Body: h.Body, Publisher: h.Publisher})
		if err != nil {
			return err
		}
		f.origin = h.Origin
		if err := f.file([]checked{c}); err != nil {
			return err
		}
		for _, batch := range f.batches {
			if err := f.tx.PutHeldFile(f.ctx, batch, id); err != nil {
				return err
			}
		}
		return f.tx.HeldFiled(f.ctx, id, ledgerTime(r.now()))
	})
}

// Sentence is a rejection's problems, or another error, as one text.
func Sentence(err error) string {
	rejected, ok := errors.AsType[*Rejected](err)
	if !ok {
		return err.Error()
	}
	var text []byte
	for p := range slices.Values(rejected.Problems) {
		if text != nil {
			text = append(text, "; "...)
		}
		text = append(text, p.String()...)
	}
	return string(text)
}
