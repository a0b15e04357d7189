package forms

import "daylight/internal/ocds"

var methods = []Option{
	{"open", "Open", "anybody could bid"},
	{"selective", "Selective", "those who qualified, or were on a list or framework, could bid"},
	{"limited", "Limited", "the buyer chose whom to ask"},
	{"direct", "Direct", "one supplier, without competition"},
	{"", "Not known", "no source says"},
}

// A new contracting process, and what is known of its contract where there is
// one already.
func init() {
	register(&Form{
		Name: "process", Title: "A new contract", Order: 10, New: true, Core: true,
		Lede: "For a contract, or a plan for one, that is not in the record yet. Leave out what no source says: it is shown as unknown.",
		Questions: func(About) []Question {
			return append(processQuestions(),
				Question{Part: "If it was awarded", Name: "supplier", Label: "To whom?", Hint: findHint, Kind: Organisation},
				Question{Name: "signed", Label: "Signed", Hint: dateHint, Kind: Date},
				Question{Name: "start", Label: "Begins", Hint: dateHint, Kind: Date},
				Question{Name: "end", Label: "Ends", Hint: dateHint, Kind: Date},
				Question{Name: "value", Label: "Value", Hint: moneyHint, Kind: Money})
		},
		Build: buildProcess,
	})
}

const (
	dateHint  = "24 June 2026, May 2026, 2026, or unknown"
	moneyHint = "£500,000, £25.3 million or 500000 EUR"
	findHint  = "Begin to write its name. Choose from the list where the record knows it; else write the name in full."
)

// processQuestions are those about what is bought, by whom and how.
func processQuestions() []Question {
	return []Question{
		{Name: "title", Label: "What is it called?", Hint: "As the buyer calls it, or in a few plain words", Kind: Text, Required: "Write what the contract is called."},
		{Name: "description", Label: "What is bought?", Kind: Long},
		{Name: "buyer", Label: "Who buys?", Hint: findHint, Kind: Organisation, Required: "Write who buys."},
		{Part: "How the supplier is chosen", Name: "method", Label: "Procedure", Kind: Choice, Options: methods},
		{Name: "rationale", Label: "Reason given for the procedure", Hint: "Such as why there was no competition, as the source has it", Kind: Long},
		{Name: "considered", Label: "How many suppliers were considered?", Hint: "Only where a source says so. It is not the number of bids.", Kind: Number},
	}
}

// procedure writes the answers about what is bought and how.
func (a *Answers) procedure(tender ocds.Object) {
	set(tender, "description", a.Text("description"))
	set(tender, "procurementMethod", a.Text("method"))
	set(tender, "procurementMethodRationale", a.Text("rationale"))
	if n := a.Text("considered"); n != "" {
		tender["suppliersConsidered"] = ocds.Object{"count": ocds.Number(n), "basis": "reported", "sources": a.cited()}
	}
}

func buildProcess(a *Answers) ocds.Object {
	a.OCID = "daylight-" + slug(a.Text("title")) + "-" + a.Draft[:min(6, len(a.Draft))]
	buyer := a.asked("buyer", "buyer")
	tender := ocds.Object{"id": a.Mint("tender", 0), "title": a.Text("title"), "sources": a.cited()}
	a.procedure(tender)
	release := ocds.Object{"tag": []any{"tender"}, "buyer": buyer, "tender": tender}
	supplier := a.asked("supplier", "supplier")
	contract := a.contractTerms(ocds.Object{"id": a.Mint("contract", 0), "awardID": a.Mint("award", 0), "title": a.Text("title"), "status": "active", "sources": a.cited()})
	if supplier == nil {
		for _, name := range []string{"signed", "start", "end", "value"} {
			if a.Text(name) != "" {
				a.Wrong("supplier", "Write to whom it was awarded, or leave out what is known of the contract.")
				break
			}
		}
		return release
	}
	tender["status"] = "complete"
	award := ocds.Object{"id": a.Mint("award", 0), "title": a.Text("title"), "status": "active", "suppliers": []any{supplier}, "sources": a.cited()}
	set(award, "value", a.Money("value"))
	release["tag"] = []any{"tender", "award", "contract"}
	release["awards"], release["contracts"] = []any{award}, []any{contract}
	return release
}

// contractTerms writes the answers about a contract's dates and value.
func (a *Answers) contractTerms(contract ocds.Object) ocds.Object {
	start, end, longest := a.Date("start"), a.Date("end"), a.Date("longest")
	if start.After(end) {
		a.Wrong("end", "The contract ends before it begins. Put one of the dates right.")
	}
	if end.After(longest) {
		a.Wrong("longest", "The longest possible end is before the end. Put one of the dates right.")
	}
	period := ocds.Object{}
	setDay(period, "startDate", start, dayStart)
	setDay(period, "endDate", end, dayEnd)
	setDay(period, "maxExtentDate", longest, dayEnd)
	set(contract, "period", period)
	setDay(contract, "dateSigned", a.Date("signed"), dayStart)
	set(contract, "value", a.Money("value"))
	return contract
}
