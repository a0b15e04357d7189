package registry

import (
	"context"
	"maps"
	"slices"

	"daylight/internal/access"
	"daylight/internal/ledger"
	"daylight/internal/ocds"
	"daylight/internal/store"
)

// Result is what a filing did.
type Result struct {
	Filed, Known int
	Processes    int      // of which nothing was filed before
	OCIDs        []string // processes that changed, sorted
	Raised       int      // flags raised and cleared by it
	Cleared      int
}

// File is the one way to change the public record. In one transaction it
// checks the releases, appends each with its leaf, merges their processes,
// derives rows and flags and publishes what happened as events. A release
// already filed is known and changes nothing. Releases it cannot file are
// refused as *Rejected, and then nothing is filed.
func (r *Registry) File(ctx context.Context, who access.Actor, source string, submissions []Submission) (Result, error) {
	if err := permit(who, access.FileRelease); err != nil {
		return Result{}, err
	}
	list := make([]checked, len(submissions))
	for i, s := range submissions {
		var err error
		if list[i], err = check(i, s); err != nil {
			return Result{}, err
		}
	}
	return r.update(ctx, who, store.Origin{Source: source}, func(f *filing) error { return f.file(list) })
}

// update runs a filing as one transaction.
func (r *Registry) update(ctx context.Context, who access.Actor, origin store.Origin, fn func(*filing) error) (Result, error) {
	var result Result
	err := r.writer.Update(ctx, func(tx *store.Tx) error {
		f := &filing{ctx: ctx, tx: tx, registry: r, who: who, origin: origin, touched: map[string]bool{}}
		if err := fn(f); err != nil {
			return err
		}
		result = f.result
		result.OCIDs = slices.Sorted(maps.Keys(f.touched))
		return nil
	})
	return result, err
}

// filing is one transaction in progress.
type filing struct {
	ctx      context.Context
	tx       *store.Tx
	registry *Registry
	who      access.Actor
	origin   store.Origin

	log     *log
	batch   int64 // 0 until something new is filed
	touched map[string]bool
	said    map[string]*ocds.Release // the new releases, by identity
	new     map[string][]statement   // of processes of which nothing was filed before, in order of filing
	result  Result
}

func (f *filing) file(list []checked) (err error) {
	if f.log, err = f.registry.openLog(f.ctx, f.tx); err != nil {
		return err
	}
	if err := f.append(list); err != nil {
		return err
	}
	if len(f.touched) == 0 {
		return nil
	}
	d, err := openDeriver(f.ctx, f.tx.View, Moment{})
	if err != nil {
		return err
	}
	d.filed = f.said
	if err := f.derive(d); err != nil {
		return err
	}
	return f.log.sign()
}

// append stores the new releases and their leaves.
func (f *filing) append(list []checked) error {
	f.said, f.new = make(map[string]*ocds.Release, len(list)), map[string][]statement{}
	var ocids []string
	for _, c := range list {
		ocids = append(ocids, ocds.String(c.release, "ocid"))
	}
	slices.Sort(ocids)
	known, err := f.tx.Identities(f.ctx, slices.Compact(ocids))
	if err != nil {
		return err
	}
	for _, c := range list {
		ocid := ocds.String(c.release, "ocid")
		if known[ocid][c.identity] {
			f.result.Known++
			continue
		}
		if known[ocid] == nil {
			known[ocid] = map[string]bool{}
			f.new[ocid] = nil
			f.tx.New(ocid)
			f.result.Processes++
		}
		known[ocid][c.identity] = true
		r, err := f.appendRelease(ocid, c)
		if err != nil {
			return err
		}
		if said, new := f.new[ocid]; new {
			f.new[ocid] = append(said, newStatement(r, c.said))
		}
		f.touched[ocid] = true
		f.said[c.identity] = c.said
		f.result.Filed++
	}
	return nil
}

