package cardinal

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// preparing corrects releases before they are judged, as "ocdscardinal prepare"
// does with the same settings, as far as indicators can tell: ids that are
// numbers become texts, an organisation in place of a list becomes a list of
// it, and what the sections defaults, redactions, codelists, corrections and
// modifications ask for. Method:
// https://cardinal.readthedocs.io/en/latest/cli/prepare.html
type preparing struct {
	currency, bidStatus, awardStatus *string // defaults
	noAmounts                        []float64
	noIDs                            set
	bidStatuses, awardStatuses       map[string]string
	awardStatusByContract            bool
	moveAuctions                     bool
	buyerPrefix, supplierPrefix      string
	split                            *string
}

func newPreparing(s *Settings) *preparing {
	defaults, redactions, corrections := s.section("defaults"), s.section("redactions"), s.section("corrections")
	modifications := s.section("modifications")
	return &preparing{
		currency:              defaults.text("currency"),
		bidStatus:             defaults.text("bid_status"),
		awardStatus:           defaults.text("award_status"),
		noAmounts:             amounts(redactions),
		noIDs:                 redactions.list("organization_id", ""),
		bidStatuses:           s.section("codelists.bid_status").pairs(),
		awardStatuses:         s.section("codelists.award_status").pairs(),
		awardStatusByContract: corrections.flag("award_status_by_contract_status"),
		moveAuctions:          modifications.flag("move_auctions"),
		buyerPrefix:           modifications.string("prefix_buyer_or_procuring_entity_id"),
		supplierPrefix:        modifications.string("prefix_tenderer_or_supplier_id"),
		split:                 modifications.text("split_procurement_method_details"),
	}
}

// amounts are those to leave out; what is no number is no amount.
func amounts(redactions *section) []float64 {
	var list []float64
	for amount := range redactions.list("amount", "") {
		if f, err := strconv.ParseFloat(amount, 64); err == nil {
			list = append(list, f)
		}
	}
	return list
}

func (p *preparing) release(r *release) {
	r.buyer = p.id(r.buyer, p.buyerPrefix)
	r.tender.procuringEntity = p.id(r.tender.procuringEntity, p.buyerPrefix)
	if details := r.tender.methodDetails; p.split != nil && details != nil {
		before, _, _ := bytes.Cut(details, []byte(*p.split))
		r.tender.methodDetails = bytes.TrimRightFunc(before, unicode.IsSpace)
	}
	if p.moveAuctions && r.auctions.isArray && !r.bidsSet {
		r.bids, r.auctions = r.auctions, r.bids
	}
	for i := range r.bids.all {
		p.bid(&r.bids.all[i])
	}
	for i := range r.awards.all {
		p.award(&r.awards.all[i], r.contracts.all)
	}
}

func (p *preparing) bid(b *bid) {
	if b.hasAmount && slices.Contains(p.noAmounts, b.amount) {
		b.hasAmount = false
	}
	if b.hasValue && !b.currencySet && p.currency != nil {
		b.currency = text(*p.currency)
	}
	b.status = status(b.status, b.statusSet, p.bidStatus, p.bidStatuses)
	p.ids(b.tenderers, p.supplierPrefix)
}

func (p *preparing) award(a *award, contracts []contract) {
	a.status = status(a.status, a.statusSet, p.awardStatus, p.awardStatuses)
	if p.awardStatusByContract && a.id != nil && allCancelled(contracts, a.id) {
		a.status = text("cancelled")
	}
	p.ids(a.suppliers, p.supplierPrefix)
}

// allCancelled reports whether an award has contracts, and all are cancelled.
func allCancelled(contracts []contract, award text) bool {
	some := false
	for _, c := range contracts {
		if c.awardID != nil && string(c.awardID) == string(award) {
			if !c.cancelled {
				return false
			}
			some = true
		}
	}
	return some
}

// status is one as it is to be: the default where it is not set, and that of
// the codelist.
func status(t text, set bool, byDefault *string, codelist map[string]string) text {
	if !set && byDefault != nil {
		t = text(*byDefault)
	}
	if t == nil {
		return nil
	}
	if code, ok := codelist[string(t)]; ok {
		return text(code)
	}
	return t
}

func (p *preparing) ids(l list[text], prefix string) {
	for i := range l.all {
		l.all[i] = p.id(l.all[i], prefix)
	}
}

// id is nil where it is to be left out, else begins with the prefix.
func (p *preparing) id(id text, prefix string) text {
	switch {
	case id == nil || p.noIDs[string(id)]:
		return nil
	case strings.HasPrefix(string(id), prefix):
		return id
	}
	return append(text(prefix), id...)
}

// asides reads what only matters where releases are prepared.
func (x *reader) asides(name string, r *release) {
	if name == "contracts" {
		r.contracts.clear()
		x.array(func() { x.contract(r.contracts.more()) })
		return
	}
	r.auctions.clear()
	r.auctions.isArray = x.array(func() {
		x.members("stages", func() {
			x.array(func() { x.members("bids", func() { x.array(func() { x.bid(r.auctions.more()) }) }) })
		})
	})
}

func (x *reader) contract(c *contract) {
	*c = contract{}
	x.object(func(name text) {
		switch string(name) {
		case "awardID":
			c.awardID = x.id()
		case "status":
			c.cancelled = x.words().is("cancelled")
		default:
			x.skip()
		}
	})
}

// members reads the members of that name of an object, and skips the others.
func (x *reader) members(name string, read func()) {
	x.object(func(n text) {
		if string(n) == name {
			read()
		} else {
			x.skip()
		}
	})
}
