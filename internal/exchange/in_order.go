package exchange

import (
	"iter"
	"runtime"
	"sync"

	"daylight/internal/ocds"
)

// lotSize is how many items are worked on together: enough that passing them on
// costs little.
const lotSize = 16

// lot is some items on their way.
type lot[T any] struct {
	first    int // number of the first, from 0
	items    []*ocds.Item
	speakers []string
	errs     []error // of what could not be read, in the place of an item
	done     []T
	ready    chan struct{}
	failed   error
}

// inOrder does work on items on all processors, and hands what came of each to
// use, on the caller's goroutine and in the order of reading; what could not be
// read it hands on as its error. It ends with the first error of use.
func inOrder[T any](items iter.Seq2[*ocds.Item, error], work func(n int, item *ocds.Item, speaker string) T, use func(T, error) error) error {
	processors := runtime.GOMAXPROCS(0)
	queue, todo, stop := make(chan *lot[T], 2*processors), make(chan *lot[T]), make(chan struct{})
	var group sync.WaitGroup
	defer group.Wait()
	defer close(stop)
	for range processors {
		group.Go(func() {
			for l := range todo {
				l.work(work)
			}
		})
	}
	var unread error
	group.Go(func() {
		defer close(todo)
		defer close(queue)
		defer guard(func(err error) { unread = err })
		for l := range lots[T](items) {
			select {
			case queue <- l:
			case <-stop:
				return
			}
			select {
			case todo <- l:
			case <-stop:
				return
			}
		}
	})
	for l := range queue {
		<-l.ready
		if l.failed != nil {
			return l.failed
		}
		for i := range l.done {
			if err := use(l.done[i], l.errs[i]); err != nil {
				return err
			}
		}
	}
	return unread
}

// lots gathers items. A package's publisher is read where its members were: a
// later item may change what is known of it.
func lots[T any](items iter.Seq2[*ocds.Item, error]) iter.Seq[*lot[T]] {
	return func(yield func(*lot[T]) bool) {
		l := &lot[T]{ready: make(chan struct{})}
		for item, err := range items {
			l.items, l.errs = append(l.items, item), append(l.errs, err)
			if len(l.items) < lotSize {
				continue
			}
			l.speak()
			if !yield(l) {
				return
			}
			l = &lot[T]{first: l.first + len(l.items), ready: make(chan struct{})}
		}
		if l.speak(); len(l.items) > 0 {
			yield(l)
		}
	}
}

func (l *lot[T]) speak() {
	for _, item := range l.items {
		speaker := ""
		if item != nil {
			speaker = item.Speaker()
		}
		l.speakers = append(l.speakers, speaker)
	}
}

func (l *lot[T]) work(work func(n int, item *ocds.Item, speaker string) T) {
	defer close(l.ready)
	defer guard(func(err error) { l.failed = err })
	l.done = make([]T, len(l.items))
	for i, item := range l.items {
		if l.errs[i] == nil {
			l.done[i] = work(l.first+i, item, l.speakers[i])
		}
	}
}
