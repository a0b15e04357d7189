package exchange

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"time"

	"daylight/internal/ocds"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// A Fetcher reads a publisher's OCDS API page by page and files what is there.
// It asks only the source's own host, where that is a known publisher's, and
// those it is allowed. A page is filed, then where to read on is recorded: cut
// off anywhere, the same call goes on from there and repeats one page at most.
type Fetcher struct {
	Registry  *registry.Registry
	Who       registry.Actor
	Version   string                           // of Daylight, for the server to know
	Allow     []string                         // hosts beside the known publishers'
	Stages    []string                         // stages to read, each on its own; all at once where empty
	Again     bool                             // forget how far the source was read
	Pace      time.Duration                    // the least time between requests; 0 means the source's own
	Pages     int                              // how many pages to read at most; 0 means MaxPages
	Licence   string                           // where a page names none
	Publisher string                           // who speaks where a page names nobody
	Say       func(format string, args ...any) // is told of each page and each wait
	Refuse    func(error)                      // is told of each release that was left out

	now   func() time.Time
	sleep func(context.Context, time.Duration) error
}

const (
	// MaxPages ends a chain of pages that never ends.
	MaxPages = 100_000
	// maxBarren is how many pages in a row may hold nothing.
	maxBarren = 50
	// overlap is how far a window reaches into the one before: what the servers
	// take for UK local time is written in UTC, and notices are indexed late.
	overlap = 2 * time.Hour
)

const windowTime = "2006-01-02T15:04:05"

// Fetch reads what changed in a source since one time until another; a zero
// until is now. Where it was read before, and not since an earlier time, it is
// read on from there. What was filed before an error stays filed.
func (f Fetcher) Fetch(ctx context.Context, s Source, since, until time.Time) (Summary, error) {
	if f.now == nil {
		f.now, f.sleep = time.Now, sleep
	}
	own := ""
	if s.builtIn {
		own = s.host()
	}
	x := &fetching{Fetcher: f, ctx: ctx, hosts: hostsOf(own, f.Allow)}
	x.asker = &asker{client: x.hosts.client(), agent: agent(cmp.Or(f.Version, "dev")), busy: s.Busy, pace: cmp.Or(f.Pace, s.Pace),
		now: f.now, sleep: f.sleep, say: f.Say}
	for _, stream := range s.streams(f.Stages) {
		if err := x.stream(stream, since, until); err != nil {
			return x.summary, err
		}
	}
	return x.summary, nil
}

// fetching is one run of a Fetcher.
type fetching struct {
	Fetcher
	ctx     context.Context
	hosts   hosts
	asker   *asker
	summary Summary
	pages   int
	chain
}

// chain is what was met in the pages of one window.
type chain struct {
	seen   map[string]bool     // addresses asked
	held   map[[32]byte]string // what pages held, and where
	barren int                 // pages in a row that held nothing
}

// stream reads on where it was left, and then what has come since.
func (x *fetching) stream(s stream, since, until time.Time) error {
	state, err := x.Registry.Fetch(x.ctx, s.key())
	if err != nil {
		return err
	}
	from := format(since)
	if x.Again || from != "" && state.First > from {
		state = store.Fetch{Source: s.key()}
	}
	if state.Next != "" {
		x.Say("%s: reading on at %s", s.key(), state.Next)
		if err := x.window(s, &state, true); err != nil {
			return err
		}
	}
	to := format(cmp.Or(until, x.now().UTC().Truncate(time.Second)))
	switch {
	case state.First != "" && to <= state.Until:
		x.Say("%s: read up to %s already", s.key(), state.Until)
		return nil
	case state.First != "":
		from = earlier(state.Until)
	case from == "" && s.Windowed:
		return fmt.Errorf("%s was not read before: say since when, as --since 2026-01-01", s.Name)
	case from == "":
		to = format(until)
	}
	state.First, state.Since, state.Until = cmp.Or(state.First, from), from, to
	return x.window(s, &state, false)
}

