package store

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"

	"daylight/internal/procurement"
)

// The checksum of an event is over its columns as a list in JSON, whoever
// writes that list.
func TestTheChecksumOfAnEventIsOverAllColumns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := func(name string) string { return rapid.String().Draw(t, name) }
		e := procurement.Event{
			OCID: text("ocid"), GUID: text("guid"), Kind: procurement.EventKind(text("kind")), Subject: text("subject"), Cause: text("cause"),
			Ordinal: rapid.Int().Draw(t, "ordinal"), Date: procurement.Date(text("date")), Seq: rapid.Int64().Draw(t, "seq"), At: text("at"),
		}
		if rapid.Bool().Draw(t, "figured") {
			e.Figures = map[string]any{text("name"): text("value"), "n": rapid.Float64().Draw(t, "number"), "list": []any{true, nil}}
		}
		row := []any{e.OCID, e.GUID, string(e.Kind), e.Subject, e.Cause, e.Ordinal, string(e.Date), e.Figures, e.Seq, e.At}
		if rapid.Bool().Draw(t, "redacted") {
			leaf := rapid.Int64().Draw(t, "leaf")
			e.Redacted, row = &leaf, append(row, leaf)
		}
		if !bytes.Equal(eventChecksum(e), checksum([]byte(encode(row)))) {
			t.Errorf("the checksum of %+v is over something else than %s", e, encode(row))
		}
	})
}
