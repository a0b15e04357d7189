//go:build race

package registry

// raced says that the race detector, which makes tests many times slower, is
// on.
const raced = true
