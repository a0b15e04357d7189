//go:build race

package exchange

// raced says that the race detector, which makes tests many times slower, is
// on.
const raced = true
