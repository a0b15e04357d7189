package web

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"daylight/internal/procurement"
	"daylight/internal/store"
)

// cacheBytes bounds the memory that kept answers may take.
const cacheBytes = 64 << 20

// cache keeps the answers of one data version.
type cache struct {
	mu      sync.Mutex
	version int64
	size    int
	max     int
	answers map[string]*answer
}

func newCache(max int) *cache { return &cache{max: max, answers: map[string]*answer{}} }

func (c *cache) get(version int64, key string) *answer {
	c.mu.Lock()
	defer c.mu.Unlock()
	if version != c.version {
		return nil
	}
	return c.answers[key]
}

// put keeps an answer. A newer version empties the cache; where it is full,
// others go, whichever come first in the map's random order.
func (c *cache) put(version int64, key string, a *answer) {
	weight := len(key) + len(a.Body) + len(a.gzip)
	c.mu.Lock()
	defer c.mu.Unlock()
	if version < c.version || weight > c.max/8 {
		return
	}
	if version > c.version {
		c.version, c.size, c.answers = version, 0, map[string]*answer{}
	}
	if c.answers[key] != nil {
		return
	}
	for k, old := range c.answers {
		if c.size+weight <= c.max {
			break
		}
		c.size -= len(k) + len(old.Body) + len(old.gzip)
		delete(c.answers, k)
	}
	c.answers[key] = a
	c.size += weight
}

// patience is how long an answer may take to put together.
const patience = 20 * time.Second

// serve answers from the cache, or lets the handler answer from one moment of
// the database.
func (s *Server) serve(h handler, forms []form) echo.HandlerFunc {
	return func(c echo.Context) error {
		key := c.Request().URL.EscapedPath() + "?" + c.QueryParams().Encode()
		version, a, err := s.kept(key)
		if err != nil {
			return err
		}
		if a != nil {
			return a.send(c)
		}
		r, err := newRequest(c, forms)
		if err != nil {
			return err
		}
		ctx := c.Request().Context()
		build := func() (*answer, error) { return s.build(ctx, r, h, key) }
		if s.Dev {
			a, err = build()
		} else {
			a, err = s.flights.once(ctx, version, key, build)
		}
		if err != nil {
			return err
		}
		return a.send(c)
	}
}

// kept looks in the cache. A context that can be cancelled would double the
// cost of this one short query.
func (s *Server) kept(key string) (version int64, a *answer, err error) {
	if s.Dev {
		return 0, nil, nil
	}
	ctx := context.Background()
	err = s.Reader.Read(ctx, func(v store.View) error {
		version, err = v.DataVersion(ctx)
		a = s.pages.get(version, key)
		return err
	})
	return version, a, err
}

// wholePage is the page of an id that itself ends like a data twin, where
// nothing is known by the id without the ending; nil where there is none.
func (r *request) wholePage(ctx context.Context, h handler, err error) *answer {
	if r.whole == nil || !errors.Is(err, store.ErrNotFound) {
		return nil
	}
	page := r.whole
	page.View, page.LogSize, page.Day = r.View, r.LogSize, r.Day
	a, err := h(ctx, page)
	if err != nil {
		return nil
	}
	return a
}

// build puts an answer together and keeps it. It goes on where the reader
// leaves, for others may be waiting for the same.
func (s *Server) build(ctx context.Context, r *request, h handler, key string) (a *answer, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	err = s.Reader.Read(ctx, func(v store.View) error {
		version, err := v.DataVersion(ctx)
		if err != nil {
			return err
		}
		day, _, err := v.Day(ctx)
		if err != nil {
			return err
		}
		r.View, r.LogSize, r.Day = v, version, procurement.Date(day)
		if a, err = h(ctx, r); err != nil {
			if a = r.wholePage(ctx, h, err); a == nil {
				return err
			}
		}
		a.finish()
		if !a.Passing {
			s.pages.put(version, key, a)
		}
		return nil
	})
	return a, err
}
