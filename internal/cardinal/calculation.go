package cardinal

import (
	"bytes"
	"io"
	"runtime"
	"sync"

	"daylight/internal/ocds"
)

// A Calculation takes in texts of compiled releases and gives the result.
type Calculation struct {
	run
	// Refuse is told what could not be read, and where (*ocds.ReadError).
	Refuse func(error)
	one    pool // for what does not come in lines
}

// New begins a calculation.
func New(s *Settings, o Options) *Calculation {
	c := &Calculation{run: *s.run(o), Refuse: func(error) {}}
	c.one.reader.prepare = c.prepare
	return c
}

// Result is that of all that was taken in. Nothing can be taken in after.
func (c *Calculation) Result() *Result { return c.finish() }

// Read takes in the releases of a JSON text, in order. Lines that each hold a
// release are read on all processors; any other packaging that ocds.Read knows
// is read as it reads it. Memory does not grow with the text.
func (c *Calculation) Read(file string, r io.Reader) {
	l := &lines{r: r}
	if l.begin() {
		pending, spare := make(chan *batch, 2*runtime.GOMAXPROCS(0)), sync.Pool{New: func() any { return c.newBatch() }}
		go l.start(pending, &spare)
		for b := range pending {
			<-b.read
			c.fold(file, &b.pool, b.line, b.offset)
			spare.Put(b)
		}
	}
	c.rest(file, l)
}

// rest takes in what does not come in lines, or not in short enough ones.
func (c *Calculation) rest(file string, l *lines) {
	if l.err == io.EOF && len(l.rest) == 0 {
		return
	}
	r := l.r
	if l.err != nil {
		r = failing{l.err}
	}
	for item, err := range ocds.Read(io.MultiReader(bytes.NewReader(l.rest), r)) {
		c.one.clear()
		c.one.item(item, err)
		c.fold(file, &c.one, l.line, l.offset)
	}
}

// failing gives the error that reading ended with.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// fold judges the releases of a pool, and reports what it refused, placed from
// where its text begins.
func (c *Calculation) fold(file string, p *pool, line int, offset int64) {
	for i := range p.releases[:p.n] {
		c.run.fold(&p.releases[i])
	}
	for _, e := range p.refused {
		e.File, e.Document, e.Offset = file, e.Document+line, e.Offset+offset
		c.Refuse(e)
	}
}

// A pool holds releases that were read; their room is used again.
type pool struct {
	reader   reader
	releases []release
	n        int
	refused  []*ocds.ReadError
}

func (p *pool) clear() { p.n, p.refused = 0, p.refused[:0] }

// release reads a text into the pool. With alone, it does not where that holds
// releases, rather than being one.
func (p *pool) release(t []byte, alone bool) (added bool, err error) {
	if p.n == len(p.releases) {
		p.releases = append(p.releases, release{})
	}
	r := &p.releases[p.n]
	if err := p.reader.read(t, r); err != nil || alone && (r.ocid == nil || r.holds) {
		return false, err
	}
	p.n++
	return true, nil
}

// item adds a release, or why there is none.
func (p *pool) item(item *ocds.Item, err error) {
	if err != nil {
		p.refused = append(p.refused, err.(*ocds.ReadError))
		return
	}
	if _, err := p.release(item.Body, false); err != nil {
		p.refused = append(p.refused, &ocds.ReadError{Document: item.Document, Pointer: item.Pointer, Offset: item.Offset, Err: err})
	}
}

// add adds what is on a line: mostly a release.
func (p *pool) add(t []byte, n int, offset int64) {
	if added, err := p.release(t, true); added && err == nil {
		return
	}
	before := len(p.refused)
	for item, err := range ocds.Read(bytes.NewReader(t)) {
		p.item(item, err)
	}
	for _, e := range p.refused[before:] {
		e.Document, e.Offset = n, e.Offset+offset
	}
}
