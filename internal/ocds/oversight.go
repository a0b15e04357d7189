package ocds

import (
	"slices"

	"daylight/internal/procurement"
)

// oversight reads what the oversight extension adds to a release: see
// extension/release-schema.json.
func (s *StateReader) oversight(r resolver, record Object, p *procurement.Process) {
	if c := Child(record, "case"); c != nil && identical(c, Child(s.record, "case")) {
		p.Case = s.process.Case
	} else if c != nil {
		p.Case = &procurement.Case{ID: String(c, "id"), Title: String(c, "title"), Summary: String(c, "summary"), DateChecked: date(c, "dateChecked")}
	}
	p.Products = s.products.next(Children(record, "products"), product, nil)
	p.Decisions = s.decisions.next(Children(record, "decisions"), r.decision, s.refer("body"))
	p.Challenges = s.challenges.next(r.present(Children(record, "challenges"), "challenges"), challenge, nil)
	p.Statements = s.statements.next(r.present(Children(record, "statements"), "statements"), statement, nil)
	p.Disputes = s.disputes.next(Children(record, "disputes"), dispute, nil)
	p.Corrected = s.corrected.next(Children(record, "corrections"), correction, nil)
	p.Sources = s.sources.next(Children(record, "sources"), ReadSource, nil)
}

func product(o Object) procurement.Product {
	return procurement.Product{ID: String(o, "id"), Name: String(o, "name"), Aliases: Strings(o, "aliases"), Sources: Strings(o, "sources")}
}

func (r resolver) decision(o Object) procurement.Decision {
	d := procurement.Decision{
		ID: String(o, "id"), Body: r.organisation(Child(o, "body")), Reference: String(o, "reference"), Title: String(o, "title"),
		Description: String(o, "description"), Type: String(o, "type"), Status: String(o, "status"), StatusReason: String(o, "statusReason"), DecidedBy: String(o, "decidedBy"),
		Decided: date(o, "dateDecided"), Published: date(o, "datePublished"), Contracts: Strings(o, "contracts"), Awards: Strings(o, "awards"),
		GrantedUpTo: duration(o, "grantedUpTo"), GrantedPeriod: period(o, "grantedPeriod"), GrantedValue: money(o, "grantedValue"),
		Supersedes: String(o, "supersedes"), Documents: each(Children(o, "documents"), document), Sources: Strings(o, "sources"),
	}
	d.Findings = each(Children(o, "findings"), func(f Object) procurement.Finding {
		return procurement.Finding{ID: String(f, "id"), Classification: String(f, "classification"),
			Description: String(f, "description"), Quotation: String(f, "quotation"), Sources: Strings(f, "sources")}
	})
	d.Terms = each(Children(o, "terms"), func(t Object) procurement.Term {
		return procurement.Term{ID: String(t, "id"), Description: String(t, "description")}
	})
	d.Conditions = each(Children(o, "conditions"), func(c Object) procurement.Condition {
		return procurement.Condition{ID: String(c, "id"), Decision: d.ID, Description: String(c, "description"), Due: date(c, "dueDate"),
			DueBasis: String(c, "dueBasis"), Status: first(String(c, "status"), procurement.Unknown), Met: date(c, "dateMet"),
			Evidence: String(c, "evidence"), Sources: Strings(c, "sources")}
	})
	return d
}

func challenge(o Object) procurement.Challenge {
	return procurement.Challenge{ID: String(o, "id"), Type: String(o, "type"), Claimant: String(o, "claimant"),
		Respondent: String(o, "respondent"), Stage: String(o, "stage"), Date: date(o, "date"), Title: String(o, "title"),
		Concerns: String(o, "concerns"), Description: String(o, "description"), Outcome: String(o, "outcome"), Sources: Strings(o, "sources")}
}

func statement(o Object) procurement.Statement {
	return procurement.Statement{ID: String(o, "id"), Kind: String(o, "kind"), Speaker: String(o, "speaker"), Office: String(o, "office"),
		Organisation: String(o, "organisation"), Date: date(o, "date"), Text: String(o, "text"), Quotation: String(o, "quotation"),
		Answers: String(o, "answers"), Sources: Strings(o, "sources")}
}

func dispute(o Object) procurement.Dispute {
	return procurement.Dispute{ID: String(o, "id"), About: String(o, "about"), Note: String(o, "note"),
		Values: each(Children(o, "values"), func(v Object) procurement.DisputedValue {
			return procurement.DisputedValue{ID: String(v, "id"), Says: String(v, "says"), Sources: Strings(v, "sources")}
		})}
}

func correction(o Object) procurement.Correction {
	return procurement.Correction{ID: String(o, "id"), About: String(o, "about"), Reason: String(o, "reason"),
		TakesOut: Strings(o, "takesOut"), Sources: Strings(o, "sources")}
}

// takenOut are the places of what should not have been recorded.
func takenOut(record Object) map[string]bool {
	var places map[string]bool
	for _, c := range Children(record, "corrections") {
		for _, place := range Strings(c, "takesOut") {
			if places == nil {
				places = map[string]bool{}
			}
			places[place] = true
		}
	}
	return places
}

// present are the objects of a list without those taken out of it: a merge
// keeps their ids, and nothing else. What a later release says of one anew is
// there again.
func (r resolver) present(objects []Object, list ...string) []Object {
	if len(r.gone) == 0 {
		return objects
	}
	at := procurement.Place(list...) + "/"
	return slices.DeleteFunc(objects, func(o Object) bool { return bare(o) && r.gone[at+procurement.Place(String(o, "id"))] })
}

func bare(o Object) bool {
	for name := range o {
		if name == "id" || name == "awardID" { // which a contract has to have
			continue
		}
		inside := Children(o, name)
		list, _ := o[name].([]any)
		if inside == nil || len(inside) < len(list) || !allBare(inside) {
			return false
		}
	}
	return true
}

func allBare(list []Object) bool {
	return !slices.ContainsFunc(list, func(o Object) bool { return !bare(o) })
}

// ReadSource reads one item of a release's sources.
func ReadSource(o Object) procurement.Source {
	return procurement.Source{ID: String(o, "id"), Title: String(o, "title"), Publisher: String(o, "publisher"), URL: String(o, "url"),
		Published: date(o, "datePublished"), Accessed: date(o, "dateAccessed"), Tier: String(o, "tier"), Note: String(o, "note"), SHA256: String(o, "sha256"),
		CompleteFor: Strings(o, "completeFor")}
}
