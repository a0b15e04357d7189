package cardinal

import (
	"bufio"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// A Group is what an indicator is about.
type Group string

const (
	OCID            Group = "OCID"
	Buyer           Group = "Buyer"
	ProcuringEntity Group = "ProcuringEntity"
	Tenderer        Group = "Tenderer"
)

// groups in the order in which they are printed.
var groups = []Group{OCID, Buyer, ProcuringEntity, Tenderer}

// A Result is what the indicators raised: by group, id and code. What was not
// raised, and what could not be computed, is absent.
type Result struct {
	Groups map[Group]map[string][]Value
	Meta   map[string][]Value             // by code: quartiles and fences
	Maps   map[string]map[string][]string // by name: organisations by ocid; nil unless asked for
	// Releases is how many were read, Nameless how many of them have no ocid and
	// were left out, Uncompiled how many are tagged and not as compiled, and
	// Mismatches how many amounts are not in the main currency and were not
	// compared.
	Releases, Nameless, Uncompiled, Mismatches int
}

// A Value is a figure with its name.
type Value struct {
	Name   string
	Figure float64
}

func (r *Result) set(g Group, id, code string, figure float64) {
	if r.Groups[g] == nil {
		r.Groups[g] = map[string][]Value{}
	}
	r.Groups[g][id] = put(r.Groups[g][id], code, figure)
}

func (r *Result) meta(code, name string, figure float64) {
	r.Meta[code] = put(r.Meta[code], name, figure)
}

func put(values []Value, name string, figure float64) []Value {
	for i := range values {
		if values[i].Name == name {
			values[i].Figure = figure
			return values
		}
	}
	return append(values, Value{name, figure})
}

// mapNames are the maps from processes to organisations, and whether they hold
// several of these for one process.
var mapNames = map[string]bool{
	"ocid_buyer_r038": false, "ocid_procuringentity_r038": false, "ocid_tenderer": true, "ocid_tenderer_r024": true,
	"ocid_tenderer_r028": true, "ocid_tenderer_r030": true, "ocid_tenderer_r035": true, "ocid_tenderer_r058": true,
}

// link notes an organisation of a process, where maps are asked for.
func (r *Result) link(name string, ocid, id string) {
	switch {
	case r.Maps == nil:
	case !mapNames[name]:
		r.Maps[name][ocid] = []string{id}
	case !slices.Contains(r.Maps[name][ocid], id):
		r.Maps[name][ocid] = append(r.Maps[name][ocid], id)
	}
}

// Write prints the result as Cardinal does, in order of id; with meta also the
// quartiles and fences, rounded to four decimals, and the maps where there are
// any. Figures that are not finite are null.
func (r *Result) Write(out io.Writer, meta bool) error {
	w := &printer{Writer: bufio.NewWriterSize(out, 1<<16)}
	w.open()
	for _, g := range groups {
		if len(r.Groups[g]) > 0 {
			w.name(string(g))
			writeByID(w, r.Groups[g], func(v Value) float64 { return v.Figure })
		}
	}
	if meta {
		w.name("Meta")
		writeByID(w, r.Meta, func(v Value) float64 { return math.Round(v.Figure*1e4) / 1e4 })
	}
	if r.Maps != nil {
		w.name("Maps")
		w.maps(r.Maps)
	}
	w.close()
	w.WriteByte('\n')
	return w.Flush()
}

// printer writes objects.
type printer struct {
	*bufio.Writer
	more bool // something stands before, so that a comma is due
}

func (w *printer) open() {
	w.WriteByte('{')
	w.more = false
}

func (w *printer) close() {
	w.WriteByte('}')
	w.more = true
}

func (w *printer) name(s string) {
	if w.more {
		w.WriteByte(',')
	}
	w.text(s)
	w.WriteByte(':')
	w.more = true
}

func (w *printer) text(s string) {
	b, err := jsontext.AppendQuote(w.AvailableBuffer(), s)
	if err != nil {
		panic(err) // texts come from JSON that was valid
	}
	w.Write(b)
}

func writeByID(w *printer, byID map[string][]Value, figure func(Value) float64) {
	w.open()
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		w.name(id)
		w.open()
		for _, v := range slices.SortedFunc(slices.Values(byID[id]), func(a, b Value) int { return strings.Compare(a.Name, b.Name) }) {
			w.name(v.Name)
			w.Write(appendFigure(w.AvailableBuffer(), figure(v)))
		}
		w.close()
	}
	w.close()
}

func (w *printer) maps(all map[string]map[string][]string) {
	w.open()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		w.name(name)
		w.open()
		for _, ocid := range slices.Sorted(maps.Keys(all[name])) {
			w.name(ocid)
			w.organisations(slices.Sorted(slices.Values(all[name][ocid])), mapNames[name])
		}
		w.close()
	}
	w.close()
}

func (w *printer) organisations(ids []string, list bool) {
	if !list {
		w.text(ids[0])
		return
	}
	for i, id := range ids {
		w.WriteByte("[,"[min(i, 1)])
		w.text(id)
	}
	w.WriteByte(']')
}

// appendFigure writes a number so that it reads as a decimal: 1.0, not 1.
func appendFigure(b []byte, f float64) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return append(b, "null"...)
	}
	if a := math.Abs(f); a != 0 && (a < 1e-5 || a >= 1e16) {
		return strconv.AppendFloat(b, f, 'e', -1, 64)
	}
	start := len(b)
	b = strconv.AppendFloat(b, f, 'f', -1, 64)
	if !slices.Contains(b[start:], '.') {
		b = append(b, ".0"...)
	}
	return b
}