func (f *filing) appendRelease(ocid string, c checked) (r store.Release, err error) {
	if f.batch == 0 {
		b := store.Batch{Filer: f.who.Name, Origin: f.origin, RecordedAt: ledgerTime(f.registry.now())}
		if f.batch, err = f.tx.AppendBatch(f.ctx, b); err != nil {
			return r, err
		}
	}
	salt, err := ledger.NewSalt(f.registry.rand)
	if err != nil {
		return r, err
	}
	leaf, err := f.log.append(ledger.Leaf{
		Kind: "release", Process: ledger.Commit(salt, []byte(ocid)), Body: ledger.Commit(salt, c.Body),
		Speaker: ledger.Commit(salt, speaker(c.Publisher, f.who.Name)),
	})
	if err != nil {
		return r, err
	}
	r = store.Release{
		OCID: ocid, Seq: leaf.Seq, ID: ocds.String(c.release, "id"), Date: ocds.String(c.release, "date"),
		Tag: ocds.Strings(c.release, "tag"), Publisher: c.Publisher, Filer: f.who.Name, Batch: f.batch,
		RecordedAt: leaf.At, Identity: c.identity, Place: leaf.Seq, Salt: salt, Body: c.Body,
	}
	return r, f.tx.AppendRelease(f.ctx, r)
}

// speaker is who says a release and who filed it, as its leaf commits to them:
// who speaks decides what a release may say.
func speaker(publisher, filer string) []byte { return []byte(publisher + "\x00" + filer) }

// derive writes the rows of every process the filing touched, and of their
// neighbours before and after, whose flags may depend on them; then publishes
// what happened. One that nothing is linked to, before or after, is nobody's
// neighbour: its rows are written once, in full.
func (f *filing) derive(d *deriver) error {
	touched := slices.Sorted(maps.Keys(f.touched))
	linked, err := f.tx.Linked(f.ctx, touched)
	if err != nil {
		return err
	}
	affected := maps.Clone(f.touched)
	if err := f.addNeighbours(linked, affected); err != nil {
		return err
	}
	if err := d.projectAll(touched, f.new); err != nil {
		return err
	}
	// First the processes themselves, so that their links and cases are known.
	for _, ocid := range touched {
		if row := d.known[ocid].row(); len(row.Links) > 0 || row.Process.Case != nil {
			linked[ocid] = true
		}
	}
	if err := f.putAlone(d, linked); err != nil {
		return err
	}
	more, err := f.tx.Linked(f.ctx, touched)
	if err != nil {
		return err
	}
	maps.DeleteFunc(more, func(ocid string, _ bool) bool { return linked[ocid] })
	if err := f.putAlone(d, more); err != nil {
		return err
	}
	maps.Copy(linked, more)
	if err := f.addNeighbours(linked, affected); err != nil {
		return err
	}
	return f.putAll(d, slices.Sorted(maps.Keys(affected)), linked)
}

func (f *filing) putAlone(d *deriver, ocids map[string]bool) error {
	for _, ocid := range slices.Sorted(maps.Keys(ocids)) {
		if err := d.putAlone(f.tx, ocid); err != nil {
			return err
		}
	}
	return nil
}

// putAll derives processes and writes what follows. Those that nothing is
// linked to are derived beside each other.
func (f *filing) putAll(d *deriver, ocids []string, linked map[string]bool) error {
	var single []string
	for _, ocid := range ocids {
		if f.touched[ocid] && !linked[ocid] {
			single = append(single, ocid)
		}
	}
	derived, err := d.deriveSingle(single)
	if err != nil {
		return err
	}
	for _, ocid := range ocids {
		if derived[ocid] == nil {
			if derived[ocid], err = d.derive(ocid); err != nil {
				return err
			}
		}
	}
	// What is there is asked for before anything is written: see store.Tx.
	published := map[string]map[string]store.PublishedEvent{}
	for _, ocid := range ocids {
		if _, new := f.new[ocid]; new {
			continue
		}
		if published[ocid], err = f.tx.Published(f.ctx, ocid); err == nil {
			err = f.tx.Drop(f.ctx, ocid)
		}
		if err != nil {
			return err
		}
	}
	for _, ocid := range ocids {
		if err := f.publishAmong(published[ocid], ocid, derived[ocid]); err != nil {
			return err
		}
		if err := f.tx.PutProcess(f.ctx, derived[ocid].rows); err != nil {
			return err
		}
	}
	return nil
}

func (f *filing) addNeighbours(ocids, affected map[string]bool) error {
	for ocid := range ocids {
		list, err := f.tx.Neighbours(f.ctx, ocid, allNeighbours)
		if err != nil {
			return err
		}
		for _, n := range list {
			affected[n] = true
		}
	}
	return nil
}
