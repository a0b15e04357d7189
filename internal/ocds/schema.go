package ocds

import (
	"slices"
	"strings"
)

// schemaField is a field of a definition.
type schemaField struct {
	name     string
	required bool
	list     bool
	kind     string // a primitive, a definition, or "code"
	codes    string // the codelist of a "code"
}

// core is the release schema of OCDS 1.1.5 as far as releases are held to it:
// each definition's fields with their types, "!" where required. A type is a
// definition, a primitive, "@" and a closed codelist, or one of these in
// brackets for a list; id is a text or a whole number.
var core = schemaOf(map[string]string{
	"Address":   `streetAddress:text locality:text region:text postalCode:text countryName:text`,
	"Amendment": `date:date rationale:text id:text description:text amendsReleaseID:text releaseID:text changes:[Change]`,
	"Award": `id!:id title:text description:text status:@awardStatus date:date value:Value suppliers:[OrganizationReference] items:[Item]
		contractPeriod:Period documents:[Document] amendments:[Amendment] amendment:Amendment`,
	"Budget":         `id:id description:text amount:Value project:text projectID:id uri:uri source:uri`,
	"Change":         `property:text former_value:any`,
	"Classification": `scheme:text id:id description:text uri:uri`,
	"ContactPoint":   `name:text email:text telephone:text faxNumber:text url:uri`,
	"Contract": `id!:id awardID!:id title:text description:text status:@contractStatus period:Period value:Value items:[Item] dateSigned:date
		documents:[Document] implementation:Implementation relatedProcesses:[RelatedProcess] milestones:[Milestone] amendments:[Amendment]
		amendment:Amendment`,
	"Document":       `id!:id documentType:text title:text description:text url:uri datePublished:date dateModified:date format:text language:text`,
	"Identifier":     `scheme:text id:id legalName:text uri:uri`,
	"Implementation": `transactions:[Transaction] milestones:[Milestone] documents:[Document]`,
	"Item":           `id!:id description:text classification:Classification additionalClassifications:[Classification] quantity:number unit:Unit`,
	"Milestone": `id!:id title:text type:text description:text code:text dueDate:date dateMet:date dateModified:date status:@milestoneStatus
		documents:[Document]`,
	"Organization": `name:text id:text identifier:Identifier additionalIdentifiers:[Identifier] address:Address contactPoint:ContactPoint roles:[text]
		details:object`,
	"OrganizationReference": `name:text id:id identifier:Identifier address:Address additionalIdentifiers:[Identifier] contactPoint:ContactPoint`,
	"Period":                `startDate:date endDate:date maxExtentDate:date durationInDays:integer`,
	"Planning":              `rationale:text budget:Budget documents:[Document] milestones:[Milestone]`,
	"RelatedProcess":        `id:text relationship:[text] title:text scheme:text identifier:text uri:uri`,
	"Release": `ocid!:text id!:text date!:date tag!:[@releaseTag] initiationType!:@initiationType parties:[Organization]
		buyer:OrganizationReference planning:Planning tender:Tender awards:[Award] contracts:[Contract] language:text
		relatedProcesses:[RelatedProcess]`,
	"Tender": `id!:id title:text description:text status:@tenderStatus procuringEntity:OrganizationReference items:[Item] value:Value
		minValue:Value procurementMethod:@method procurementMethodDetails:text procurementMethodRationale:text
		mainProcurementCategory:@procurementCategory additionalProcurementCategories:[text] awardCriteria:text awardCriteriaDetails:text
		submissionMethod:[text] submissionMethodDetails:text tenderPeriod:Period enquiryPeriod:Period hasEnquiries:boolean
		eligibilityCriteria:text awardPeriod:Period contractPeriod:Period numberOfTenderers:integer tenderers:[OrganizationReference]
		documents:[Document] milestones:[Milestone] amendments:[Amendment] amendment:Amendment`,
	"Transaction": `id!:id source:uri date:date value:Value payer:OrganizationReference payee:OrganizationReference uri:uri amount:Value
		providerOrganization:Identifier receiverOrganization:Identifier`,
	"Unit":  `scheme:text id:text name:text value:Value uri:uri`,
	"Value": `amount:number currency:@currency`,
})

