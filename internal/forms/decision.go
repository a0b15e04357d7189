package forms

import (
	"daylight/internal/ocds"
	"daylight/internal/procurement"
)

const (
	mostFindings   = 12
	mostConditions = 12
	mostTerms      = 6
	mostDocuments  = 8
)

var (
	decisionTypes = []Option{
		{"refused", "Refused", "what was asked is not allowed"}, {"approved", "Approved", ""},
		{"approvedWithConditions", "Approved with conditions", "something is to be done: see the conditions"},
		{"exceptionGranted", "Exception granted", "a departure from a rule is allowed"}, {"breachFound", "Breach found", "a rule was broken"},
		{"recommendation", "Recommendation", "advice that binds nobody"}, {"judgment", "Judgment", "of a court or tribunal"},
		{"noAction", "No action", "looked at, and no step taken"},
	}
	findingCodes = []Option{
		{"", "No code", ""}, {"oneSupplierConsidered", "One supplier considered", ""}, {"oneBid", "One bid", ""}, {"noCompetition", "No competition", ""},
		{"approvalStepMissed", "Approval step missed", ""}, {"breachOfRules", "Breach of rules", ""}, {"valueForMoneyNotShown", "Value for money not shown", ""},
		{"supplierLockIn", "Supplier lock-in", ""}, {"costOverrun", "Cost overrun", ""}, {"excessProfit", "Excess profit", ""}, {"lateNotice", "Late notice", ""},
		{"recordsMissing", "Records missing", ""}, {"weakOversight", "Weak oversight", ""}, {"unlawful", "Unlawful", ""}, {"unconstitutional", "Unconstitutional", ""},
	}
	dueBases = []Option{{"stated", "Stated in the decision", ""}, {"inferred", "Worked out", "nobody is late by it"}}
)

func init() {
	register(&Form{
		Name: "decision", Title: "A decision", Order: 10, Decision: true, Subject: adoptable, Corrects: func(a About) bool { return subject(own(a), a.Subject).FiledByTheBody },
		Lede:      "What your body decided about this contract. It sets your own decision and nothing else in the record.",
		Questions: decisionQuestions, Fill: fillDecision, Build: buildDecision,
	})
}

// adoptable is a new decision, or one of the body's that stands as reported or
// as the body filed it before.
func adoptable(a About) []Option {
	list := []Option{{"", "A new decision", ""}}
	for _, d := range own(a) {
		hint := "to correct it: what you filed before stays in the history"
		if !d.FiledByTheBody {
			hint = "stands as reported by " + d.ReportedBy + "; your own filing takes its place"
		}
		list = append(list, Option{d.ID, named(d.Title, "Decision", d.ID), hint})
	}
	return list
}

// own are the decisions of the speaker.
func own(a About) (list []procurement.Decision) {
	if a.Process == nil {
		return nil
	}
	for _, d := range a.Process.Decisions {
		if OfBody(d, a.Speaker) {
			list = append(list, d)
		}
	}
	return list
}

// OfBody reports whether a decision is that of a body, by the key the record
// knows it by or by its name.
func OfBody(d procurement.Decision, body procurement.Organisation) bool {
	return d.Body != nil && (d.Body.Key == body.Key && body.Key != "" || procurement.NormalName(d.Body.Name) == procurement.NormalName(body.Name))
}

func decisionQuestions(a About) []Question {
	var earlier []Option
	for _, d := range own(a) {
		if d.ID != a.Subject {
			earlier = append(earlier, Option{d.ID, named(d.Title, "Decision", d.ID), ""})
		}
	}
	list := []Question{
		{Name: "title", Label: "The decision in a line", Hint: "Such as: Approval of the £50 million contract refused", Kind: Text, Required: "Write the decision in a line."},
		{Name: "type", Label: "What was decided", Kind: Choice, Options: decisionTypes, Required: "Choose what was decided."},
		{Name: "date", Label: "When was it decided?", Hint: dateHint, Kind: Date, Required: "Write when it was decided, or “unknown”."},
		{Name: "reference", Label: "Your reference", Kind: Text},
		{Name: "by", Label: "Who decided", Hint: "The office, such as Deputy Mayor", Kind: Text},
		{Name: "grounds", Label: "Grounds", Hint: "What was decided and why, in your own words", Kind: Long, Required: "Write what was decided and why."},
	}
	if len(contracts(a.Process)) > 0 {
		list = append(list, Question{Name: "contracts", Label: "Contracts it concerns", Kind: Choices, Options: contracts(a.Process)})
	} else {
		list = append(list, Question{Name: "contracts", Kind: Choices})
	}
	list = append(list, Question{Name: "awards", Label: "Awards it concerns", Kind: Choices, Options: awards(a.Process)},
		Question{Name: "supersedes", Label: "Takes the place of", Kind: Choice, Options: append([]Option{{"", "No earlier decision", ""}}, earlier...)},
		Question{Part: "What you found", Name: "finding", Label: "Finding", Kind: Repeated, Most: mostFindings, Items: []Question{
			{Name: "code", Label: "Kind of finding", Kind: Choice, Options: findingCodes},
			{Name: "text", Label: "In your own words", Kind: Long, Required: "Write what you found."},
			{Name: "quotation", Label: "Words to quote from the decision", Kind: Long},
		}},
		Question{Part: "What it allows", Name: "length", Label: "Longest time allowed", Hint: "12 months, 2 years or 8 weeks", Kind: Length},
		Question{Name: "until", Label: "Allowed until", Hint: dateHint, Kind: Date},
		Question{Name: "value", Label: "Most money allowed", Hint: moneyHint, Kind: Money},
		Question{Name: "term", Label: "Limit or break clause", Kind: Repeated, Most: mostTerms, Items: []Question{
			{Name: "text", Label: "Limit or break clause", Hint: "Something that holds, and that nobody has to do anything about", Kind: Text},
		}},
		Question{Part: "What is to be done", Name: "condition", Label: "Condition", Kind: Repeated, Most: mostConditions, Items: []Question{
			{Name: "text", Label: "What is to be done", Kind: Long, Required: "Write what is to be done."},
			{Name: "due", Label: "By when", Hint: dateHint, Kind: Date},
			{Name: "basis", Label: "Where the date comes from", Kind: Choice, Options: append([]Option{{"", "No date", ""}}, dueBases...)},
		}},
		Question{Part: "Papers of the decision", Name: "document", Label: "Document", Kind: Repeated, Most: mostDocuments, Items: []Question{
			{Name: "title", Label: "What it is called", Kind: Text, Required: "Write what the document is called."},
			{Name: "url", Label: "Where it can be read", Kind: Address, Required: "Write the web address of the document."},
		}})
	// A question without answers to choose from is not asked.
	kept := list[:0]
	for _, q := range list {
		if a.Process == nil || q.Kind != Choices && q.Name != "supersedes" || len(q.Options) > 1 || q.Kind == Choices && len(q.Options) > 0 {
			kept = append(kept, q)
		}
	}
	return kept
}

