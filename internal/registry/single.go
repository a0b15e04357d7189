package registry

import (
	"fmt"
	"runtime"
	"sync"

	"daylight/internal/rules"
)

// projectAll reads what was said of many processes, on all processors. Of those
// in new, all was said just now.
func (d *deriver) projectAll(ocids []string, new map[string][]statement) error {
	said := make([][]statement, len(ocids))
	for i, ocid := range ocids {
		list, isNew := new[ocid]
		if isNew {
			inMergeOrder(list)
		} else {
			var err error
			if list, err = load(d.ctx, d.view, ocid, d.moment, d.filed); err != nil {
				return err
			}
		}
		said[i] = list
	}
	projections := make([]*projection, len(ocids))
	together(len(ocids), func(i int) { projections[i] = newProjection(said[i]) })
	for i, ocid := range ocids {
		d.known[ocid] = projections[i]
	}
	return nil
}

// deriveSingle computes processes that have no neighbours and have been
// projected, on all processors.
func (d *deriver) deriveSingle(ocids []string) (map[string]*derivation, error) {
	day := recordedDay{d.day, d.dayLog, d.market}
	if find := d.market.Find; find != nil {
		var asking sync.Mutex // one question at a time in a transaction
		day.market.Find = func(rule, key string) (figures rules.Figures, found bool) {
			asking.Lock()
			defer asking.Unlock()
			return find(rule, key)
		}
	}
	list := make([]*derivation, len(ocids))
	together(len(ocids), func(i int) { list[i] = derive(d.known[ocids[i]], nil, day) })
	derived := make(map[string]*derivation, len(ocids))
	for i, ocid := range ocids {
		derived[ocid] = list[i]
	}
	return derived, d.failed
}

// together calls fn for each number below n, on all processors. A panic is the
// caller's.
func together(n int, fn func(i int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	if workers == 1 {
		for i := range n {
			fn(i)
		}
		return
	}
	var group sync.WaitGroup
	panics := make([]any, workers)
	for w := range workers {
		group.Go(func() {
			defer func() { panics[w] = recover() }()
			for i := w; i < n; i += workers {
				fn(i)
			}
		})
	}
	group.Wait()
	for _, p := range panics {
		if p != nil {
			panic(fmt.Sprint(p))
		}
	}
}
