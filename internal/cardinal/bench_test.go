package cardinal

import (
	"io"
	"strings"
	"testing"
)

// The eleven indicators over generated releases with bids.
func BenchmarkIndicators(b *testing.B) {
	g := newGenerator(1)
	g.oddity = 0
	lines := g.lines(20000)
	b.SetBytes(int64(len(lines)))
	b.ReportAllocs()
	for b.Loop() {
		c := New(Default(), Options{})
		c.Read("lines", strings.NewReader(lines))
		c.Result().Write(io.Discard, true)
	}
}
