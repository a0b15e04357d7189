package registry

import (
	"bytes"
	"fmt"
	"math"
	"strings"

	"github.com/go-json-experiment/json"

	"daylight/internal/ocds"
	"daylight/internal/procurement"
	"daylight/internal/store"
)

// redactEvents takes what was removed out of published events: those that are
// told otherwise without it are written as they are told now, those that are
// told no longer keep nothing but their GUID.
func (f *filing) redactEvents(t store.Tombstone, before, after map[string][]procurement.Event) error {
	for ocid := range after {
		was, is := byGUID(before[ocid]), byGUID(after[ocid])
		published, err := f.tx.Published(f.ctx, ocid)
		if err != nil {
			return err
		}
		for guid, e := range published {
			now, told := is[guid]
			if told && (same(e.Event, now) || e.Seq >= t.Leaf) || told && same(was[guid], now) && same(e.Event, was[guid]) {
				continue
			}
			if told {
				e.Date, e.Figures = now.Date, now.Figures
			} else {
				e.Subject, e.Date, e.Figures = "", "", nil
			}
			e.Redacted = &t.Leaf
			if err := f.tx.RedactEvent(f.ctx, e); err != nil {
				return err
			}
		}
	}
	return nil
}

func byGUID(list []procurement.Event) map[string]procurement.Event {
	by := make(map[string]procurement.Event, len(list))
	for _, e := range list {
		by[e.GUID] = e
	}
	return by
}

// same reports whether two events say the same.
func same(a, b procurement.Event) bool {
	return a.GUID == b.GUID && a.Date == b.Date && bytes.Equal(eventText(a), eventText(b))
}

func eventText(e procurement.Event) []byte {
	text, err := json.Marshal(e.Figures, json.Deterministic(true))
	if err != nil {
		panic(err) // figures hold plain values only
	}
	return text
}

// surveyAgain takes the latest survey of the market anew, where there is one:
// it counted what was removed.
func (f *filing) surveyAgain() error {
	last, err := f.tx.LastSurvey(f.ctx, math.MaxInt64)
	if err != nil || last == nil {
		return err
	}
	if err := f.log.sign(); err != nil {
		return err
	}
	f.log.first = f.log.tree.Size() // the survey counts what this filing has filed
	return f.survey()
}

// redactOrganisationEvents takes what was removed out of what surveys published
// of organisations.
func (f *filing) redactOrganisationEvents(t store.Tombstone, texts map[string]bool) error {
	all, err := f.tx.OrganisationEvents(f.ctx, store.OrganisationEventFilter{})
	if err != nil {
		return err
	}
	for _, e := range all {
		for text := range texts {
			if len(text) > 3 && (strings.Contains(e.Name+"\n"+e.Summary, text) || strings.Contains(strings.ToLower(e.Organisation), strings.ToLower(text))) {
				if err := f.tx.RedactOrganisationEvent(f.ctx, e, t.Leaf); err != nil {
					return err
				}
				break
			}
		}
	}
	return nil
}

// redactHeld destroys the bytes of what lies in quarantine about the same
// process and says something of what was removed.
func (f *filing) redactHeld(t store.Tombstone, texts map[string]bool) error {
	list, err := f.tx.Quarantine(f.ctx, true)
	if err != nil {
		return err
	}
	for _, h := range list {
		whole, err := f.tx.Held(f.ctx, h.ID)
		if err != nil {
			return err
		}
		if !says(whole, t.OCID, texts) {
			continue
		}
		if err := f.tx.ForgetHeld(f.ctx, h.ID, "redacted", fmt.Sprintf("what it said was removed, by entry %d of the log", t.Leaf)); err != nil {
			return err
		}
		if calls(texts, h.File, h.Member, h.Source, h.URL) {
			if err := f.tx.RenameHeld(f.ctx, h.ID, removedBy(t)); err != nil {
				return err
			}
		}
	}
	return nil
}

// says reports whether something held is about a process and has one of the
// texts; what cannot be read is taken to, if they stand in its bytes.
func says(h store.Held, ocid string, texts map[string]bool) bool {
	for text := range texts {
		if len(text) > 3 && strings.Contains(h.Sentence, text) {
			return true
		}
	}
	if !bytes.Contains(h.Body, []byte(ocid)) {
		return false
	}
	values, err := ocds.Values(h.Body)
	for _, v := range values {
		if texts[v.Text] {
			return true
		}
	}
	if err != nil {
		for text := range texts {
			if bytes.Contains(h.Body, []byte(text)) {
				return true
			}
		}
	}
	return false
}
