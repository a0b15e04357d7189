package exchange

import (
	"bufio"
	"context"
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"

	"daylight/internal/procurement"
	"daylight/internal/store"
)

// FlagLine is one rule's result, as `daylight flags` prints it. Raised results
// have evidence and, where they are about one, a contract; of others the state
// is kept, and what was missing: `daylight serve` shows the rest of one process.
type FlagLine struct {
	OCID     string                `json:"ocid"`
	Contract string                `json:"contract,omitempty"`
	Rule     string                `json:"rule"`
	Version  int                   `json:"version"`
	State    procurement.FlagState `json:"state"`
	Missing  []string              `json:"missing,omitempty"`
	Evidence *procurement.Evidence `json:"evidence,omitempty"`
}

// Flags writes every result, in every state, as lines of JSON, one JSON array
// or a table. It holds one process at a time.
func Flags(ctx context.Context, v store.View, format string, out io.Writer) error {
	w := bufio.NewWriter(out)
	var p flagPrinter
	switch format {
	case "json":
		p = &flagArray{w: w}
	case "csv":
		p = flagTable{csv.NewWriter(w)}
	default:
		p = flagLines{w}
	}
	if err := p.begin(); err != nil {
		return err
	}
	for checks, err := range v.AllChecks(ctx) {
		if err != nil {
			return err
		}
		for _, line := range flagLinesOf(checks) {
			if err := p.line(line); err != nil {
				return err
			}
		}
	}
	if err := p.end(); err != nil {
		return err
	}
	return w.Flush()
}

func flagLinesOf(p store.ProcessChecks) []FlagLine {
	var lines []FlagLine
	for _, f := range p.Raised {
		lines = append(lines, FlagLine{OCID: p.OCID, Contract: f.Contract, Rule: f.Rule, Version: f.Version, State: f.State, Evidence: &f.Evidence})
	}
	for _, c := range p.Checks {
		if c.State != procurement.Raised {
			lines = append(lines, FlagLine{OCID: p.OCID, Rule: c.Rule, Version: c.Version, State: c.State, Missing: c.Missing})
		}
	}
	return lines
}

// flagPrinter is one of the formats.
type flagPrinter interface {
	begin() error
	line(FlagLine) error
	end() error
}

type flagLines struct{ w *bufio.Writer }

func (p flagLines) begin() error { return nil }
func (p flagLines) end() error   { return nil }
func (p flagLines) line(l FlagLine) error {
	text, err := json.Marshal(l, json.Deterministic(true))
	p.w.Write(text)
	p.w.WriteByte('\n')
	return err
}

type flagArray struct {
	w *bufio.Writer
	n int
}

func (p *flagArray) begin() error { _, err := p.w.WriteString("["); return err }
func (p *flagArray) end() error   { _, err := p.w.WriteString("\n]\n"); return err }
func (p *flagArray) line(l FlagLine) error {
	if p.n++; p.n > 1 {
		p.w.WriteByte(',')
	}
	p.w.WriteByte('\n')
	text, err := json.Marshal(l, json.Deterministic(true))
	p.w.Write(text)
	return err
}

type flagTable struct{ w *csv.Writer }

func (p flagTable) begin() error {
	return p.w.Write([]string{"ocid", "contract", "rule", "version", "state", "missing", "summary"})
}
func (p flagTable) end() error { p.w.Flush(); return p.w.Error() }
func (p flagTable) line(l FlagLine) error {
	summary := ""
	if l.Evidence != nil {
		summary = l.Evidence.Summary
	}
	return p.w.Write([]string{l.OCID, l.Contract, l.Rule, strconv.Itoa(l.Version), string(l.State), strings.Join(l.Missing, " "), summary})
}
