package web

import (
	"fmt"
	"testing"
)

func TestCacheKeepsOneVersionWithinItsBound(t *testing.T) {
	c := newCache(1000)
	page := func(n int) *answer { return &answer{Body: make([]byte, n)} }
	c.put(1, "a", page(50))
	if c.get(1, "a") == nil || c.get(2, "a") != nil {
		t.Error("a page is kept for its version and no other")
	}
	c.put(2, "b", page(50))
	if c.get(2, "a") != nil || c.get(1, "a") != nil {
		t.Error("a newer version must empty the cache")
	}
	c.put(1, "late", page(50))
	if c.get(1, "late") != nil || c.get(2, "late") != nil {
		t.Error("an older version must not come in")
	}
	c.put(2, "huge", page(900))
	if c.get(2, "huge") != nil {
		t.Error("one answer must not fill the cache")
	}
	for i := range 100 {
		c.put(2, fmt.Sprint("page", i), page(90))
	}
	held := 0
	for key, a := range c.answers {
		held += len(key) + len(a.Body)
	}
	if held > c.max || held != c.size {
		t.Errorf("%d bytes held, %d counted, bound %d", held, c.size, c.max)
	}
	if c.get(2, "page99") == nil {
		t.Error("the newest answer must be kept")
	}
}
