package feed

import (
	"fmt"
	"strings"

	"daylight/internal/procurement"
)

// Summary is a sentence or two that add to the headline: whose process it is,
// and what the figures rest on. It is plain text without markup, to be escaped
// like any text where it stands in HTML.
func Summary(e procurement.Event) string {
	f := figures(e.Figures)
	sentences := []string{f.context()}
	if details := summaries[e.Kind]; details != nil {
		sentences = append(sentences, details(f)...)
	}
	if f.asReported() {
		sentences = append(sentences, "As reported"+with(" by ", f.text("reportedBy"))+"; the body has not filed it here itself")
	}
	if e.Redacted != nil {
		sentences = append(sentences, fmt.Sprintf("Part of what this said was removed, as entry %d of the log says", *e.Redacted))
	}
	var b strings.Builder
	for _, s := range sentences {
		if s == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(s)
		if !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "…") {
			b.WriteByte('.')
		}
	}
	return b.String()
}

// context names the process and its buyer.
func (f figures) context() string {
	process := f.text("process")
	if process == "" {
		process = f.name()
	}
	return process + with(", ", f.text("buyer"))
}

const notProof = "A flag is a reason to look, not proof of wrongdoing."

var summaries = map[procurement.EventKind]func(figures) []string{
	procurement.AwardCancelled: func(figures) []string { return []string{"It counts in no value or total."} },
	procurement.ContractSigned: func(f figures) []string {
		return []string{with("Term from ", f.date("start"), with(" to ", f.date("end")))}
	},
	procurement.ContractExtended:  extendedSummary,
	procurement.DecisionPublished: decisionSummary,
	procurement.DecisionChanged:   decisionSummary,
	procurement.ConditionSet:      conditionSummary,
	procurement.ConditionChanged:  conditionSummary,
	procurement.ConditionOverdue: func(f figures) []string {
		return []string{"A due date that has passed does not say that nothing was done."}
	},
	procurement.ChallengeMade:    challengeSummary,
	procurement.ChallengeChanged: challengeSummary,
	procurement.StatementMade: func(f figures) []string {
		return []string{"What somebody said, in our words; not a finding."}
	},
	procurement.DisputeRecorded: func(f figures) []string {
		return []string{"The record keeps " + procurement.Count(f.count("versions"), "version") + " and says who gives each."}
	},
	procurement.RecordCorrected: func(f figures) []string {
		return []string{f.text("reason"), "The record was wrong; what was recorded before stays in the history."}
	},
	procurement.FlagRaised:  func(f figures) []string { return []string{f.text("summary"), notProof} },
	procurement.FlagCleared: func(f figures) []string { return []string{f.text("summary"), notProof} },
}

func extendedSummary(f figures) []string {
	agreed := map[string]string{
		procurement.Yes: "The option was agreed in advance", procurement.Unknown: "Whether it was agreed in advance is not published",
	}[f.text("agreedInAdvance")]
	derived := ""
	if f.is("derived") {
		derived = "Computed from the dates of two releases"
	}
	return []string{with("The term ended ", f.date("previousEnd"), " before"), agreed, derived}
}

func decisionSummary(f figures) []string {
	conditions := ""
	if n := f.count("conditions"); n > 0 {
		conditions = "With " + procurement.Count(n, f.demand().noun)
	}
	return []string{f.text("title"), with("Why: ", f.text("statusReason")), with("Decided by ", f.text("decidedBy")), conditions, with("Reference ", f.text("reference"))}
}

func conditionSummary(f figures) []string {
	basis := ""
	if f.text("dueBasis") == "inferred" {
		basis = "The due date is computed here; no source states it"
	}
	return []string{with(capital(f.demand().noun)+": ", f.text("condition")), basis}
}

func challengeSummary(f figures) []string {
	return []string{f.text("title"), with("Outcome: ", f.text("outcome"))}
}
