package forms

import (
	"daylight/internal/ocds"
)

var tiers = []Option{
	{"official", "Official", "published by a public body, an audit office, a court or a parliament"},
	{"press", "Press", "reported by a news organisation"},
	{"repost", "Repost", "a copy or a retelling of somebody else’s report"},
	{"interested", "Interested party", "a campaign, a company or another party with a stake"},
}

func sourceQuestions(f *Form) []Question {
	part := "Where this can be read"
	tier := Question{Name: "source-tier", Label: "What kind of source it is", Kind: Choice, Options: tiers, Required: "Choose what kind of source it is."}
	if f.Decision {
		part, tier.Options = "Where your decision can be read", tiers[:1]
	}
	return []Question{
		{Part: part, Name: "source-title", Label: "Title of the page or paper", Kind: Text, Required: "Write the title of the page or paper that says so."},
		{Name: "source-publisher", Label: "Who published it", Kind: Text, Required: "Write who published the source."},
		{Name: "source-url", Label: "Web address", Kind: Address, Required: "Write the web address of the source."},
		{Name: "source-date", Label: "When it was published", Hint: "24 June 2026, May 2026, or unknown", Kind: Date, Required: "Write when the source was published, or “unknown”."},
		tier,
	}
}

func (a *Answers) sourceID() string { return a.Mint("source", 0) }

// cited are the sources that an object of the release lists.
func (a *Answers) cited() []any { return []any{a.sourceID()} }

func (a *Answers) source(*Form) ocds.Object {
	s := ocds.Object{"id": a.sourceID(), "title": a.Text("source-title"), "publisher": a.Text("source-publisher"), "url": a.Text("source-url"),
		"tier": a.Text("source-tier"), "dateAccessed": string(a.Today)}
	set(s, "datePublished", string(a.Date("source-date")))
	return s
}

// dateBySource dates a release by the day its source became public, else by
// the day the source was read.
func (a *Answers) dateBySource(release ocds.Object) {
	published := a.Date("source-date")
	if !published.Known() || published.After(a.Today) {
		release["dateBasis"] = "accessed"
		release["date"] = string(a.Today) + dayStart
		return
	}
	release["date"] = published.First() + dayStart
	if !published.Exact() {
		o := ocds.Object{}
		setDay(o, "date", published, dayStart)
		release["datePrecision"] = o["datePrecision"]
	}
}
