package feed

import (
	"maps"
	"testing"

	"daylight/internal/procurement"
)

func gbp(amount string) map[string]any { return map[string]any{"amount": amount, "currency": "GBP"} }

func TestHeadline(t *testing.T) {
	decision := func(add figures) figures {
		f := figures{"decision": "d", "body": "The Auditor", "about": []any{"Pilot"}, "type": "judgment", "title": "No price was agreed"}
		for name, v := range add {
			f[name] = v
		}
		return f
	}
	condition := func(add figures) figures {
		f := decision(figures{"condition": "Hold a competition", "due": "2027-06", "conditionStatus": "open", "statusBefore": "open", "filedByTheBody": true})
		for name, v := range add {
			f[name] = v
		}
		return f
	}
	claim := func(stage string) figures {
		return figures{"process": "Pilot", "type": "judicialReview", "claimant": "Firm", "respondent": "The Auditor", "stage": stage}
	}
	untold := maps.Clone(headlines)
	for _, c := range []struct {
		kind    procurement.EventKind
		date    procurement.Date
		figures figures
		want    string
	}{
		{procurement.ProcessPublished, "2026-06-24", figures{"process": "Pilot", "buyer": "Police", "datedByRelease": true}, "Record opened: Pilot, Police (on record 24 June 2026)"},
		{procurement.TenderPublished, "2026", figures{"process": "Pilot", "buyer": "Police", "value": gbp("1500000"), "status": "active"}, "Tender for Pilot published by Police, £1.5 million (2026)"},
		{procurement.TenderPublished, "2026", figures{"process": "Pilot", "status": "withdrawn"}, "Tender for Pilot withdrawn (2026)"},
		{procurement.AwardMade, "2026~", figures{"awardTitle": "Pilot", "suppliers": []any{"A", "B", "C"}}, "Pilot awarded to A, B and C (about 2026)"},
		{procurement.AwardMade, "2026", figures{"process": "Pilots", "awardTitle": "Pilots: Firm", "suppliers": []any{"Firm"}, "value": gbp("7")}, "Pilots: awarded to Firm, £7 (2026)"},
		{procurement.AwardMade, "2026", figures{"process": "Pilots", "awardTitle": "Firm", "suppliers": []any{"Firm"}}, "Pilots: awarded to Firm (2026)"},
		{procurement.AwardMade, "2026", figures{"awardTitle": "Firm", "suppliers": []any{"Firm"}}, "Awarded to Firm (2026)"},
		{procurement.AwardProposed, "", figures{"awardTitle": "Pilot", "suppliers": []any{"A", "B", "C", "D"}}, "Award of Pilot to A and 3 others proposed"},
		{procurement.AwardCancelled, "2026-05", figures{"awardTitle": "Pilot", "suppliers": []any{"A"}, "value": gbp("25300000")}, "Award of Pilot to A proposed, not made, £25.3 million (May 2026)"},
		{procurement.AwardCancelled, "2026-05", figures{"awardTitle": "Pilot", "made": true}, "Award of Pilot cancelled (May 2026)"},
		{procurement.ContractSigned, "2026-05", figures{"contractTitle": "Pilot", "buyer": "Police", "suppliers": []any{"A"}, "value": gbp("1"), "end": "2027-03-31"}, "Pilot: contract of Police with A, £1, until 31 March 2027 (May 2026)"},
		{procurement.ContractExtended, "2026-05", figures{"contractTitle": "Pilot", "newEnd": "2027", "instrument": "option", "agreedInAdvance": "yes", "valueAdded": gbp("7")}, "Pilot extended to 2027, an option agreed in advance, adding £7 (May 2026)"},
		{procurement.ContractExtended, "2026-05", figures{"contractTitle": "Pilot", "addedUpTo": "P12M", "instrument": "amendment", "valueBefore": gbp("7"), "valueAfter": gbp("9")}, "Pilot extended by up to 12 months, value published as £7 before and £9 after (May 2026)"},
		{procurement.ContractExtended, "2026-05", figures{"contractTitle": "Pilot", "instrument": "overrun", "planned": "8 weeks", "actual": "six months"}, "Pilot ran past its planned length of 8 weeks, to six months (May 2026)"},
		{procurement.ContractExtended, "2026-05", figures{"contractTitle": "Pilot", "instrument": "successor", "successorTitle": "Second", "suppliers": []any{"A"}, "newEnd": "2027", "valueAdded": gbp("7")}, "Pilot continued by a further contract, Second, with A, to 2027, £7 (May 2026)"},
		{procurement.ContractExtended, "2026-05", figures{"contractTitle": "Pilot", "instrument": "successor", "length": "P365D", "months": 12.0}, "Pilot continued by a further contract, for 12 months (May 2026)"},
		{procurement.ContractExtended, "2026-05", figures{"contractTitle": "Pilot", "instrument": "successor", "length": "P28D", "months": 1.0}, "Pilot continued by a further contract, for 28 days (May 2026)"},
		{procurement.ContractShortened, "2026", figures{"contractTitle": "Pilot", "previousEnd": "2028", "end": "2027"}, "Pilot shortened from 2028 to 2027 (2026)"},
		{procurement.ContractTerminated, "2026", figures{"contractTitle": "Pilot", "suppliers": []any{"A"}, "status": "terminated"}, "Pilot with A ended (2026)"},
		{procurement.ContractAmended, "2026", figures{"contractTitle": "Pilot", "amendment": "e03"}, "Pilot amended (2026)"},
		{procurement.ContractAmended, "2026", figures{"contractTitle": "Pilot", "amendment": "e04", "alike": 2.0}, "Pilot amended (2026, no. 2)"},
		{procurement.ValueChanged, "2026", figures{"contractTitle": "Pilot", "valueBefore": gbp("7"), "valueAfter": gbp("9.5")}, "Value of Pilot changed from £7 to £9.50 (2026)"},
		{procurement.ValueChanged, "2026", figures{"contractTitle": "Pilot", "valueBefore": gbp("7"), "valueAfter": gbp("9"), "by": "correction"}, "Value of Pilot changed in publication from £7 to £9 (2026)"},
		{procurement.ValueChanged, "2026", figures{"contractTitle": "Pilot", "valueAfter": gbp("9")}, "Value of Pilot stated as £9 (2026)"},
		{procurement.DecisionPublished, "2026-06-24", decision(figures{"type": "approvedWithConditions", "grantedUpTo": "P12M", "running": true}), "Up to 12 more months of the Pilot allowed on conditions, The Auditor decides (24 June 2026, as reported)"},
		{procurement.DecisionPublished, "2026-06-24", decision(figures{"type": "approved", "grantedUpTo": "P1Y6M", "grantedValue": gbp("7"), "filedByTheBody": true}), "Up to 1 year 6 months of the Pilot, £7 approved, The Auditor decides (24 June 2026)"},
		{procurement.DecisionPublished, "2026", decision(figures{"type": "refused", "value": gbp("25300000")}), "Pilot, £25.3 million, refused, The Auditor decides (2026, as reported)"},
		{procurement.DecisionPublished, "2026", decision(figures{"type": "exceptionGranted"}), "Exception granted for Pilot, The Auditor decides (2026, as reported)"},
		{procurement.DecisionPublished, "2026", decision(figures{"type": "breachFound"}), "The Auditor finds a breach in Pilot: No price was agreed (2026, as reported)"},
		{procurement.DecisionPublished, "2026", decision(figures{"type": "recommendation"}), "The Auditor recommends on Pilot: No price was agreed (2026, as reported)"},
		{procurement.DecisionPublished, "2026", decision(nil), "The Auditor gives judgment on Pilot: No price was agreed (2026, as reported)"},
		{procurement.DecisionPublished, "2026", decision(figures{"type": "noAction"}), "The Auditor takes no action on Pilot: No price was agreed (2026, as reported)"},
		{procurement.DecisionChanged, "2026", decision(figures{"status": "quashed", "statusBefore": "inForce"}), "The Auditor: decision on Pilot, No price was agreed, is now quashed (2026, as reported)"},
		{procurement.DecisionChanged, "2026", decision(figures{"nowFiledByTheBody": true, "filedByTheBody": true}), "The Auditor files its own decision on Pilot, No price was agreed (2026)"},
		{procurement.ConditionSet, "2026", condition(nil), "The Auditor orders, in its judgment on Pilot: Hold a competition, due June 2027 (2026)"},
		{procurement.ConditionSet, "2026", condition(figures{"type": "recommendation"}), "The Auditor asks, in a recommendation on Pilot: Hold a competition, due June 2027 (2026)"},
		{procurement.ConditionSet, "2026", condition(figures{"type": "approvedWithConditions"}), "The Auditor sets a condition on Pilot: Hold a competition, due June 2027 (2026)"},
		{procurement.ConditionSet, "2026", condition(figures{"type": "breachFound"}), "The Auditor sets a requirement on finding a breach in Pilot: Hold a competition, due June 2027 (2026)"},
		{procurement.ConditionSet, "2026", condition(figures{"type": "refused"}), "The Auditor sets a requirement in refusing Pilot: Hold a competition, due June 2027 (2026)"},
		{procurement.ConditionSet, "2026", condition(figures{"type": ""}), "The Auditor sets a requirement for Pilot: Hold a competition, due June 2027 (2026)"},
		{procurement.ConditionChanged, "2026", condition(figures{"conditionStatus": "notMet"}), "Order on Pilot now recorded as not met: Hold a competition (2026)"},
		{procurement.ConditionChanged, "2026", condition(figures{"type": "exceptionGranted", "dueBefore": "2027-05"}), "Condition on Pilot now due June 2027, before May 2027: Hold a competition (2026)"},
		{procurement.ConditionOverdue, "2027-07-01", condition(nil), "Due date passed, no outcome recorded, for Pilot: Hold a competition, due June 2027 (1 July 2027)"},
		{procurement.ChallengeMade, "2026", claim("threatened"), "Judicial review threatened by Firm against The Auditor over Pilot (2026)"},
		{procurement.ChallengeChanged, "2026", claim("letterSent"), "Letter before judicial review sent by Firm to The Auditor over Pilot (2026)"},
		{procurement.ChallengeChanged, "2026", claim("permission"), "Judicial review by Firm against The Auditor over Pilot, at the permission stage (2026)"},
		{procurement.StatementMade, "2026", figures{"process": "Pilot", "statementKind": "reply", "office": "Spokesman", "organisation": "Firm", "text": "Welcomed it."}, "Reply by Spokesman, Firm on Pilot: Welcomed it. (2026)"},
		{procurement.DisputeRecorded, "2026", figures{"process": "Pilot", "about": "Price"}, "Sources differ on Pilot: Price (2026)"},
		{procurement.RecordCorrected, "2026", figures{"process": "Pilot", "what": "award", "named": "Cars", "reason": "Misread."}, "Record of Pilot corrected, award “Cars”: Misread. (2026)"},
		{procurement.RecordCorrected, "2026", figures{"process": "Pilot", "what": "bid", "named": "Firm", "takenOut": true}, "Taken out of the record of Pilot, bid “Firm” (2026)"},
		{procurement.FlagRaised, "2026", figures{"process": "Pilot", "rule": "rolling-extensions"}, "Flag raised for Pilot: rolling extensions (2026)"},
		{procurement.FlagCleared, "2026", figures{"process": "Pilot", "rule": "one-bid", "datedByRelease": true}, "Flag cleared for Pilot: one bid (on record 2026)"},
	} {
		if got := Headline(procurement.Event{Kind: c.kind, Date: c.date, Figures: c.figures}); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.kind, got, c.want)
		}
		delete(untold, c.kind)
	}
	for kind := range untold {
		t.Errorf("no example of %s", kind)
	}
}