func buildDecision(a *Answers) ocds.Object {
	id := a.Subject
	if id == "" {
		id = procurement.NormalName(a.Speaker.Name) + "-" + a.Draft
	}
	d := ocds.Object{"id": id, "body": a.body(), "title": a.Text("title"), "type": a.Text("type"), "status": "inForce",
		"description": a.Text("grounds"), "sources": a.cited()}
	set(d, "dateDecided", string(a.Date("date")))
	set(d, "datePublished", string(a.Date("source-date")))
	set(d, "reference", a.Text("reference"))
	set(d, "decidedBy", a.Text("by"))
	set(d, "contracts", anys(a.All("contracts")))
	set(d, "awards", anys(a.All("awards")))
	set(d, "supersedes", a.Text("supersedes"))
	set(d, "grantedUpTo", string(a.Length("length")))
	set(d, "grantedValue", a.Money("value"))
	if until := a.Date("until"); until.Known() {
		d["grantedPeriod"] = ocds.Object{}
		setDay(d["grantedPeriod"].(ocds.Object), "endDate", until, dayEnd)
	}
	was := subject(own(a.About), a.Subject)
	set(d, "findings", a.findings(was))
	set(d, "terms", a.terms(was))
	set(d, "conditions", a.conditions(was))
	set(d, "documents", a.documents(was))
	if a.Text("type") == "approvedWithConditions" && d["conditions"] == nil {
		a.Wrong("condition-1-text", "An approval with conditions needs one: write what is to be done.")
	}
	decisions := []any{d}
	if earlier := a.Text("supersedes"); earlier != "" {
		decisions = append(decisions, ocds.Object{"id": earlier, "status": "superseded"})
	}
	if was.Status != "" {
		d["status"] = was.Status // which has a form of its own
	}
	if was.FiledByTheBody {
		a.corrects("decisions", id)
		takeAway(d, was)
	}
	return ocds.Object{"tag": tagsOf(a.Process), "decisions": decisions}
}

// takeAway removes what an earlier filing of the decision said and this one no
// longer says.
func takeAway(d ocds.Object, was procurement.Decision) {
	for name, said := range map[string]bool{"reference": was.Reference != "", "decidedBy": was.DecidedBy != "", "contracts": len(was.Contracts) > 0,
		"awards": len(was.Awards) > 0, "supersedes": was.Supersedes != "", "grantedUpTo": was.GrantedUpTo != "",
		"grantedPeriod": was.GrantedPeriod.End.Known(), "grantedValue": was.GrantedValue != nil,
		"dateDecided": was.Decided.Known()} {
		if _, says := d[name]; said && !says {
			d[name] = nil
			if parts := map[string]ocds.Object{"grantedValue": {"amount": nil, "currency": nil}, "grantedPeriod": {"endDate": nil, "endDatePrecision": nil}}[name]; parts != nil {
				d[name] = parts // a merge takes away values, not objects
			}
		}
	}
}

// body is the speaker, as its decisions name it.
func (a *Answers) body() ocds.Object {
	o := ocds.Object{"id": procurement.NormalName(a.Speaker.Name), "name": a.Speaker.Name}
	if a.Speaker.Scheme != "" {
		o["id"] = a.Speaker.Scheme + "-" + a.Speaker.Identifier
		o["identifier"] = ocds.Object{"scheme": a.Speaker.Scheme, "id": a.Speaker.Identifier}
	}
	return o
}

// tagsOf is the stage of the process that a statement about it belongs to.
func tagsOf(p *procurement.Process) []any {
	switch {
	case p != nil && len(p.Contracts) > 0:
		return []any{"contractUpdate"}
	case p != nil && len(p.Awards) > 0:
		return []any{"awardUpdate"}
	}
	return []any{"tenderUpdate"}
}

func anys(list []string) []any {
	var out []any
	for _, s := range list {
		out = append(out, s)
	}
	return out
}

func subject(list []procurement.Decision, id string) procurement.Decision {
	for _, d := range list {
		if d.ID == id && id != "" {
			return d
		}
	}
	return procurement.Decision{}
}
