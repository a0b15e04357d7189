package feed

import (
	"strings"
	"unicode/utf8"
)

// xmlSafe drops what XML 1.0 cannot hold, broken UTF-8 and characters outside
// its production Char (section 2.2), which no escape makes legal; and marks that
// turn the direction of all that follows, which a feed reader cannot contain.
func xmlSafe(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, r == 0xFFFE, r == 0xFFFF:
			return -1
		case r < 0x20 && r != '\t' && r != '\n' && r != '\r':
			return -1
		case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, s)
}