// window reads the pages of a window to the last.
func (x *fetching) window(s stream, state *store.Fetch, resumed bool) error {
	x.chain = chain{seen: map[string]bool{}, held: map[[32]byte]string{}}
	address := state.Next
	if address == "" {
		var err error
		if address, err = s.first(state.Since, state.Until); err != nil {
			return err
		}
	}
	for address != "" {
		if err := x.may(address); err != nil {
			return err
		}
		p, err := x.asker.get(x.ctx, address)
		if resumed && expired(err) {
			x.Say("%v: reading its window from the beginning", err)
			state.Next = ""
			return x.window(s, state, false)
		}
		if err != nil {
			return err
		}
		address, err = x.page(p, state)
		p.close()
		if err != nil {
			return err
		}
		resumed = false
	}
	return nil
}

// expired reports whether a server no longer knows a cursor.
func expired(err error) bool {
	s, ok := errors.AsType[*statusError](err)
	return ok && (s.status == http.StatusBadRequest || s.status == http.StatusNotFound || s.status == http.StatusGone)
}

// may refuses an address elsewhere, one that was asked before, and one too
// many.
func (x *fetching) may(address string) error {
	if err := x.hosts.check(address); err != nil {
		return err
	}
	x.pages++
	switch {
	case x.seen[address]:
		return ocds.Refuse(ocds.BadLink, "the links go round: %s was read before", address)
	case x.pages > cmp.Or(x.Pages, MaxPages):
		return fmt.Errorf("stopped after %d pages: run the same command to read on", x.pages-1)
	}
	x.seen[address] = true
	return nil
}

// page files a page, records it, and returns the address of the next.
func (x *fetching) page(p *page, state *store.Fetch) (string, error) {
	after := ""
	if p.next != "" {
		var err error
		if after, err = next(p.address, p.next); err != nil {
			return "", fmt.Errorf("%s: %w", p.address, err)
		}
	}
	held := &contents{}
	im := Importer{Registry: x.Registry, Who: x.Who, Publisher: x.Publisher, Refused: x.Refuse,
		Origin: store.Origin{Source: state.Source, URL: p.address, Licence: x.Licence}}
	out, err := im.run(x.ctx, func(o Opener) iter.Seq2[*ocds.Item, error] { return held.watch(o.Stream(p.address, p.file)) })
	x.summary = x.summary.plus(out.Summary)
	if err != nil {
		return "", err
	}
	x.Say("%s: %v", p.address, out.Summary)
	if err := x.goesOn(p.address, held); err != nil && after != "" {
		return "", err
	}
	state.Next = after
	return after, x.Registry.Fetched(x.ctx, x.Who, *state, store.Response{
		Source: state.Source, URL: p.address, ReceivedAt: format(p.at.UTC()) + "Z", Status: p.status,
		Size: p.size, SHA256: p.sha256, Releases: held.n,
	})
}

// goesOn refuses a chain of pages that leads nowhere.
func (x *fetching) goesOn(address string, h *contents) error {
	if h.n == 0 {
		if x.barren++; x.barren >= maxBarren {
			return ocds.Refuse(ocds.BadLink, "%s: %d pages in a row hold no release, and link to another", address, x.barren)
		}
		return nil
	}
	x.barren = 0
	if before := x.held[h.sum]; before != "" {
		return ocds.Refuse(ocds.BadLink, "the links go round: %s holds the same releases as %s", address, before)
	}
	x.held[h.sum] = address
	return nil
}

// contents are what a page holds.
type contents struct {
	n   int
	sum [32]byte
}

func (h *contents) watch(items iter.Seq2[*ocds.Item, error]) iter.Seq2[*ocds.Item, error] {
	return func(yield func(*ocds.Item, error) bool) {
		sum := sha256.New()
		for item, err := range items {
			h.n++
			if item != nil {
				sum.Write(item.Body)
			}
			if !yield(item, err) {
				return
			}
		}
		sum.Sum(h.sum[:0])
	}
}

func format(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(windowTime)
}

// earlier is where the next window begins.
func earlier(until string) string {
	t, err := time.Parse(windowTime, until)
	if err != nil {
		return until
	}
	return format(t.Add(-overlap))
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
