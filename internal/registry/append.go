package registry

import (
	"slices"

	"daylight/internal/ledger"
	"daylight/internal/ocds"
	"daylight/internal/store"
)

// append stores the new releases and their leaves.
func (f *filing) append(list []checked) error {
	f.said, f.new = make(map[string]*ocds.Release, len(list)), map[string][]statement{}
	var ocids []string
	for _, c := range list {
		ocids = append(ocids, c.ocid)
	}
	slices.Sort(ocids)
	known, err := f.tx.Identities(f.ctx, slices.Compact(ocids))
	if err != nil {
		return err
	}
	for _, c := range list {
		ocid := c.ocid
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
	batch, err := f.batchOf(f.origin.Under(c.Terms))
	if err != nil {
		return r, err
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
		OCID: ocid, Seq: leaf.Seq, ID: c.id, Date: c.date,
		Tag: c.tag, Publisher: c.Publisher, Filer: f.who.Name, Batch: batch,
		RecordedAt: leaf.At, Identity: c.identity, Place: leaf.Seq, Salt: salt, Body: c.Body,
	}
	return r, f.tx.AppendRelease(f.ctx, r, c.packed)
}

// batchOf is the batch that a new release of an origin belongs to: the last, or,
// where that is of another, one more. Each is signed by itself.
func (f *filing) batchOf(origin store.Origin) (int64, error) {
	if n := len(f.batches); n > 0 {
		if origin == f.last {
			return f.batches[n-1], nil
		}
		if err := f.log.sign(); err != nil {
			return 0, err
		}
	}
	id, err := f.tx.AppendBatch(f.ctx, store.Batch{Filer: f.who.Name, Origin: origin, RecordedAt: ledgerTime(f.registry.now())})
	f.batches, f.last = append(f.batches, id), origin
	return id, err
}

// speaker is who says a release and who filed it, as its leaf commits to them:
// who speaks decides what a release may say.
func speaker(publisher, filer string) []byte { return []byte(publisher + "\x00" + filer) }
