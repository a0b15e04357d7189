package registry

import (
	"errors"
	"fmt"
	"runtime"
	"sync"

	"daylight/internal/rules"
	"daylight/internal/store"
)

// projectAll reads what was said of many processes, on all processors. Of those
// in new, all was said just now.
func (d *deriver) projectAll(ocids []string, new map[string][]statement) error {
	said, filed := make([][]statement, len(ocids)), make([][]store.Release, len(ocids))
	for i, ocid := range ocids {
		var isNew bool
		if said[i], isNew = new[ocid]; !isNew {
			var err error
			if filed[i], err = d.view.Releases(d.ctx, ocid); err != nil {
				return err
			}
		}
	}
	projections, errs := make([]*projection, len(ocids)), make([]error, len(ocids))
	together(len(ocids), func(i int) {
		if filed[i] == nil {
			inMergeOrder(said[i])
		} else {
			said[i], errs[i] = shown(filed[i], d.moment, d.filed)
		}
		projections[i] = newProjection(said[i])
		said[i], filed[i] = nil, nil
	})
	for i, ocid := range ocids {
		d.known[ocid] = projections[i]
	}
	return errors.Join(errs...)
}

// shared is the recorded day for many derivations at a time.
func (d *deriver) shared() recordedDay {
	day := recordedDay{d.day, d.dayLog, d.market}
	if find := d.market.Find; find != nil {
		var asking sync.Mutex // one question at a time in a transaction
		day.market.Find = func(rule, key string) (figures rules.Figures, found bool) {
			asking.Lock()
			defer asking.Unlock()
			return find(rule, key)
		}
	}
	return day
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
