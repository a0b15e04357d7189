package procurement

import (
	"regexp"
	"slices"
	"strings"
)

// Competition is whether suppliers competed for a process.
type Competition string

// The answers HowCompeted can give. Unknown is neither of the others.
const (
	Competed           Competition = "competed"
	Uncompeted         Competition = "uncompeted"
	CompetitionUnknown Competition = "unknown"
)

// The phrases are those of UK and EU notices and their codes (TED
// PT_AWARD_CONTRACT_WITHOUT_CALL, eForms neg-wo-call), in the form plainWords
// gives. They are whole phrases because a bare "direct", "single source" or
// "framework" stands in many notices that were competed.
var (
	withoutCall = phrases(
		`without (a |any )?(prior|previous) (call|publication|notice|advertis\w+)`,
		`without publication`, `without (a |any )?call for`, `contract without call`, `wo call`,
		`without (a |any )?(competition|competitive|tendering)`,
		`single tender (action|award|waiver|procedure)`, `sole source\w*`,
		`single sourc(ed|ing|e (procurement|award|contract|justification|procedure))`,
		`non ?competitive (award|procedure|procurement|process|contract)`, `uncompeted`, directAward)
	callOff = phrases(`call(ed)? offs?`, `standing offer`, `supply arrangement`,
		`(under|from|via|through|using) ([\w'’]+ ){0,4}framework`)
	directCallOff = phrases(directAward, `direct(ly)? (call(ed)? offs?|placement|placed|appointment|appointed|selection)`,
		`(called off|placed|appointed) direct(ly)?`,
		`without (any )?(further|re ?opening|mini)( of)? ?competition`,
		`(one|a single) supplier (was |is )?(invited|approached)`)
	competes = phrases(`(mini|further|secondary) ?competitions?`)
	negated  = regexp.MustCompile(`\b(not|\w+n['’]t|no|never|nor|neither|cannot|rather than|instead of|other than|without|avoid\w*)( \w+){0,3} $`)
	joined   = regexp.MustCompile(`(\w)[-_‐‑](\w)`)
)

// denialReach is how many bytes before a phrase are searched for its denial.
const denialReach = 80

const directAward = `direct(ly)? (contract )?award(s|ed)?|award(ed)? direct(ly)?`

func phrases(list ...string) *regexp.Regexp {
	return regexp.MustCompile(`\b(` + strings.Join(list, "|") + `)\b`)
}

// HowCompeted says whether suppliers competed, and names the field that tells,
// or that would tell. Method "direct" is uncompeted and "open" competed; else
// several tenderers are a competition. OCDS's "limited" means suppliers of the
// buyer's choice, one or several, so it is uncompeted only where the details,
// the rationale or the legal basis say that no call went before. A framework
// call-off, whatever its method, is uncompeted only where they say it was
// direct, or where one supplier was invited. Anything else is unknown.
// Source of the codes: OCDS 1.1 codelist "method".
func (t Tender) HowCompeted() (Competition, string) {
	return t.howCompeted(t.callsOff)
}

// callsOff reports whether its words make it a call-off from a framework.
func (t *Tender) callsOff() bool { return t.saying(callOff) != "" }

// howCompeted asks whether it is a call-off where nothing plainer settles it:
// to read words takes a hundred times as long as to read codes.
func (t *Tender) howCompeted(isCallOff func() bool) (Competition, string) {
	switch {
	case t.Method == "direct":
		return Uncompeted, "tender/procurementMethod"
	case t.Method == "open":
		return Competed, "tender/procurementMethod"
	case t.Bidders != nil && *t.Bidders > 1:
		return Competed, "tender/numberOfTenderers"
	case len(t.Tenderers) > 1:
		return Competed, "tender/tenderers"
	case isCallOff():
		return t.callOffCompeted()
	case t.Method == "limited":
		if field := t.saying(withoutCall); field != "" {
			return Uncompeted, field
		}
		return CompetitionUnknown, "tender/procurementMethodDetails"
	case t.Method == "selective":
		return Competed, "tender/procurementMethod"
	}
	return CompetitionUnknown, "tender/procurementMethod"
}

