package history

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"maps"
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
	f := newFold()
	t := newTeller(ocid)
	before := &procurement.Process{}
	for i, s := range states {
		was := f.made
		steps := f.next(s)
		t.at(s.Release, s.day(), s.Process)
		told := len(t.events)
		t.tender(before, s.Process)
		t.awards(before, s.Process, was, f.made)
		t.contracts(f, was, steps)
		t.decisions(before, s.Process)
		t.challenges(before, s.Process)
		t.statements(before, s.Process)
		t.disputes(before, s.Process)
		if i == 0 && len(t.events) == told {
			t.tell(procurement.ProcessPublished, ocid, "", figures{})
		}
		before = s.Process
	}
	return t.events
}

// teller writes events with one cause at a time.
type teller struct {
	ocid     string
	cause    string
	day      procurement.Date
	process  *procurement.Process
	events   []procurement.Event
	ordinals map[ordinalKey]int
	read     map[string]int // events told, by what a reader sees of them
}

type ordinalKey struct {
	kind           procurement.EventKind
	subject, cause string
}

func newTeller(ocid string) *teller {
	return &teller{ocid: ocid, ordinals: map[ordinalKey]int{}, read: map[string]int{}}
}

// at sets the cause of the events that follow, and the day they are dated by
// where their content gives none.
func (t *teller) at(cause string, day procurement.Date, p *procurement.Process) {
	t.cause, t.day, t.process = cause, day, p
}

func (t *teller) tell(kind procurement.EventKind, subject string, date procurement.Date, f figures) {
	key := ordinalKey{kind, subject, t.cause}
	ordinal := t.ordinals[key]
	t.ordinals[key]++
	all := maps.Clone(f).put("process", t.process.Title).put("datedByRelease", !date.Known())
	if b := t.process.Buyer; b != nil {
		all.put("buyer", b.Name)
	}
	date = known(date, t.day)
	if n := t.alike(kind, date, all); n > 1 {
		all.put("alike", n)
	}
	t.events = append(t.events, procurement.Event{
		OCID: t.ocid, GUID: GUID(t.ocid, kind, subject, t.cause, ordinal), Kind: kind,
		Subject: subject, Cause: t.cause, Ordinal: ordinal, Date: date, Figures: all,
	})
}

// unread are the figures that no headline shows.
var unread = []string{"contract", "award", "amendment", "decision", "successor", "answers", "summary", "version", "versions",
	"conditions", "reference", "decidedBy", "reportedBy", "outcome", "start", "months", "derived"}

// alike counts an event among those told that read the same: which of them it
// is depends only on what was told before.
func (t *teller) alike(kind procurement.EventKind, date procurement.Date, f figures) int {
	shown := maps.Clone(f)
	for _, name := range unread {
		delete(shown, name)
	}
	key := fmt.Sprint(kind, date, shown) // maps are printed in the order of their keys
	t.read[key]++
	return t.read[key]
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
