package cardinal

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
)

// A generator makes compiled releases with many bids: of few organisations, so
// that they meet again, with equal prices, other currencies, every status, and
// here and there a value of another type.
type generator struct {
	*rand.Rand
	organisations int
	oddity        float64 // chance that a value is replaced
	serial        int
}

func newGenerator(seed uint64) *generator {
	r := rand.New(rand.NewPCG(seed, 7))
	return &generator{Rand: r, organisations: 3 + r.IntN(60), oddity: []float64{0, 0.01, 0.05}[r.IntN(3)]}
}

func (g *generator) chance(p float64) bool { return g.Float64() < p }

func (g *generator) pick(of ...string) string { return of[g.IntN(len(of))] }

func (g *generator) lines(n int) string {
	var b strings.Builder
	for range n {
		r := g.release()
		g.within(r)
		line, err := json.Marshal(r, json.Deterministic(true))
		if err != nil {
			panic(err)
		}
		b.Write(line)
		b.WriteByte('\n')
	}
	return b.String()
}

func (g *generator) release() map[string]any {
	if g.serial++; g.chance(0.01) {
		g.serial-- // the same process again
	}
	r := map[string]any{"ocid": fmt.Sprintf("ocds-%d", g.serial), "tender": g.tender(), "buyer": g.organisation("b")}
	if g.chance(0.9) {
		r["bids"] = map[string]any{"details": g.bids()}
	}
	if g.chance(0.9) {
		r["awards"] = g.awards(r)
	}
	if g.chance(0.3) {
		r["contracts"] = []any{map[string]any{"awardID": g.IntN(2), "status": g.pick("active", "cancelled")}}
	}
	return r
}

func (g *generator) tender() map[string]any {
	t := map[string]any{
		"status":                   g.pick("active", "complete", "complete", "cancelled"),
		"procurementMethod":        g.pick("open", "selective", "limited", "direct"),
		"procurementMethodDetails": g.pick("Auction", "Quality - 1", "Quality - 2", "Lottery"),
		"numberOfTenderers":        g.IntN(4),
		"tenderPeriod":             map[string]any{"startDate": g.date(), "endDate": g.date()},
		"procuringEntity":          g.organisation("p"),
	}
	for name := range t {
		if g.chance(0.1) {
			delete(t, name)
		}
	}
	return t
}

func (g *generator) date() string {
	return fmt.Sprintf("2024-%02d-%02dT%02d:%02d:00%s", 1+g.IntN(2), 1+g.IntN(30), g.IntN(24), g.IntN(60), g.pick("Z", "Z", ".5Z", "+02:00", "-05:00", ""))
}

func (g *generator) organisation(kind string) any {
	id := g.IntN(1 + g.IntN(g.organisations)) // some take part far more often
	if g.chance(0.02) {
		return map[string]any{"id": id}
	}
	return map[string]any{"id": fmt.Sprint(kind, id), "name": "Organisation " + fmt.Sprint(id)}
}

func (g *generator) bids() []any {
	base, currency, zero := 100*(1+g.IntN(50)), g.pick("USD", "USD", "USD", "EUR"), g.chance(0.03)
	var bids []any
	for range g.IntN(7) {
		b := map[string]any{
			"status":    g.pick("valid", "valid", "valid", "valid", "disqualified", "disqualified", "pending", "invited", "withdrawn"),
			"date":      g.date(),
			"tenderers": []any{g.organisation("t")},
		}
		if g.chance(0.05) {
			b["tenderers"] = append(b["tenderers"].([]any), g.organisation("t"))
		}
		amount := float64(base + g.IntN(1+g.IntN(base)))
		if g.chance(0.2) {
			amount += 0.1 * float64(g.IntN(10))
		}
		if zero { // once at most: 0/0 has no answer to agree on
			amount, zero = 0, false
		}
		if b["value"] = map[string]any{"amount": amount, "currency": currency}; g.chance(0.1) {
			delete(b, g.pick("status", "date", "tenderers", "value"))
		}
		bids = append(bids, b)
	}
	return bids
}