func (t *Tender) callOffCompeted() (Competition, string) {
	field := t.saying(directCallOff)
	switch {
	case field != "" && t.saying(competes) == "":
		return Uncompeted, field
	case t.Invited != nil && *t.Invited == 1:
		return Uncompeted, "tender/suppliersInvited"
	}
	return CompetitionUnknown, "tender/numberOfTenderers"
}

// saying is the first field whose words say what the phrases say, and do not
// deny it ("not a direct award"); "" where none does.
func (t *Tender) saying(phrases *regexp.Regexp) string {
	for _, f := range []struct{ name, text string }{
		{"tender/procurementMethodDetails", t.MethodDetails},
		{"tender/procurementMethodRationale", t.Rationale},
		{"tender/procurementMethodRationaleLegalBasis", t.LegalBasis},
	} {
		if f.text == "" {
			continue
		}
		text := plainWords(f.text)
		for _, at := range phrases.FindAllStringIndex(text, -1) {
			// A denial stands close by; a bound keeps long texts cheap.
			if before := text[max(0, at[0]-denialReach):at[0]]; !negated.MatchString(before) {
				return f.name
			}
		}
	}
	return ""
}

// plainWords is the text in lower case, with the parts of hyphenated words and
// of codes set apart and single spaces.
func plainWords(text string) string {
	text = strings.ToLower(text)
	if strings.ContainsAny(text, "-_‐‑") {
		text = joined.ReplaceAllString(text, "$1 $2")
	}
	return strings.Join(strings.Fields(text), " ")
}

// HowCompeted is the tender's answer, with what the rest of the process adds:
// the bids listed, and a stated link to a framework, which makes it a call-off.
func (p *Process) HowCompeted() (Competition, string) {
	how, field := p.Tender.howCompeted(p.CallsOff)
	if n, counted := p.CountTenderers(); n > 1 && p.Tender.Method != "direct" && p.Tender.Method != "open" {
		return Competed, counted
	}
	return how, field
}

// CallsOff reports whether the process is a call-off from a framework, by a
// stated link to one or by the words on its method.
func (p *Process) CallsOff() bool {
	return slices.ContainsFunc(p.Related, func(r RelatedProcess) bool { return slices.Contains(r.Relationships, "framework") }) ||
		p.Tender.callsOff()
}

// CountTenderers is how many tendered, and the field that says so; 0 and "" where
// it is not published. It reads the published number, the bids received and the
// tenderers listed, and the largest holds: a publisher that lists one tenderer
// may list the winner alone, so a list of one is no count.
func (p *Process) CountTenderers() (int, string) {
	n, field := 0, ""
	if b := p.Tender.Bidders; b != nil && *b > 0 {
		n, field = *b, "tender/numberOfTenderers"
	}
	if received, known := p.bidsReceived(); received > n && (known || received > 1) {
		n, field = received, "bids/details"
	}
	if listed := len(p.Tender.Tenderers); listed > max(n, 1) {
		n, field = listed, "tender/tenderers"
	}
	return n, field
}

// bidsReceived counts those who sent the bids that are pending, valid or
// disqualified: neither "invited" nor "withdrawn" is a bid received (as in
// Cardinal's submitted bids). Several bids of the same tenderers, as for lots,
// count once. It is not known where a bid states no status.
func (p *Process) bidsReceived() (n int, known bool) {
	known = true
	seen := map[string]bool{}
	for _, b := range p.Bids {
		switch b.Status {
		case "invited", "withdrawn":
		case "pending", "valid", "disqualified":
			seen[b.bidder()] = true
		default:
			known = false
		}
	}
	return len(seen), known
}

func (b Bid) bidder() string {
	var keys []string
	for _, o := range b.Tenderers {
		keys = append(keys, o.Key)
	}
	if who := strings.Join(keys, "\n"); who != "" {
		return who
	}
	return "bid " + b.ID
}
