package procurement

import "testing"

func number(n int) *int { return &n }

func two() []Organisation { return []Organisation{{Key: "a"}, {Key: "b"}} }

func TestHowCompeted(t *testing.T) {
	const (
		method    = "tender/procurementMethod"
		details   = "tender/procurementMethodDetails"
		rationale = "tender/procurementMethodRationale"
		basis     = "tender/procurementMethodRationaleLegalBasis"
		tenderers = "tender/numberOfTenderers"
	)
	for _, test := range []struct {
		name   string
		tender Tender
		want   Competition
		field  string
	}{
		{"direct", Tender{Method: "direct"}, Uncompeted, method},
		{"direct, with a count of tenderers", Tender{Method: "direct", Bidders: number(2)}, Uncompeted, method},
		{"open", Tender{Method: "open"}, Competed, method},
		{"open, establishing a framework", Tender{Method: "open", MethodDetails: "Framework agreement; call-offs by direct award or mini-competition"}, Competed, method},
		{"selective", Tender{Method: "selective", MethodDetails: "Restricted procedure"}, Competed, method},
		{"selective, establishing a framework", Tender{Method: "selective", MethodDetails: "Restricted procedure: framework agreement with several suppliers"}, Competed, method},
		{"nothing stated", Tender{}, CompetitionUnknown, method},
		{"a code of another list", Tender{Method: "restrictedTendering"}, CompetitionUnknown, method},
		{"no method, several tenderers", Tender{Bidders: number(3)}, Competed, tenderers},
		{"no method, tenderers listed", Tender{Tenderers: two()}, Competed, "tender/tenderers"},

		{"limited alone", Tender{Method: "limited"}, CompetitionUnknown, details},
		{"limited, quotations", Tender{Method: "limited", MethodDetails: "Competitive quotation (below threshold)"}, CompetitionUnknown, details},
		{"limited, as UK notices write it", Tender{Method: "limited", MethodDetails: "Negotiated procedure without prior publication (above threshold)"}, Uncompeted, details},
		{"limited, as EU notices write it", Tender{Method: "limited", Rationale: "Award of a contract without prior publication of a call for competition in the Official Journal"}, Uncompeted, rationale},
		{"limited, TED code", Tender{Method: "limited", LegalBasis: "TED_PT_AWARD_CONTRACT_WITHOUT_CALL"}, Uncompeted, basis},
		{"limited, eForms code", Tender{Method: "limited", MethodDetails: "neg-wo-call"}, Uncompeted, details},
		{"limited, direct award", Tender{Method: "limited", MethodDetails: "Direct Award"}, Uncompeted, details},
		{"limited, without a call but three tenderers", Tender{Method: "limited", MethodDetails: "Negotiated without prior publication", Bidders: number(3)}, Competed, tenderers},
		{"limited, denied", Tender{Method: "limited", Rationale: "This is not a direct award."}, CompetitionUnknown, details},
		{"limited, preferred to it", Tender{Method: "limited", Rationale: "Three firms were asked rather than a direct award"}, CompetitionUnknown, details},
		{"limited, denial ends at a stop", Tender{Method: "limited", Rationale: "It could not be advertised; direct award"}, Uncompeted, rationale},
		{"limited, a directive", Tender{Method: "limited", LegalBasis: "Directive 2014/24/EU"}, CompetitionUnknown, details},
		{"limited, direct debit", Tender{Method: "limited", MethodDetails: "Payments by Direct Debit, awarded to the best offer"}, CompetitionUnknown, details},
		{"limited, single source of truth", Tender{Method: "limited", Rationale: "The system is the single source of truth"}, CompetitionUnknown, details},
		{"limited, notice to terminate", Tender{Method: "limited", Rationale: "may be ended without notice"}, CompetitionUnknown, details},
		{"limited, no call-off needed", Tender{Method: "limited", Rationale: "bought without a call-off"}, CompetitionUnknown, details},

		{"call-off alone", Tender{Method: "selective", MethodDetails: "Call-off from a framework agreement"}, CompetitionUnknown, tenderers},
		{"call-off, one tenderer", Tender{Method: "selective", MethodDetails: "Call-off from a framework agreement", Bidders: number(1)}, CompetitionUnknown, tenderers},
		{"call-off, several tenderers", Tender{Method: "selective", MethodDetails: "Call-off from a framework agreement", Bidders: number(4)}, Competed, tenderers},
		{"call-off, one invited", Tender{Method: "selective", MethodDetails: "Call-off from a framework agreement", Invited: number(1)}, Uncompeted, "tender/suppliersInvited"},
		{"call-off, several invited", Tender{Method: "selective", MethodDetails: "Call-off from a framework agreement", Invited: number(5)}, CompetitionUnknown, tenderers},
		{"call-off, direct", Tender{Method: "selective", Rationale: "Direct award under the RM1234 framework"}, Uncompeted, rationale},
		{"call-off, direct, under a named framework", Tender{MethodDetails: "Awarded directly through YPO's Insurance framework"}, Uncompeted, details},
		{"call-off, without reopening competition", Tender{MethodDetails: "Call-off without reopening competition"}, Uncompeted, details},
		{"call-off, direct debit", Tender{MethodDetails: "Call-off for Direct Debit services"}, CompetitionUnknown, tenderers},
		{"call-off, not direct", Tender{MethodDetails: "Call-off; not a direct award"}, CompetitionUnknown, tenderers},
		{"call-off, either way", Tender{MethodDetails: "Call-off by direct award or mini-competition"}, CompetitionUnknown, tenderers},
		{"call-off, limited, without publication", Tender{Method: "limited", MethodDetails: "Call-off without prior publication"}, CompetitionUnknown, tenderers},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, field := test.tender.HowCompeted(); got != test.want || field != test.field {
				t.Errorf("got %s by %s, want %s by %s", got, field, test.want, test.field)
			}
		})
	}
}

