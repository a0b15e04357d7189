package store

import (
	_ "embed"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// dictionary is what packed bytes begin from: what releases, records and
// figures have in common, made from made-up ones and our own seed (see
// dictionary_test.go). It is not trained for each database: one made of real
// releases would hold pieces of them, out of reach of a lawful removal. A frame
// names it by its number, so it stays as it is for ever; a better one comes
// beside it under another number.
//
//go:embed dictionary.zstd
var dictionary []byte

const dictionaryID = 20001

// packer takes the quickest level: before each text an encoder puts its tables
// back to what the dictionary left in them, which for a better level takes
// longer than the text. What is packed is checked by other means.
var packer = sync.OnceValue(func() *zstd.Encoder {
	e, err := zstd.NewWriter(nil, zstd.WithEncoderCRC(false), zstd.WithLowerEncoderMem(true), zstd.WithEncoderDict(dictionary),
		zstd.WithEncoderLevel(zstd.SpeedFastest))
	if err != nil {
		panic(err)
	}
	return e
})

var unpacker = sync.OnceValue(func() *zstd.Decoder {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(256<<20), zstd.WithDecoderDicts(dictionary))
	if err != nil {
		panic(err)
	}
	return d
})

func pack(b []byte) []byte { return packer().EncodeAll(b, nil) }

// unpack reads what pack wrote, with the dictionary or, before there was one,
// without.
func unpack(b []byte) ([]byte, error) { return unpacker().DecodeAll(b, nil) }

// packFigures packs the figures of an event, as a row holds them.
func packFigures(figures any) []byte { return pack([]byte(encode(figures))) }

// unpackFigures gives the JSON of figures, which older rows hold as it is.
func unpackFigures(b []byte) ([]byte, error) {
	if len(b) > 0 && b[0] == '{' {
		return b, nil
	}
	return unpack(b)
}
