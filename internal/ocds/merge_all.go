package ocds

import (
	"errors"
	"iter"
	"runtime"
)

// A Compilation merges all releases of any number of inputs, process by
// process. Releases are merged as published: none is upgraded, and one tagged
// "compiled" merges like any other. The same statement read twice (see
// MergeKey) counts once. It holds the text of all releases until the end, for
// the last input may speak of the first process.
type Compilation struct {
	// Versioned asks for versioned rather than compiled releases.
	Versioned bool
	// Strategies are for all processes. If nil, a process whose every release
	// came in a package of version 1.0 is merged by the strategies of 1.0, and
	// all others by those of 1.1.
	Strategies *Strategies

	ocids     []string
	processes map[string][]*Item
}

var errNoOCID = errors.New("release without an ocid")

// Add takes an item that Read yielded. A release without an ocid is refused
// with a *ReadError that names its place; the others can still be compiled.
func (c *Compilation) Add(item *Item) error {
	text := member(item.Body, "ocid")
	if len(text) == 0 || text[0] != '"' || string(text) == `""` {
		return &ReadError{Document: item.Document, Pointer: item.Pointer, Offset: item.Offset, Err: errNoOCID}
	}
	ocid := build(text).(string)
	if c.processes == nil {
		c.processes = map[string][]*Item{}
	}
	if c.processes[ocid] == nil {
		c.ocids = append(c.ocids, ocid)
	}
	c.processes[ocid] = append(c.processes[ocid], item)
	return nil
}

// Lines are the merged releases as Write renders them, one for each process,
// in order of first appearance. Processes are merged as many at a time as
// there are processors.
func (c *Compilation) Lines() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		pending := make(chan chan []byte, 4*runtime.GOMAXPROCS(0))
		stop := make(chan struct{})
		defer close(stop)
		go c.start(pending, stop)
		for line := range pending {
			if !yield(<-line) {
				return
			}
		}
	}
}

// start works on processes in order, as far ahead as pending has room.
func (c *Compilation) start(pending chan<- chan []byte, stop <-chan struct{}) {
	defer close(pending)
	busy := make(chan struct{}, runtime.GOMAXPROCS(0))
	for _, ocid := range c.ocids {
		line := make(chan []byte, 1)
		select {
		case pending <- line:
		case <-stop:
			return
		}
		busy <- struct{}{}
		go func() {
			line <- Write(c.merge(c.processes[ocid]))
			<-busy
		}()
	}
}

func (c *Compilation) merge(items []*Item) Object {
	releases := make([]Object, len(items))
	for i, item := range items {
		releases[i] = build(item.Body).(Object)
	}
	if len(items) == 1 && items[0].Kind == CompiledItem && !c.Versioned {
		return releases[0] // as its publisher compiled it
	}
	m := NewMerger(c.strategies(items))
	for _, r := range distinct(SortReleases(releases)) {
		m.Add(r)
	}
	if c.Versioned {
		return m.Versioned()
	}
	return m.Compiled()
}

func (c *Compilation) strategies(items []*Item) *Strategies {
	if c.Strategies != nil {
		return c.Strategies
	}
	for _, item := range items {
		if s := StrategiesFor(item.Package.Version); s != Strategies10 {
			return s
		}
	}
	return Strategies10
}

// distinct drops what is said again: the same content is next to itself in
// merge order.
func distinct(sorted []Object) []Object {
	kept := sorted[:0]
	for _, r := range sorted {
		if len(kept) == 0 || !equal(r, kept[len(kept)-1]) {
			kept = append(kept, r)
		}
	}
	return kept
}
