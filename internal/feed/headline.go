package feed

import (
	"strconv"
	"strings"

	"daylight/internal/procurement"
)

// Headline is one sentence that tells an event with its figures, the process or
// contract it happened to, and when: "on record" where only the date of the
// release that told it is known. It depends on the event alone; of those of a
// process that would read the same, all but the first are numbered.
func Headline(e procurement.Event) string {
	f := figures(e.Figures)
	template, ok := headlines[e.Kind]
	if !ok {
		return line(word(string(e.Kind)) + ": " + f.name())
	}
	var when []string
	if day := e.Date.String(); day != "" {
		if f.is("datedByRelease") {
			day = "on record " + day
		}
		when = append(when, day)
	}
	if f.asReported() {
		when = append(when, "as reported")
	}
	if n := f.count("alike"); n > 1 {
		when = append(when, "no. "+strconv.Itoa(n))
	}
	return line(template(f) + with(" (", strings.Join(when, ", "), ")"))
}

// headlines holds one template for each kind of event.
var headlines = map[procurement.EventKind]func(figures) string{
	procurement.ProcessPublished: func(f figures) string { return "Record opened: " + f.name() + with(", ", f.text("buyer")) },
	procurement.TenderPublished:  tenderHeadline,
	procurement.AwardMade:        awardHeadline,
	procurement.AwardProposed:    func(f figures) string { return "Award of " + f.name() + f.to() + " proposed" + f.worth() },
	procurement.AwardCancelled:   cancelledHeadline,

	procurement.ContractSigned:     signedHeadline,
	procurement.ContractExtended:   extendedHeadline,
	procurement.ContractShortened:  shortenedHeadline,
	procurement.ContractTerminated: terminatedHeadline,
	procurement.ContractAmended:    amendedHeadline,
	procurement.ValueChanged:       valueHeadline,

	procurement.DecisionPublished: decisionHeadline,
	procurement.DecisionChanged:   decisionChangedHeadline,
	procurement.ConditionSet:      conditionSetHeadline,
	procurement.ConditionChanged:  conditionChangedHeadline,
	procurement.ConditionOverdue:  conditionOverdueHeadline,

	procurement.ChallengeMade:    challengeHeadline,
	procurement.ChallengeChanged: challengeHeadline,
	procurement.StatementMade:    statementHeadline,
	procurement.DisputeRecorded: func(f figures) string {
		return "Sources differ on " + f.name() + with(": ", short(f.text("about"), 90))
	},

	procurement.RecordCorrected: func(f figures) string {
		what := "Record of " + f.name() + " corrected"
		if f.is("takenOut") {
			what = "Taken out of the record of " + f.name()
		}
		return what + with(", ", word(f.text("what")), with(" “", short(f.text("named"), 90), "”")) + with(": ", short(f.text("reason"), 120))
	},

	procurement.FlagRaised:  func(f figures) string { return "Flag raised for " + f.name() + ": " + word(f.text("rule")) },
	procurement.FlagCleared: func(f figures) string { return "Flag cleared for " + f.name() + ": " + word(f.text("rule")) },
}

func tenderHeadline(f figures) string {
	switch status := f.text("status"); status {
	case "cancelled", "unsuccessful", "withdrawn":
		return "Tender for " + f.name() + " " + word(status)
	}
	return "Tender for " + f.name() + " published" + with(" by ", f.text("buyer")) + f.worth()
}

// awardHeadline names the supplier once where the award is called after it:
// "Forensic services: awarded to Firm", not "Forensic services: Firm awarded to
// Firm".
func awardHeadline(f figures) string {
	work, called := strings.CutSuffix(f.name(), f.names("suppliers"))
	if !called || f.names("suppliers") == "" {
		return f.name() + " awarded" + f.to() + f.worth()
	}
	if work = strings.TrimRight(work, " :,–-("); work == "" {
		work = f.text("process")
	}
	return capital(with("", work, ": ") + "awarded" + f.to() + f.worth())
}

func cancelledHeadline(f figures) string {
	if f.is("made") {
		return "Award of " + f.name() + f.to() + " cancelled"
	}
	return "Award of " + f.name() + f.to() + " proposed, not made" + f.worth()
}

func statementHeadline(f figures) string {
	kind := map[string]string{"reply": "Reply", "concern": "Concern voiced"}[f.text("statementKind")]
	if kind == "" {
		kind = "Statement"
	}
	return kind + with(" by ", f.speaker()) + " on " + f.name() + with(": ", short(f.text("text"), 90))
}
