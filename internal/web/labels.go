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
	"ground": {
		"court-order": "by order of a court", "defamation-order": "by an order of a court in a case of defamation",
		"personal-data": "to protect personal data", "safety": "for somebody’s safety", "unlawful": "because it was unlawful to publish",
		"source-error": "because its source had published it in error",
	},
	"instrument": {"option": "option", "amendment": "amendment", "successor": "follow-on contract", "overrun": "overrun"},
	"agreed":     {"yes": "yes", "no": "no", "unknown": "not stated", "": "not stated"},
	"tier": {
		"official": "official", "press": "press", "repost": "repost", "interested": "interested party", "weak": "weak",
	},
	"regime": {
		"PA2023": "Procurement Act 2023", "PCR2015": "Public Contracts Regulations 2015", "other": "another regime", "unknown": notStated,
	},
	// Source: Find a Tender, notice types and sequences; Procurement Regulations 2024.
	"notice": {
		"UK1": "Pipeline notice", "UK2": "Preliminary market engagement notice", "UK3": "Planned procurement notice", "UK4": "Tender notice",
		"UK5": "Transparency notice", "UK6": "Contract award notice", "UK7": "Contract details notice", "UK8": "Contract payment notice",
		"UK9": "Contract performance notice", "UK10": "Contract change notice", "UK11": "Contract termination notice",
		"UK12": "Procurement termination notice", "UK13": "Dynamic market intention notice", "UK14": "Dynamic market establishment notice",
		"UK15": "Dynamic market modification notice", "UK16": "Dynamic market cessation notice", "UK17": "Payments compliance notice",
	},
	// Schemes and ids as notices publish them (OCDS legalBasis).
	"law": {
		"UKPGA 2023/54": "Procurement Act 2023", "CELEX 32014L0024": "Directive 2014/24/EU (public contracts)",
		"CELEX 32014L0025": "Directive 2014/25/EU (utilities)", "CELEX 32014L0023": "Directive 2014/23/EU (concessions)",
		"CELEX 32009L0081": "Directive 2009/81/EC (defence)",
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

// noticeName is the type of a notice in words, with its code: "Contract award
// notice (UK6)". A code that is not on the list stands by itself.
func noticeName(code string) string {
	if words := labels["notice"][code]; words != "" {
		return words + " (" + code + ")"
	}
	return "Notice " + code
}
