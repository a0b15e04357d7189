package rules

import (
	"slices"
	"strings"
	"testing"

	"daylight/internal/procurement"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Arbitrary dossiers are drawn from words that the rules know and from noise,
// so that every branch is met along with what no publisher should write.

func oneOf(words ...string) *rapid.Generator[string] {
	return rapid.OneOf(rapid.SampledFrom(append(words, "")), rapid.String())
}

var (
	ids     = rapid.SampledFrom([]string{"", "a", "b", "c"})
	dates   = rapid.Map(oneOf("2020", "2023-04-01", "2024-02-29", "2024-03", "2025-12-31~", "2099-12-31", "9999-99"), func(s string) procurement.Date { return procurement.Date(s) })
	phrased = oneOf("direct award", "not a direct award", "call-off under the X framework", "without prior publication", "mini-competition")
)

func maybe[T any](t *rapid.T, g *rapid.Generator[T]) *T { return rapid.Ptr(g, true).Draw(t, "maybe") }

func list[T any](t *rapid.T, draw func(*rapid.T) T) []T {
	return rapid.SliceOfN(rapid.Custom(draw), 0, 4).Draw(t, "list")
}

func drawMoney(t *rapid.T) procurement.Money {
	return procurement.Money{Minor: rapid.Int64().Draw(t, "minor"), Currency: oneOf("GBP", "EUR").Draw(t, "currency")}
}

func drawOrganisation(t *rapid.T) procurement.Organisation {
	return procurement.Organisation{Key: ids.Draw(t, "key"), Name: rapid.String().Draw(t, "name")}
}

func drawPeriod(t *rapid.T) procurement.Period {
	return procurement.Period{Start: dates.Draw(t, "start"), End: dates.Draw(t, "end"), MaxExtent: dates.Draw(t, "max"), Days: rapid.Int().Draw(t, "days")}
}

func drawTender(t *rapid.T) procurement.Tender {
	return procurement.Tender{
		Status: oneOf("cancelled", "active").Draw(t, "status"), Method: oneOf("direct", "limited", "open", "selective").Draw(t, "method"),
		MethodDetails: phrased.Draw(t, "details"), Rationale: phrased.Draw(t, "rationale"), LegalBasis: phrased.Draw(t, "basis"),
		AboveThreshold: maybe(t, rapid.Bool()), Period: drawPeriod(t), Documents: list(t, drawNotice),
		Tenderers: list(t, drawOrganisation), Bidders: maybe(t, rapid.IntRange(-1, 3)), Invited: maybe(t, rapid.IntRange(-1, 3)),
		Considered: maybe(t, rapid.Custom(func(t *rapid.T) procurement.SuppliersConsidered {
			return procurement.SuppliersConsidered{Count: rapid.IntRange(-1, 3).Draw(t, "count"), Basis: oneOf("overseerFinding", "reported").Draw(t, "basis")}
		})),
	}
}

func drawDecision(t *rapid.T) procurement.Decision {
	return procurement.Decision{
		ID: ids.Draw(t, "id"), Status: oneOf("inForce", "quashed").Draw(t, "status"), Type: oneOf("approved", "refused").Draw(t, "type"),
		Body: maybe(t, rapid.Custom(drawOrganisation)), Decided: dates.Draw(t, "decided"), Supersedes: ids.Draw(t, "supersedes"),
		Contracts: rapid.SliceOf(ids).Draw(t, "contracts"),
		Conditions: list(t, func(t *rapid.T) procurement.Condition {
			return procurement.Condition{ID: ids.Draw(t, "id"), Due: dates.Draw(t, "due"), DueBasis: oneOf("stated", "inferred").Draw(t, "basis"), Status: oneOf("open", "met").Draw(t, "status")}
		}),
		Findings: list(t, func(t *rapid.T) procurement.Finding {
			return procurement.Finding{Classification: oneOf(procurement.OneSupplierConsidered).Draw(t, "classification")}
		}),
	}
}

func drawNotice(t *rapid.T) procurement.Document {
	return procurement.Document{ID: ids.Draw(t, "id"), Notice: oneOf("UK2", "UK4", "UK6", "UK7").Draw(t, "notice"), Published: dates.Draw(t, "published")}
}

func drawProcess(t *rapid.T) *procurement.Process {
	statuses := oneOf("active", "cancelled", "pending")
	return &procurement.Process{
		Regime:  rapid.SampledFrom([]procurement.Regime{procurement.PA2023, procurement.PCR2015, procurement.RegimeUnknown}).Draw(t, "regime"),
		Sources: []procurement.Source{{ID: "s", CompleteFor: []string{"UK4", "biddingDocuments", "UK6", "UK7", "UK11", "awardNotice", "contractSigned"}}},
		OCID:    ids.Draw(t, "ocid"), Tender: drawTender(t), Decisions: list(t, drawDecision),
		Related: list(t, func(t *rapid.T) procurement.RelatedProcess {
			return procurement.RelatedProcess{Relationships: []string{oneOf("framework").Draw(t, "code")}}
		}),
		Bids: list(t, func(t *rapid.T) procurement.Bid {
			return procurement.Bid{ID: ids.Draw(t, "id"), Status: oneOf("valid", "invited").Draw(t, "status"), Tenderers: list(t, drawOrganisation)}
		}),
		Awards: list(t, func(t *rapid.T) procurement.Award {
			return procurement.Award{ID: ids.Draw(t, "id"), Status: statuses.Draw(t, "status"), Date: dates.Draw(t, "date"),
				Value: maybe(t, rapid.Custom(drawMoney)), Suppliers: list(t, drawOrganisation)}
		}),
		Contracts: list(t, func(t *rapid.T) procurement.Contract {
			return procurement.Contract{ID: ids.Draw(t, "id"), Status: statuses.Draw(t, "status"), Period: drawPeriod(t),
				AwardID: ids.Draw(t, "award"), Signed: dates.Draw(t, "signed"), Ended: dates.Draw(t, "ended"), Documents: list(t, drawNotice), Value: maybe(t, rapid.Custom(drawMoney)), FinalValue: maybe(t, rapid.Custom(drawMoney)),
				Amendments: list(t, func(t *rapid.T) procurement.Amendment {
					return procurement.Amendment{ID: ids.Draw(t, "amendment"), Date: dates.Draw(t, "date"), Value: maybe(t, rapid.Custom(drawMoney))}
				}),
				Payments: list(t, func(t *rapid.T) procurement.Payment {
					return procurement.Payment{ID: ids.Draw(t, "payment"), Value: maybe(t, rapid.Custom(drawMoney))}
				})}
		}),
	}
}

func drawStep(t *rapid.T) procurement.Extension {
	return procurement.Extension{OCID: ids.Draw(t, "ocid"), Contract: ids.Draw(t, "contract"), Successor: ids.Draw(t, "successor"), ExtensionTerms: procurement.ExtensionTerms{
		PreviousEnd: dates.Draw(t, "from"), NewEnd: dates.Draw(t, "to"), Agreed: oneOf("yes", "no", "unknown").Draw(t, "agreed"),
		AddedUpTo: procurement.Duration(oneOf("P12M", "P8W").Draw(t, "added")), ValueAdded: maybe(t, rapid.Custom(drawMoney)),
	}}
}

func drawDossier(t *rapid.T) Dossier {
	p := drawProcess(t)
	return Dossier{
		Process: p, States: append(list(t, drawProcess), p), Neighbours: list(t, drawProcess), Day: dates.Draw(t, "day"),
		Chains: list(t, func(t *rapid.T) procurement.Chain {
			return procurement.Chain{OCID: ids.Draw(t, "ocid"), Contract: ids.Draw(t, "contract"), First: drawPeriod(t), Steps: list(t, drawStep),
				Values: list(t, func(t *rapid.T) procurement.Valuation {
					return procurement.Valuation{Contract: ids.Draw(t, "contract"), Value: drawMoney(t)}
				}),
				Members: list(t, func(t *rapid.T) procurement.ContractRef {
					return procurement.ContractRef{OCID: ids.Draw(t, "ocid"), Contract: ids.Draw(t, "contract")}
				})}
		}),
	}
}

func TestEveryProcessGetsAnAnswerFromEveryRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDossier(t)
		flags := Check(d)
		answered := map[string]bool{}
		keys := map[[2]string]bool{}
		for _, f := range flags {
			r, known := Find(f.Rule)
			if !known || f.Version != r.Version() || f.OCID != d.Process.OCID || f.Contract != "" && r.Subject != OfContract {
				t.Fatalf("not filled in: %+v", f)
			}
			if weight(f.State) < 0 {
				t.Fatalf("%s: state %q", f.Rule, f.State)
			}
			if (f.State == procurement.NoData) != (len(f.Evidence.Missing) > 0) {
				t.Fatalf("%s: %s with missing fields %v", f.Rule, f.State, f.Evidence.Missing)
			}
			for _, field := range f.Evidence.Missing {
				if !slices.Contains(r.Fields(), field) {
					t.Fatalf("%s misses %s, which its Needs do not name", f.Rule, field)
				}
			}
			if !strings.HasSuffix(f.Evidence.Summary, ".") {
				t.Fatalf("%s: %q is no sentence", f.Rule, f.Evidence.Summary)
			}
			for name := range asJSON(t, f.Evidence.Figures) {
				if !snakeCase(name) {
					t.Fatalf("%s: figure %q", f.Rule, name)
				}
			}
			if key := [2]string{f.Rule, f.Contract}; keys[key] {
				t.Fatalf("two results for %v", key)
			} else {
				keys[key] = true
			}
			answered[f.Rule] = true
		}
		for _, r := range All() {
			if !answered[r.ID] && r.Subject != OfOrganisation {
				t.Fatalf("no answer from %s", r.ID)
			}
		}
		if !slices.IsSortedFunc(flags, func(a, b procurement.Flag) int {
			return strings.Compare(a.Rule+"\x00"+a.Contract, b.Rule+"\x00"+b.Contract)
		}) {
			t.Fatal("out of order")
		}
	})
}

func TestOrderOfNeighboursDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDossier(t)
		turned := d
		turned.Neighbours = rapid.Permutation(d.Neighbours).Draw(t, "neighbours")
		if diff := cmp.Diff(Check(d), Check(turned)); diff != "" {
			t.Fatal(diff)
		}
	})
}
