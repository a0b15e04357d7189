package ocds

import (
	"bytes"
	"errors"
	"iter"
	"runtime"
	"slices"
	"sync"
)

// A Compilation merges all releases of any number of inputs, process by
// process. Releases are merged as published: none is upgraded, and one tagged
// "compiled" merges like any other. The same statement read twice (see
// MergeKey) counts once. It holds the text of all releases until the end, for
// the last input may speak of the first process: expect a peak of two to three
// times the input. What is made of the text is made for a few processes at a
// time, and does not grow with it.
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
		return &ReadError{File: item.File, Document: item.Document, Pointer: item.Pointer, Offset: item.Offset, Err: errNoOCID}
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
// there are processors. A line may be read until the next.
func (c *Compilation) Lines() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		pending := make(chan *batch, runtime.GOMAXPROCS(0))
		stop := make(chan struct{})
		defer close(stop)
		spare := &sync.Pool{New: func() any { return &batch{merged: make(chan struct{}, 1)} }}
		go c.start(pending, stop, spare)
		for b := range pending {
			<-b.merged
			for line := range bytes.Lines(b.lines) {
				if !yield(line[:len(line)-1]) {
					return
				}
			}
			spare.Put(b)
		}
	}
}

// A batch is some processes to merge in one go, and the lines made of them,
// which are there once merged says so.
type batch struct {
	ocids  []string
	lines  []byte
	merged chan struct{}
}

const batchSize = 16

// start works on batches in order, as far ahead as pending has room.
func (c *Compilation) start(pending chan<- *batch, stop <-chan struct{}, spare *sync.Pool) {
	defer close(pending)
	work := make(chan *batch)
	defer close(work)
	for range runtime.GOMAXPROCS(0) {
		go c.work(work)
	}
	for ocids := range slices.Chunk(c.ocids, batchSize) {
		b := spare.Get().(*batch)
		b.ocids = ocids
		select {
		case pending <- b:
			work <- b
		case <-stop:
			return
		}
	}
}

func (c *Compilation) work(work <-chan *batch) {
	var m Merger
	for batch := range work {
		batch.lines = batch.lines[:0]
		for _, ocid := range batch.ocids {
			batch.lines = append(c.line(batch.lines, c.processes[ocid], &m), '\n')
		}
		batch.merged <- struct{}{}
	}
}

// line writes the line of a process. The merger is there to be used again.
func (c *Compilation) line(lines []byte, items []*Item, m *Merger) []byte {
	m.Reset(c.strategies(items))
	releases := make([]*node, len(items))
	for i, item := range items {
		n := m.nodes.read(item.Body)
		releases[i] = &n
	}
	if len(items) == 1 && items[0].Kind == CompiledItem && !c.Versioned {
		return releases[0].append(lines) // as its publisher compiled it
	}
	for _, r := range distinct(sortNodes(releases)) {
		m.add(r)
	}
	if c.Versioned {
		n := m.versioned()
		return n.append(lines)
	}
	return m.headed().append(lines)
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
func distinct(sorted []*node) []*node {
	return slices.CompactFunc(sorted, (*node).equal)
}
