package history

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"

	"daylight/internal/procurement"
)

// Events are what the releases of a process amount to, in merge order of the
// releases and, within one, in the order of a process's life. An event depends
// only on its release and those merged before it, so a later release adds
// events and changes none. One fact gives one event: a longer term is no
// amendment besides, and an award whose contract comes in the same release is
// told by the contract.
//
// Every event carries the figures "process" (title), "buyer" (name) and, where
// its content gives no date, "datedByRelease"; where an earlier event of the
// process would read the same, "alike" is its number among those; the others are
// named where they are put. Seq and At are the ledger's to give.
func Events(ocid string, states []State) []procurement.Event {
	var events []procurement.Event
	l := NewLife(ocid)
	for _, s := range states {
		events = append(events, l.Tell(s)...)
	}
	return events
}

// Tell reads the next state and gives the events of its release: see the
// function Events.
func (l *Life) Tell(s State) []procurement.Event {
	f, t, before := l.f, l.t, l.f.process
	t.fixed = newCorrections(before, s.Process)
	first := before == nil
	if first {
		before = &procurement.Process{}
	}
	was := f.made
	steps := f.next(s)
	t.at(s.Release, s.day(), s.Process)
	t.events = nil
	t.tender(before, s.Process)
	t.awards(before, s.Process, was, f.made)
	t.contracts(f, was, steps)
	t.decisions(before, s.Process)
	t.challenges(before, s.Process)
	t.statements(before, s.Process)
	t.disputes(before, s.Process)
	t.corrections(before, s.Process)
	if first && len(t.events) == 0 {
		t.tell(procurement.ProcessPublished, t.ocid, "", figures{})
	}
	return t.events
}

// teller writes events with one cause at a time.
type teller struct {
	ocid     string
	cause    string
	day      procurement.Date
	process  *procurement.Process
	fixed    corrections // by this release
	events   []procurement.Event
	ordinals map[ordinalKey]int
	read     map[string]int // events told, by what a reader sees of them
	key      []byte         // room to write what that is
}

type ordinalKey struct {
	kind           procurement.EventKind
	subject, cause string
}

func newTeller(ocid string) *teller {
	return &teller{ocid: ocid}
}

// at sets the cause of the events that follow, and the day they are dated by
// where their content gives none.
func (t *teller) at(cause string, day procurement.Date, p *procurement.Process) {
	t.cause, t.day, t.process = cause, day, p
}

// tell adds an event, whose own the figures are from then on.
func (t *teller) tell(kind procurement.EventKind, subject string, date procurement.Date, f figures) {
	if t.read == nil { // most have little to tell, and many nothing
		t.ordinals, t.read = map[ordinalKey]int{}, map[string]int{}
	}
	key := ordinalKey{kind, subject, t.cause}
	ordinal := t.ordinals[key]
	t.ordinals[key]++
	f.put("process", t.process.Title).put("datedByRelease", !date.Known())
	if b := t.process.Buyer; b != nil {
		f.put("buyer", b.Name)
	}
	date = known(date, t.day)
	if n := t.alike(kind, date, f); n > 1 {
		f.put("alike", n)
	}
	t.events = append(t.events, procurement.Event{
		OCID: t.ocid, GUID: GUID(t.ocid, kind, subject, t.cause, ordinal), Kind: kind,
		Subject: subject, Cause: t.cause, Ordinal: ordinal, Date: date, Figures: f,
	})
}

// unread are the figures that no headline shows.
var unread = []string{"contract", "award", "amendment", "decision", "successor", "answers", "summary", "version", "versions",
	"conditions", "reference", "decidedBy", "reportedBy", "outcome", "start", "months", "derived"}

// alike counts an event among those told that read the same: which of them it
// is depends only on what was told before.
func (t *teller) alike(kind procurement.EventKind, date procurement.Date, f figures) int {
	var few [16]string // as most have
	names := few[:0]
	for name := range f {
		if !slices.Contains(unread, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	key := append(append(append(t.key[:0], kind...), ' '), date...)
	for _, name := range names {
		key = append(append(key, 0), name...)
		key = appendFigure(append(key, 0), f[name])
	}
	t.key = key
	t.read[string(key)]++
	return t.read[string(key)]
}

// appendFigure writes a figure so that different ones are written differently.
func appendFigure(b []byte, value any) []byte {
	switch v := value.(type) {
	case string: // as most are
		return append(b, v...)
	case bool:
		return strconv.AppendBool(b, v)
	case float64:
		return strconv.AppendFloat(b, v, 'g', -1, 64)
	case map[string]any:
		if amount, ok := v["amount"].(string); ok && len(v) == 2 { // of money
			currency, _ := v["currency"].(string)
			return append(append(append(b, amount...), ' '), currency...)
		}
	}
	return fmt.Appendf(b, "%q", value) // maps are printed in the order of their keys
}

// GUID is the permanent name of an event: the first 32 hexadecimal digits of
// the SHA-256 of its parts, each preceded by its length in eight bytes.
func GUID(ocid string, kind procurement.EventKind, subject, cause string, ordinal int) string {
	h := sha256.New()
	for _, part := range []string{ocid, string(kind), subject, cause, strconv.Itoa(ordinal)} {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(part))))
		h.Write([]byte(part))
	}
	return hex.EncodeToString(h.Sum(nil))[:32]
}
