package exchange

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"daylight/internal/procurement"
	"daylight/internal/store"
)

// FlagLine is one rule's result, as `daylight flags` prints it: about a process
// or a contract of it, or about an organisation. Raised results have evidence;
// of others the state is told, and what was missing.
type FlagLine struct {
	OCID         string                `json:"ocid,omitempty"`
	Contract     string                `json:"contract,omitempty"`
	Organisation string                `json:"organisation,omitempty"` // key
	Name         string                `json:"name,omitempty"`         // of the organisation
	Rule         string                `json:"rule"`
	Version      int                   `json:"version"`
	State        procurement.FlagState `json:"state"`
	Missing      []string              `json:"missing,omitempty"`
	Evidence     *procurement.Evidence `json:"evidence,omitempty"`
}

// newFlagLine is a result with evidence.
func newFlagLine(f procurement.Flag) FlagLine {
	l := FlagLine{OCID: f.OCID, Contract: f.Contract, Rule: f.Rule, Version: f.Version, State: f.State, Missing: f.Evidence.Missing}
	if f.State == procurement.Raised {
		l.Evidence, l.Missing = &f.Evidence, nil
	}
	return l
}

func newOrganisationLine(f procurement.OrganisationFlag) FlagLine {
	l := newFlagLine(procurement.Flag{Rule: f.Rule, Version: f.Version, State: f.State, Evidence: f.Evidence})
	l.Organisation, l.Name = f.Organisation, f.Name
	return l
}

// Flags writes every result of a record, in every state, as lines of JSON, one
// JSON array or a table: those of processes, then those of organisations. Of
// results that are not raised it does not say which contract they are about. It
// holds one process at a time.
func Flags(ctx context.Context, v store.View, format string, out io.Writer) error {
	p := newFlagPrinter(out, format)
	for checks, err := range v.AllChecks(ctx) {
		if err != nil {
			return err
		}
		text := p.buffer()
		for _, f := range checks.Raised {
			text = p.append(text, newFlagLine(f))
		}
		for _, c := range checks.Checks {
			if c.State != procurement.Raised {
				text = p.append(text, FlagLine{OCID: checks.OCID, Rule: c.Rule, Version: c.Version, State: c.State, Missing: c.Missing})
			}
		}
		if err := p.print(text); err != nil {
			return err
		}
	}
	list, err := v.OrganisationFlags(ctx, store.OrganisationFlagFilter{})
	if err != nil {
		return err
	}
	return p.end(list)
}

// A flagPrinter prints results in one of the formats. Lines are appended to
// buffers, on any goroutine, and buffers printed on one.
type flagPrinter struct {
	w      *bufio.Writer
	format string
	begun  bool
	spare  []byte
}

func newFlagPrinter(out io.Writer, format string) *flagPrinter {
	return &flagPrinter{w: bufio.NewWriterSize(out, 1<<16), format: format}
}

// buffer is an empty one, which the next print gives back.
func (p *flagPrinter) buffer() []byte { return p.spare[:0] }

// between are the bytes that stand between two elements of an array; a line
// of it begins with them.
const between = ",\n"

func (p *flagPrinter) append(text []byte, l FlagLine) []byte {
	switch p.format {
	case "csv":
		return l.appendCSV(text)
	case "json":
		return l.appendJSON(append(text, between...))
	}
	return append(l.appendJSON(text), '\n')
}

func (p *flagPrinter) print(text []byte) error {
	p.spare = text
	if !p.begun {
		p.begun = true
		switch p.format {
		case "csv":
			p.w.WriteString("ocid,contract,rule,version,state,missing,summary,organisation,name\n")
		case "json":
			p.w.WriteString("[\n")
			text = bytes.TrimPrefix(text, []byte(between))
		}
	}
	_, err := p.w.Write(text)
	return err
}

// end prints what was found of organisations, and closes.
func (p *flagPrinter) end(list []procurement.OrganisationFlag) error {
	text := p.buffer()
	for _, f := range list {
		text = p.append(text, newOrganisationLine(f))
	}
	if err := p.print(text); err != nil {
		return err
	}
	if p.format == "json" {
		p.w.WriteString("\n]\n")
	}
	return p.w.Flush()
}

// appendJSON writes what json.Marshal would: most lines are of results that say
// no more than their state, and take a tenth of the time so.
func (l *FlagLine) appendJSON(b []byte) []byte {
	member := func(name, value string) {
		if value == "" {
			return
		}
		b = append(append(append(b, '"'), name...), `":`...)
		b, _ = jsontext.AppendQuote(b, value) // replaces what is no UTF-8
		b = append(b, ',')
	}
	b = append(b, '{')
	member("ocid", l.OCID)
	member("contract", l.Contract)
	member("organisation", l.Organisation)
	member("name", l.Name)
	member("rule", l.Rule)
	b = strconv.AppendInt(append(b, `"version":`...), int64(l.Version), 10)
	b = append(b, ',')
	member("state", string(l.State))
	for i, field := range l.Missing {
		if i == 0 {
			b = append(b, `"missing":[`...)
		}
		b, _ = jsontext.AppendQuote(b, field)
		b = append(b, ',')
	}
	if len(l.Missing) > 0 {
		b = append(b[:len(b)-1], `],`...)
	}
	if l.Evidence != nil {
		text, err := json.Marshal(l.Evidence, json.Deterministic(true), jsontext.AllowInvalidUTF8(true))
		if err != nil {
			panic(err) // figures are plain values
		}
		b = append(append(append(b, `"evidence":`...), text...), ',')
	}
	b[len(b)-1] = '}'
	return b
}

// appendCSV writes what a csv.Writer would.
func (l *FlagLine) appendCSV(b []byte) []byte {
	b = append(appendField(b, l.OCID), ',')
	b = append(appendField(b, l.Contract), ',')
	b = append(appendField(b, l.Rule), ',')
	b = append(strconv.AppendInt(b, int64(l.Version), 10), ',')
	b = append(append(b, l.State...), ',')
	for i, field := range l.Missing { // paths: nothing in them is quoted
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(b, field...)
	}
	b = append(b, ',')
	if l.Evidence != nil {
		b = appendField(b, l.Evidence.Summary)
	}
	b = append(appendField(append(b, ','), l.Organisation), ',')
	return append(appendField(b, l.Name), '\n')
}

// appendField quotes a cell where it must be.
func appendField(b []byte, cell string) []byte {
	if cell == "" || !strings.ContainsAny(cell, "\",\r\n") && cell[0] != ' ' && cell[0] != '\t' && cell != `\.` {
		return append(b, cell...)
	}
	var quoted bytes.Buffer
	w := csv.NewWriter(&quoted)
	w.Write([]string{cell})
	w.Flush()
	return append(b, bytes.TrimSuffix(quoted.Bytes(), []byte("\n"))...)
}