func TestProcessAddsBidsAndFrameworks(t *testing.T) {
	bids := []Bid{{ID: "1", Status: "valid", Tenderers: two()[:1]}, {ID: "2", Status: "disqualified", Tenderers: two()[1:]}}
	framework := []RelatedProcess{{ID: "1", Relationships: []string{"framework"}}}
	for _, test := range []struct {
		name    string
		process Process
		want    Competition
	}{
		{"limited, two bids listed", Process{Tender: Tender{Method: "limited", MethodDetails: "Direct award"}, Bids: bids}, Competed},
		{"direct, two bids listed", Process{Tender: Tender{Method: "direct"}, Bids: bids}, Uncompeted},
		{"selective under a linked framework", Process{Tender: Tender{Method: "selective"}, Related: framework}, CompetitionUnknown},
		{"open under a linked framework", Process{Tender: Tender{Method: "open"}, Related: framework}, Competed},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, field := test.process.HowCompeted(); got != test.want {
				t.Errorf("got %s by %s, want %s", got, field, test.want)
			}
		})
	}
}

func TestCountTenderers(t *testing.T) {
	bid := func(status string, who ...Organisation) Bid { return Bid{ID: status, Status: status, Tenderers: who} }
	a, b := two()[0], two()[1]
	for _, test := range []struct {
		name    string
		process Process
		want    int
		field   string
	}{
		{"nothing published", Process{}, 0, ""},
		{"a number", Process{Tender: Tender{Bidders: number(1)}}, 1, "tender/numberOfTenderers"},
		{"a number below one is none", Process{Tender: Tender{Bidders: number(-1)}}, 0, ""},
		{"bids received", Process{Bids: []Bid{bid("valid", a), bid("disqualified", b)}}, 2, "bids/details"},
		{"invited and withdrawn are not received", Process{Bids: []Bid{bid("valid", a), bid("invited", b), bid("withdrawn", b)}}, 1, "bids/details"},
		{"two bids of one tenderer", Process{Bids: []Bid{bid("valid", a), bid("pending", a)}}, 1, "bids/details"},
		{"one bid of two tenderers together", Process{Bids: []Bid{bid("valid", a, b)}}, 1, "bids/details"},
		{"a bid without status leaves one uncertain", Process{Bids: []Bid{bid("valid", a), bid("", b)}}, 0, ""},
		{"a winner listed alone is no count", Process{Tender: Tender{Tenderers: two()[:1]}}, 0, ""},
		{"two listed against a number of one", Process{Tender: Tender{Bidders: number(1), Tenderers: two()}}, 2, "tender/tenderers"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, field := test.process.CountTenderers(); got != test.want || field != test.field {
				t.Errorf("got %d by %q, want %d by %q", got, field, test.want, test.field)
			}
		})
	}
}
