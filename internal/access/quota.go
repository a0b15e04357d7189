package access

import (
	"sync"
	"time"
)

// Quota bounds how often something is done in a span of time: by one network,
// and by all together. It is kept in memory.
type Quota struct {
	Each, All int
	Span      time.Duration

	mu    sync.Mutex
	begun time.Time
	all   int
	from  map[string]int
}

// Take counts one more from an address, or says how long to wait as TooMany.
func (q *Quota) Take(address string, now time.Time) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.from == nil || !now.Before(q.begun.Add(q.Span)) || now.Before(q.begun) {
		q.begun, q.all, q.from = now, 0, map[string]int{}
	}
	if from := network(address); q.all < q.All && q.from[from] < q.Each {
		q.all++
		q.from[from]++
		return nil
	}
	return TooMany{q.begun.Add(q.Span).Sub(now)}
}
