package ocds

import (
	"strings"

	"daylight/internal/procurement"
)

func bought(o Object) procurement.Item {
	return procurement.Item{ID: String(o, "id"), Description: String(o, "description"), Lot: String(o, "relatedLot"),
		Classification: classification(Child(o, "classification")), More: classifications(o, "additionalClassifications")}
}

func classification(o Object) procurement.Classification {
	return procurement.Classification{Scheme: String(o, "scheme"), ID: String(o, "id"), Description: String(o, "description")}
}

func classifications(o Object, key string) []procurement.Classification {
	return each(Children(o, key), classification)
}

// implementation reads what was paid and how the contract came to an end
// (contract completion extension).
func implementation(o Object, c *procurement.Contract) {
	c.Payments = each(Children(o, "transactions"), func(t Object) procurement.Payment {
		value := money(t, "value")
		if value == nil {
			value = money(t, "amount") // OCDS 1.0
		}
		return procurement.Payment{ID: String(t, "id"), Date: date(t, "date"), Value: value}
	})
	c.FinalValue, c.Ended = money(o, "finalValue"), date(o, "endDate")
}

// country is the code of an organisation's country: the one its address gives,
// else the one its name means, else the one its identifier is registered in
// (org-id.guide's schemes begin with it; those that begin with X are of none).
func country(party Object) string {
	address := Child(party, "address")
	for _, code := range []string{String(address, "country"), String(address, "countryCode"), String(address, "countryName")} {
		if len(code) == 2 {
			return strings.ToUpper(code)
		}
	}
	if code := countries[strings.ToLower(String(address, "countryName"))]; code != "" {
		return code
	}
	scheme := String(Child(party, "identifier"), "scheme")
	if len(scheme) > 3 && scheme[2] == '-' && scheme[0] != 'X' {
		return strings.ToUpper(scheme[:2])
	}
	return ""
}

// countries are the names that publishers write where a code is meant; a name
// that is not here is unknown.
var countries = map[string]string{
	"united kingdom": "GB", "uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB",
	"canada": "CA", "germany": "DE", "switzerland": "CH", "united states": "US", "ireland": "IE", "france": "FR",
}
