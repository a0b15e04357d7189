package rules

import (
	"fmt"
	"slices"

	"daylight/internal/procurement"
)

// Fields that the rules about bids read.
const (
	bidsField       = "bids/details"
	bidStatusField  = "bids/details/status"
	bidderField     = "bids/details/tenderers"
	bidDateField    = "bids/details/date"
	bidValueField   = "bids/details/value"
	awardField      = "awards"
	awardStateField = "awards/status"
	supplierField   = "awards/suppliers"
	deadlineField   = "tender/tenderPeriod/endDate"
)

// submitted reports whether a bid was: it is pending, valid or disqualified, as
// in Cardinal.
func submitted(b procurement.Bid) bool {
	return slices.Contains([]string{"pending", "valid", "disqualified"}, b.Status)
}

// unbid is the answer of every rule about bids where they cannot be looked at:
// the tender is cancelled, no bids are listed, or a bid lacks its status or its
// tenderers. It is nil where they can.
func unbid(p *procurement.Process) []procurement.Flag {
	e := procurement.Evidence{Fields: []string{bidsField}, Sources: p.Tender.Sources}
	missing := func(field, summary string) []procurement.Flag {
		e.Summary, e.Missing = summary, []string{field}
		return result(procurement.NoData, e)
	}
	if p.Tender.Status == "cancelled" {
		e.Summary, e.Fields = "The tender was cancelled.", []string{"tender/status"}
		return result(procurement.NotApplicable, e)
	}
	if len(p.Bids) == 0 {
		if how, tell := p.HowCompeted(); how == procurement.Uncompeted {
			e.Summary, e.Fields = "The record shows no open or selective call for bids.", []string{tell}
			return result(procurement.NotApplicable, e)
		}
		return missing(bidsField, "No bids are listed.")
	}
	for _, b := range p.Bids {
		switch {
		case !submitted(b) && b.Status != "invited" && b.Status != "withdrawn":
			return missing(bidStatusField, "A bid is listed without a status of the standard.")
		case submitted(b) && (len(b.Tenderers) == 0 || slices.ContainsFunc(b.Tenderers, unkeyed)):
			return missing(bidderField, "A bid is listed without who made it.")
		}
	}
	return nil
}

// unawarded is the answer of rules that compare bids with what was awarded,
// where no award is in force or one is pending. It is nil where the outcome is
// known.
func unawarded(p *procurement.Process) []procurement.Flag {
	e := procurement.Evidence{Fields: []string{awardField}, Sources: p.Tender.Sources}
	active := false
	for _, a := range p.Awards {
		switch a.Status {
		case "pending":
			e.Summary = "An award is pending: the outcome may change."
			return result(procurement.NotApplicable, e)
		case "cancelled", "unsuccessful":
		default:
			e.Summary, e.Missing = "An award is listed without a status of the standard.", []string{awardStateField}
			return result(procurement.NoData, e)
		case "active":
			if active = true; len(a.Suppliers) == 0 || slices.ContainsFunc(a.Suppliers, unkeyed) {
				e.Summary, e.Missing = "An award does not name its suppliers.", []string{supplierField}
				return result(procurement.NoData, e)
			}
		}
	}
	if !active {
		e.Summary = "No award is in force."
		return result(procurement.NotApplicable, e)
	}
	return nil
}

func unkeyed(o procurement.Organisation) bool { return o.Key == "" }

// bidders are those of bids with that status, each once, by key.
func bidders(p *procurement.Process, status string) []string {
	var keys []string
	for _, b := range p.Bids {
		if b.Status == status {
			keys = append(keys, keysOf(b.Tenderers)...)
		}
	}
	return union(keys)
}

// winners are the suppliers of the awards in force, each once, by key.
func winners(p *procurement.Process) []string {
	var keys []string
	for _, a := range p.Awards {
		if a.Status == "active" {
			keys = append(keys, keysOf(a.Suppliers)...)
		}
	}
	return union(keys)
}

func keysOf(list []procurement.Organisation) []string {
	var keys []string
	for _, o := range list {
		keys = append(keys, o.Key)
	}
	return keys
}

// was is a count with its verb: "1 bid was", "3 bids were".
func was(n int, noun string) string {
	if n == 1 {
		return fmt.Sprintf("1 %s was", noun)
	}
	return fmt.Sprintf("%s were", procurement.Count(n, noun))
}

// prices are the amounts of submitted bids, in order, and whether all have one
// in one currency; else the answer of rules that need that.
func prices(p *procurement.Process) ([]procurement.Bid, []procurement.Flag) {
	var bids []procurement.Bid
	for _, b := range p.Bids {
		if submitted(b) {
			bids = append(bids, b)
		}
	}
	e := procurement.Evidence{Fields: []string{bidsField, bidValueField}, Sources: p.Tender.Sources}
	for _, b := range bids {
		if b.Value == nil || b.Value.Currency == "" {
			e.Summary, e.Missing = "A bid is listed without its price and currency.", []string{bidValueField}
			return nil, result(procurement.NoData, e)
		}
		if b.Value.Currency != bids[0].Value.Currency {
			e.Summary = "The bids are priced in several currencies, which are not compared."
			return nil, result(procurement.NotApplicable, e)
		}
	}
	return bids, nil
}