// closed are the standard's closed codelists.
var closed = listsOf(map[string]string{
	"awardStatus":    `pending active cancelled unsuccessful`,
	"contractStatus": `pending active cancelled terminated`,
	"currency": `ADP AED AFA AFN ALK ALL AMD ANG AOA AOK AON AOR ARA ARP ARS ARY ATS AUD AWG AYM AZM AZN BAD BAM BBD BDT BEC BEF BEL BGJ BGK BGL
		BGN BHD BIF BMD BND BOB BOP BOV BRB BRC BRE BRL BRN BRR BSD BTN BUK BWP BYB BYN BYR BZD CAD CDF CHC CHE CHF CHW CLF CLP CNY COP
		COU CRC CSD CSJ CSK CUC CUP CVE CYP CZK DDM DEM DJF DKK DOP DZD ECS ECV EEK EGP ERN ESA ESB ESP ETB EUR FIM FJD FKP FRF GBP GEK
		GEL GHC GHP GHS GIP GMD GNE GNF GNS GQE GRD GTQ GWE GWP GYD HKD HNL HRD HRK HTG HUF IDR IEP ILP ILR ILS INR IQD IRR ISJ ISK ITL
		JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAJ LAK LBP LKR LRD LSL LSM LTL LTT LUC LUF LUL LVL LVR LYD MAD MDL MGA MGF MKD
		MLF MMK MNT MOP MRO MRU MTL MTP MUR MVQ MVR MWK MXN MXP MXV MYR MZE MZM MZN NAD NGN NIC NIO NLG NOK NPR NZD OMR PAB PEH PEI PEN
		PES PGK PHP PKR PLN PLZ PTE PYG QAR RHD ROK ROL RON RSD RUB RUR RWF SAR SBD SCR SDD SDG SDP SEK SGD SHP SIT SKK SLL SOS SRD SRG
		SSP STD STN SUR SVC SYP SZL THB TJR TJS TMM TMT TND TOP TPE TRL TRY TTD TWD TZS UAH UAK UGS UGW UGX USD USN USS UYI UYN UYP UYU
		UYW UZS VEB VEF VES VNC VND VUV WST XAF XAG XAU XBA XBB XBC XBD XCD XDR XEU XFO XFU XOF XPD XPF XPT XRE XSU XTS XUA XXX YDD YER
		YUD YUM YUN ZAL ZAR ZMK ZMW ZRN ZRZ ZWC ZWD ZWL ZWN ZWR`,
	"initiationType":      `tender`,
	"method":              `open selective limited direct`,
	"milestoneStatus":     `scheduled met notMet partiallyMet`,
	"procurementCategory": `goods works services`,
	"releaseTag": `planning planningUpdate tender tenderAmendment tenderUpdate tenderCancellation award awardUpdate awardCancellation contract
		contractUpdate contractAmendment implementation implementationUpdate contractTermination compiled`,
	"tenderStatus": `planning planned active cancelled unsuccessful complete withdrawn`,
})

func schemaOf(definitions map[string]string) map[string][]schemaField {
	schema := map[string][]schemaField{}
	for name, text := range definitions {
		for _, word := range strings.Fields(text) {
			f := schemaField{}
			f.name, f.kind, _ = strings.Cut(word, ":")
			f.name, f.required = strings.CutSuffix(f.name, "!")
			f.kind, f.list = strings.CutPrefix(f.kind, "[")
			f.kind = strings.TrimSuffix(f.kind, "]")
			if codes, ok := strings.CutPrefix(f.kind, "@"); ok {
				f.kind, f.codes = "code", codes
			}
			schema[name] = append(schema[name], f)
		}
	}
	return schema
}

func listsOf(lists map[string]string) map[string][]string {
	codes := map[string][]string{}
	for name, text := range lists {
		codes[name] = strings.Fields(text)
	}
	return codes
}

func isCode(list, code string) bool { return slices.Contains(closed[list], code) }