func TestSummary(t *testing.T) {
	for _, c := range []struct {
		kind    procurement.EventKind
		figures figures
		want    string
	}{
		{procurement.FlagRaised, figures{"process": "Pilot", "buyer": "Police", "summary": "One bid was received."}, "Pilot, Police. One bid was received. A flag is a reason to look, not proof of wrongdoing."},
		{procurement.DecisionPublished, figures{"process": "Pilot", "decision": "d", "type": "recommendation", "title": "Go on", "decidedBy": "the Mayor", "conditions": 2.0, "reportedBy": "The Paper"}, "Pilot. Go on. Decided by the Mayor. With 2 recommendations. As reported by The Paper; the body has not filed it here itself."},
		{procurement.ConditionSet, figures{"process": "Pilot", "decision": "d", "type": "approved", "condition": "Compete", "dueBasis": "inferred", "filedByTheBody": true}, "Pilot. Condition: Compete. The due date is computed here; no source states it."},
		{procurement.ContractExtended, figures{"process": "Pilot", "previousEnd": "2026-03", "agreedInAdvance": "unknown", "derived": true}, "Pilot. The term ended March 2026 before. Whether it was agreed in advance is not published. Computed from the dates of two releases."},
		{procurement.ValueChanged, figures{"contractTitle": "Pilot"}, "Pilot."},
	} {
		if got := Summary(procurement.Event{Kind: c.kind, Figures: c.figures}); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.kind, got, c.want)
		}
	}
}

func TestShort(t *testing.T) {
	for _, c := range []struct {
		text string
		n    int
		want string
	}{
		{"exactly", 7, "exactly"},
		{"a sentence, cut at a word", 14, "a sentence…"},
		{"unbreakableword", 4, "unbr…"},
		{"наблюдатель решил", 12, "наблюдатель…"},
	} {
		if got := short(c.text, c.n); got != c.want {
			t.Errorf("short(%q, %d) = %q, want %q", c.text, c.n, got, c.want)
		}
	}
}
