package rules

import (
	"strings"

	"daylight/internal/procurement"
)

// complete says of which publishers all papers of a kind are on record, from a
// day on: only of these is one that is not there a missing one. What is not in
// the table, and no source of the process declares, is not known.
//
// Find a Tender is where notices under the Procurement Act 2023 (in force on 24
// February 2025) are published: Find a Tender, Notice types and sequences, which
// also says that linked notices share one ocid. Nothing is declared for the
// regulations before, whose notices give no type there.
var complete = []struct {
	prefix string // of the ocids
	paper  string // type of the notice, or of the document
	from   string // day from which it was due
}{
	{findATender, tenderNotice, actBegins},
	{findATender, transparencyNotice, actBegins},
	{findATender, awardNotice, actBegins},
	{findATender, detailsNotice, actBegins},
	{findATender, changeNotice, actBegins},
	{findATender, terminationNotice, actBegins},
	{findATender, contractCopy, actBegins},
}

const findATender = "ocds-h6vhtk-"

// Types of notices under the Procurement Act 2023 (Find a Tender, Notice types
// and sequences), and of documents in OCDS.
const (
	awardNotice       = "UK6"
	detailsNotice     = "UK7"
	changeNotice      = "UK10"
	terminationNotice = "UK11"
	oldTenderNotice   = "tenderNotice"     // before the Act
	oldAwardNotice    = "awardNotice"      // before the Act
	tenderPapers      = "biddingDocuments" // OCDS documentType
	contractCopy      = "contractSigned"   // OCDS documentType
)

// isComplete reports whether a paper that was due on a day would be on record:
// by the table, where the process shows that types of notices are recorded, or
// as a source of the process declares.
func isComplete(d Dossier, paper string, day procurement.Date) bool {
	p := d.Process
	if p.CompleteFor(paper) {
		return true
	}
	for _, c := range complete {
		if c.paper == paper && strings.HasPrefix(p.OCID, c.prefix) && day.First() >= c.from {
			return d.noticed()
		}
	}
	return false
}
