package procurement

import "slices"

// BuyerClass is the class of a buyer that thresholds depend on.
type BuyerClass string

// The classes Daylight tells apart; "" is unknown. Utilities are buyers under
// the rules for utilities, private or public.
const (
	Central    BuyerClass = "central"
	SubCentral BuyerClass = "sub-central"
	Utility    BuyerClass = "utility"
)

// buyerClasses are the codes publishers give, by scheme: Find a Tender's
// UK_CA_TYPE and the EU's TED_CA_TYPE and eu-buyer-legal-type. A code that
// means either class, such as bodyPublic, is left out.
var buyerClasses = map[Classification]BuyerClass{
	{Scheme: "UK_CA_TYPE", ID: "publicAuthorityCentralGovernment"}:    Central,
	{Scheme: "UK_CA_TYPE", ID: "publicAuthoritySubCentralGovernment"}: SubCentral,
	{Scheme: "UK_CA_TYPE", ID: "privateUtility"}:                      Utility,
	{Scheme: "TED_CA_TYPE", ID: "MINISTRY"}:                           Central,
	{Scheme: "TED_CA_TYPE", ID: "NATIONAL_AGENCY"}:                    Central,
	{Scheme: "TED_CA_TYPE", ID: "REGIONAL_AUTHORITY"}:                 SubCentral,
	{Scheme: "TED_CA_TYPE", ID: "REGIONAL_AGENCY"}:                    SubCentral,
	{Scheme: "eu-buyer-legal-type", ID: "cga"}:                        Central,
	{Scheme: "eu-buyer-legal-type", ID: "la"}:                         SubCentral,
	{Scheme: "eu-buyer-legal-type", ID: "ra"}:                         SubCentral,
}

// Class is the class that the organisation's classifications state.
func (o Organisation) Class() BuyerClass {
	for _, c := range o.Classifications {
		if class, ok := buyerClasses[Classification{Scheme: c.Scheme, ID: c.ID}]; ok {
			return class
		}
	}
	return ""
}

// CompleteFor reports whether a source of the process declares that it holds
// all notices of a type ("UK7") of this process: only then is a notice that is
// not there a missing one.
func (p *Process) CompleteFor(notice string) bool {
	return slices.ContainsFunc(p.Sources, func(s Source) bool { return slices.Contains(s.CompleteFor, notice) })
}

// LightTouch reports whether the process is stated to be under the light-touch
// rules for certain services.
func (t Tender) LightTouch() bool { return slices.Contains(t.SpecialRegimes, "lightTouch") }
