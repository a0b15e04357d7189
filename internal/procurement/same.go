package procurement

import (
	"bytes"
	"unsafe"
)

// Same reports whether one of two things was copied from the other: whether
// they say the same in the same memory. It is for those who follow a process
// through its states, of which most share most, and may deny it of equals. It
// costs a few nanoseconds and heeds every field, those added later too.
func Same[T any](a, b *T) bool {
	return a == b || bytes.Equal(memory(a), memory(b))
}

func memory[T any](x *T) []byte { return unsafe.Slice((*byte)(unsafe.Pointer(x)), unsafe.Sizeof(*x)) }
