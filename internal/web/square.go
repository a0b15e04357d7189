package web

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// square is a QR code as one path in a drawing of Size units: dark modules on
// a light ground, whatever the page's colours, with the margin scanners want.
type square struct {
	Size int
	Path string
}

// quiet is the width of the quiet zone (ISO/IEC 18004).
const quiet = 4

func newSquare(text string) (*square, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	n := code.Bounds().Dx()
	for y := range n {
		for x := 0; x < n; x++ {
			from := x
			for x < n && code.At(x, y) == color.Black {
				x++
			}
			if x > from {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from, x-from)
			}
		}
	}
	return &square{n + 2*quiet, b.String()}, nil
}
