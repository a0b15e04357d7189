package web

import (
	"html/template"

	"daylight/internal/rules"
)

// labels are the words for the codes of the standard and of our extension, by
// what they are codes of.
var labels = map[string]map[string]string{
	"method": {
		"open": "open procedure", "selective": "selective procedure", "limited": "limited procedure", "direct": "direct award",
	},
	"decision": {
		"refused": "Refused", "approved": "Approved", "approvedWithConditions": "Approved with conditions",
		"exceptionGranted": "Exception granted", "breachFound": "Breach found", "recommendation": "Recommendation",
		"judgment": "Judgment", "noAction": "No action",
	},
	// Only a decision that allows something sets a condition; others recommend,
	// order or require.
	"asked": {
		"approved": "condition set by", "approvedWithConditions": "condition set by", "exceptionGranted": "condition set by",
		"recommendation": "recommended by", "judgment": "ordered by",
		"refused": "required by", "breachFound": "required by", "noAction": "asked for by", "": "asked for by",
	},
	"demand": {
		"approved": "Condition", "approvedWithConditions": "Condition", "exceptionGranted": "Condition",
		"recommendation": "Recommendation", "judgment": "Order", "refused": "Requirement", "breachFound": "Requirement",
		"noAction": "Request", "": "Request",
	},
	"part":           {"buyer": "As buyer", "supplier": "As supplier", "proposed_supplier": "As proposed supplier", "other": "In another part"},
	"decisionStatus": {"inForce": "in force", "superseded": "superseded", "withdrawn": "withdrawn", "quashed": "quashed"},
	"condition": {
		"open": "open", "met": "met", "partiallyMet": "partly met", "notMet": "not met", "waived": "waived",
		"unknown": "no outcome recorded", "": "no outcome recorded",
	},
	"challenge": {
		"preAction": "Pre-action challenge", "judicialReview": "Judicial review", "claim": "Claim", "complaint": "Complaint", "appeal": "Appeal",
	},
	"stage": {
		"threatened": "threatened, not issued", "letterSent": "letter sent", "issued": "issued", "permission": "permission stage",
		"heard": "heard", "settled": "settled", "decided": "decided", "withdrawn": "withdrawn",
	},
	"instrument": {"option": "option", "amendment": "amendment", "successor": "follow-on contract", "overrun": "overrun"},
	"agreed":     {"yes": "yes", "no": "no", "unknown": "not stated", "": "not stated"},
	"tier": {
		"official": "official", "press": "press", "repost": "repost", "interested": "interested party", "weak": "weak",
	},
	"regime": {
		"PA2023": "Procurement Act 2023", "PCR2015": "Public Contracts Regulations 2015", "other": "another regime", "unknown": notStated,
	},
	"considered": {"overseerFinding": "an overseer’s finding", "buyerStatement": "the buyer’s statement", "reported": "as reported"},
}

// label is the words for a code: "not stated" for none, and the code itself
// where a publisher uses one of its own.
func label(of, code string) string {
	if words, ok := labels[of][code]; ok {
		return words
	}
	if code == "" {
		return notStated
	}
	return code
}

// ruleFunctions name rules in templates.
var ruleFunctions = template.FuncMap{
	"rule":   ruleTitle,
	"caveat": func() string { return rules.Caveat },
}

// ruleTitle is a rule's title, or its id where it is not in the catalogue any
// more.
func ruleTitle(id string) string {
	if r, ok := rules.Find(id); ok {
		return r.Title
	}
	return id
}
