package web

import (
	"context"
	"errors"
	"sync"
)

// flights lets only one of the requests that ask the same of one data version
// put the answer together; the others wait for it. So a page that many read
// is made once when the record changes, however often it changes.
type flights struct {
	mu    sync.Mutex
	under map[asked]*flight
}

// asked is a question of one data version.
type asked struct {
	version int64
	key     string
}

// flight is an answer under way; done is closed once it is there.
type flight struct {
	done   chan struct{}
	answer *answer
	err    error
}

var errGaveUp = errors.New("the answer another request was waiting for came to nothing")

// once makes an answer, or waits for the one that is being made. It waits no
// longer than ctx lasts; build is to have a time limit of its own, since who
// began it may leave before the others.
func (f *flights) once(ctx context.Context, version int64, key string, build func() (*answer, error)) (*answer, error) {
	name := asked{version, key}
	f.mu.Lock()
	x := f.under[name]
	if x != nil {
		f.mu.Unlock()
		select {
		case <-x.done:
			return x.answer, x.err
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	x = &flight{done: make(chan struct{}), err: errGaveUp}
	if f.under == nil {
		f.under = map[asked]*flight{}
	}
	f.under[name] = x
	f.mu.Unlock()
	defer func() { // also where build panics
		f.mu.Lock()
		delete(f.under, name)
		f.mu.Unlock()
		close(x.done)
	}()
	x.answer, x.err = build()
	return x.answer, x.err
}
