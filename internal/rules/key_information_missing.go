package rules

import (
	"fmt"
	"strings"

	"daylight/internal/procurement"
)

// Fields that say how a competition was announced.
const (
	tenderNoticeField = "tender/documents/noticeType"
	tenderPaperField  = "tender/documents/documentType"
)

func init() {
	register(Rule{ID: "key-information-missing", Subject: OfProcess,
		Regimes: []procurement.Regime{procurement.PA2023, procurement.PCR2015},
		Needs:   []string{methodField, thresholdField, openedField, tenderNoticeField, deadlineField, tenderPaperField},
		Check:   keyInformationMissing})
}

// keyInformationMissing asks for what the law has a buyer tell all who might bid:
// the tender notice, in an open procedure the last day for bids, and the papers
// that bids are made from.
//
// Procurement Act 2023, section 21; Procurement Regulations 2024, regulation 18
// (open procedure: how tenders may be submitted and by when) and 19 (competitive
// flexible procedure, whose notice may ask for requests to participate instead).
// Public Contracts Regulations 2015, regulations 49, 51 and 53.
func keyInformationMissing(d Dossier) []procurement.Flag {
	p := d.Process
	e := procurement.Evidence{Figures: map[string]any{}, Fields: []string{tenderNoticeField, deadlineField, tenderPaperField}, Sources: p.Tender.Sources}
	if flags := unannounced(p, e); flags != nil {
		return flags
	}
	a := announcementOf(d)
	if !a.began.Known() {
		if !awarded(p) {
			e.Summary = "No call for bids is on record yet."
			return result(procurement.NotApplicable, e)
		}
		e.Summary, e.Missing = "When bids were invited cannot be told.", []string{openedField}
		return result(procurement.NoData, e)
	}
	set(e.Figures, "bids_invited_by", string(a.began))
	return a.weigh(d.Day, e)
}

// unannounced is the answer where no tender notice is due, or whether one is
// cannot be told.
func unannounced(p *procurement.Process, e procurement.Evidence) []procurement.Flag {
	say := func(state procurement.FlagState, summary string, missing ...string) []procurement.Flag {
		e.Summary, e.Missing = summary, missing
		return result(state, e)
	}
	t := p.Tender
	switch {
	case t.Status == "cancelled":
		return say(procurement.NotApplicable, "The tender was cancelled.")
	case t.Method == "":
		return say(procurement.NoData, "Whether a tender notice was due cannot be told: how the supplier was chosen is not published.", methodField)
	case t.Method != "open" && t.Method != "selective":
		return say(procurement.NotApplicable, "The record shows no open or selective call for bids.")
	case p.CallsOff():
		return say(procurement.NotApplicable, "A call-off from a framework needs no tender notice of its own.")
	case p.Buyer != nil && p.Buyer.Class() == procurement.Utility:
		return say(procurement.NotApplicable, "A private utility may invite the members of a market of its own.")
	case t.AboveThreshold != nil && !*t.AboveThreshold:
		return say(procurement.NotApplicable, "The buyer states that the contract is below the threshold, where other rules hold.")
	case p.Regime == procurement.PA2023 && t.AboveThreshold == nil:
		return say(procurement.NoData, "Whether a tender notice was due cannot be told: whether the contract is above the threshold is not published.", thresholdField)
	}
	return nil
}

// announcement is what bidders were to be told of a competition.
type announcement struct {
	began procurement.Date // the earliest sign that bids were invited; the notice comes before
	parts []part
}

// part is one thing to be told.
type part struct {
	name     string
	field    string
	onRecord bool
	complete bool             // what is not on record was not published
	due      procurement.Date // the last day on which it is in time
}

func announcementOf(d Dossier) announcement {
	p := d.Process
	notice, kind := part{name: "the tender notice (UK4)", field: tenderNoticeField}, tenderNotice
	if p.Regime == procurement.PCR2015 {
		notice.name, kind = "the tender notice", oldTenderNotice
	}
	papers := part{name: "the tender documents", field: tenderPaperField, complete: p.CompleteFor(tenderPapers)}
	var published procurement.Date
	for _, x := range append(p.Documents[:len(p.Documents):len(p.Documents)], p.Tender.Documents...) {
		switch {
		case x.Notice == kind, x.Notice == "" && x.Type == oldTenderNotice:
			notice.onRecord, published = true, sooner(published, x.Published)
		case x.Notice == "" && (x.Type == tenderPapers || x.Type == "technicalSpecifications"):
			papers.onRecord = true
		}
	}
	over := sooner(p.Tender.Period.End, contracted(p))
	a := announcement{began: sooner(sooner(p.Tender.Period.Start, published), over)}
	notice.due, papers.due = procurement.Date(a.began.Last()), procurement.Date(over.Last()) // a month is due at its end
	notice.complete = p.CompleteFor(kind) || followedFromPlan(p) && isComplete(d, kind, a.began)
	a.parts = append(a.parts, notice)
	if p.Tender.Method == "open" && notice.onRecord {
		a.parts = append(a.parts, part{name: "the last day for bids", field: deadlineField, onRecord: p.Tender.Period.End.Known(),
			complete: isComplete(d, kind, published), due: procurement.Date(published.Last())})
	}
	a.parts = append(a.parts, papers)
	return a
}

// followedFromPlan reports whether notices from before the call are on record: of
// a process that is on record from a later notice on, an earlier one may not
// have been fetched.
func followedFromPlan(p *procurement.Process) bool {
	for _, x := range p.Notices() {
		switch x.Notice {
		case "UK1", "UK2", "UK3":
			return true
		}
	}
	return false
}

// weigh holds the parts against the day.
func (a announcement) weigh(day procurement.Date, e procurement.Evidence) []procurement.Flag {
	var found, missing, waiting []string
	var doubt *part
	var next procurement.Date
	for i, x := range a.parts {
		switch {
		case x.onRecord:
			found = append(found, x.name)
		case !x.complete || !x.due.Known():
			if doubt == nil {
				doubt = &a.parts[i]
			}
		case day.Known() && string(day) > x.due.Last():
			missing = append(missing, x.name)
		default:
			waiting, next = append(waiting, x.name), sooner(next, x.due)
		}
	}
	e.Figures["due"], e.Figures["on_record"], e.Figures["missing"] = len(a.parts), len(found), len(missing)
	f := procurement.Flag{Until: next}
	switch {
	case len(missing) > 0:
		f.State = procurement.Raised
		e.Summary = fmt.Sprintf("Not on record: %s.", strings.Join(missing, ", "))
	case doubt != nil:
		f.State, e.Missing = procurement.NoData, []string{doubt.field}
		e.Summary = fmt.Sprintf("Not on record: %s; no source on record is declared to hold all of the kind, so that this is not known to be missing.", doubt.name)
	case len(waiting) > 0 && !day.Known():
		f.State, e.Missing = procurement.NoData, []string{openedField}
		e.Summary = "No day is recorded to hold the call for bids against."
	case len(waiting) > 0:
		f.State = procurement.Clear
		e.Summary = fmt.Sprintf("Not on record, and in time until %s: %s.", next, strings.Join(waiting, ", "))
	default:
		f.State = procurement.Clear
		e.Summary = fmt.Sprintf("On record: %s.", strings.Join(found, ", "))
	}
	f.Evidence = e
	return []procurement.Flag{f}
}
