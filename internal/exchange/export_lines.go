package exchange

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"

	"daylight/internal/ocds"
)

// lines writes one release a line. A body that was filed over several lines
// goes without the white space between its values: it has the same identity,
// and the bytes the ledger commits to are in the packages.
func (e *exporter) lines() error {
	for r, err := range e.view.Filed(e.ctx, e.filed()) {
		if err != nil {
			return err
		}
		line, err := oneLine(r.Body)
		if err != nil {
			return err
		}
		e.w.Write(line)
		e.w.WriteByte('\n')
	}
	return nil
}

func oneLine(body []byte) ([]byte, error) {
	if !bytes.ContainsAny(body, "\r\n") {
		return body, nil
	}
	v := jsontext.Value(bytes.Clone(body))
	err := v.Compact(jsontext.PreserveRawStrings(true))
	return v, err
}

// compiledLines writes one compiled release a line, in order of ocid, as
// records have them.
func (e *exporter) compiledLines() error {
	for c, err := range e.view.Records(e.ctx, e.Filter) {
		if err != nil {
			return err
		}
		record, err := ocds.ParseObject(c.Record)
		if err != nil {
			return err
		}
		e.w.Write(ocds.Write(ocds.Project(record)))
		e.w.WriteByte('\n')
	}
	return nil
}