// awards mostly go to the tenderer of the lowest valid bid.
func (g *generator) awards(r map[string]any) []any {
	winner := g.organisation("t")
	if bids, ok := r["bids"].(map[string]any); ok && g.chance(0.85) {
		lowest := 0.0
		for _, b := range bids["details"].([]any) {
			b := b.(map[string]any)
			value, _ := b["value"].(map[string]any)
			tenderers, _ := b["tenderers"].([]any)
			if b["status"] == "valid" && value != nil && tenderers != nil && (lowest == 0 || value["amount"].(float64) < lowest) {
				lowest, winner = value["amount"].(float64), tenderers[0]
			}
		}
	}
	awards := []any{map[string]any{"id": g.IntN(2), "status": g.pick("active", "active", "active", "active", "pending", "cancelled"),
		"suppliers": []any{winner}, "items": g.items()}}
	if g.chance(0.1) {
		awards = append(awards, map[string]any{"status": g.pick("active", "cancelled", "unsuccessful", "other"), "suppliers": []any{g.organisation("t")}})
	}
	return awards
}

func (g *generator) items() []any {
	var items []any
	for range g.IntN(4) {
		items = append(items, map[string]any{"classification": map[string]any{"id": fmt.Sprint(10 + g.IntN(1+g.IntN(80)))}})
	}
	return items
}

// odd replaces a value here and there.
func (g *generator) odd(v any) any {
	if g.chance(g.oddity / 10) {
		return []any{nil, true, "", "x", 1, -2.5, []any{}, []any{nil}, map[string]any{}, map[string]any{"id": "x"}}[g.IntN(10)]
	}
	switch v := v.(type) {
	case map[string]any:
		g.within(v)
	case []any:
		for i := range v {
			v[i] = g.odd(v[i])
		}
	}
	return v
}

func (g *generator) within(m map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(m)) {
		m[name] = g.odd(m[name])
	}
}

// ini makes settings.
func (g *generator) ini() string {
	var b strings.Builder
	some := func(line string, a ...any) {
		if g.chance(0.3) {
			fmt.Fprintf(&b, line+"\n", a...)
		}
	}
	some("currency = %s", g.pick("USD", "EUR"))
	some("no_price_comparison_procurement_methods = Lottery|Quality - 1")
	some("price_comparison_procurement_methods = Auction|Quality - 2|Quality")
	b.WriteString("[exclusions]\n")
	some("procurement_method_details = Lottery")
	b.WriteString("[R003]\n")
	some("threshold = %d", g.IntN(40)-5)
	some("procurement_methods = %s", g.pick("open", "open|limited", "direct|"))
	b.WriteString("[R003.procurement_method_details]\n")
	some("Auction = %d", g.IntN(30))
	b.WriteString("[R018]\n")
	some("procurement_methods = %s", g.pick("open", "limited|direct", ""))
	b.WriteString("[R024]\n")
	some("threshold = %v", g.Float64()/10)
	b.WriteString("[R025]\n")
	some("percentile = %d", g.IntN(101))
	some("threshold = %v", g.Float64())
	b.WriteString("[R028]\n[R030]\n[R035]\n")
	some("threshold = %d", g.IntN(4))
	b.WriteString("[R036]\n[R038]\n")
	some("threshold = %v", g.Float64())
	some("minimum_submitted_bids = %d", g.IntN(10))
	some("minimum_contracting_processes = %d", g.IntN(10))
	b.WriteString("[R048]\n")
	some("digits = %d", g.IntN(4))
	some("threshold = %d", g.IntN(9))
	fmt.Fprintf(&b, "minimum_contracting_processes = %d\n", g.IntN(6))
	b.WriteString("[R058]\n")
	some("threshold = %v", g.Float64())
	return b.String()
}

// preparation makes the settings of the command prepare.
func (g *generator) preparation() string {
	var b strings.Builder
	some := func(line string) {
		if g.chance(0.5) {
			b.WriteString(line + "\n")
		}
	}
	b.WriteString("[defaults]\n")
	some("currency = USD")
	some("bid_status = valid")
	some("award_status = active")
	b.WriteString("[redactions]\n")
	some("amount = 0|100|200.0")
	some("organization_id = t1|t2|3")
	b.WriteString("[codelists.bid_status]\n")
	some("pending = valid")
	some("withdrawn = disqualified")
	b.WriteString("[codelists.award_status]\n")
	some("other = active")
	b.WriteString("[corrections]\n")
	some("award_status_by_contract_status = true")
	b.WriteString("[modifications]\n")
	some("move_auctions = true")
	some("prefix_buyer_or_procuring_entity_id = b")
	some("prefix_tenderer_or_supplier_id = t")
	some("split_procurement_method_details = -")
	return b.String()
}
