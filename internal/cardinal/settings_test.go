package cardinal

import (
	"strings"
	"testing"
)

func TestSettingsRefused(t *testing.T) {
	for ini, want := range map[string]string{
		"[R003]\nthreshold = soon\n":           `line 2: threshold in [R003] is "soon"; it has to be a whole number`,
		"[R003]\ntreshold = 1\n":               `line 2: treshold in [R003] is not a setting of Cardinal's`,
		"[R999]\n":                             `line 1: [R999] is not a section of Cardinal's`,
		"[R024]\nthreshold = nan\n":            `line 2: threshold in [R024] is "nan"; it has to be a decimal number`,
		"[R048]\nthreshold = -1\n":             `line 2: threshold in [R048] is "-1"; it has to be a whole number from 0`,
		"[R028]\n[R028]\n":                     `line 2: section [R028] stands twice`,
		"[R003]\nthreshold = 1\nthreshold = 2": `line 3: threshold stands twice`,
		"colour = red\n":                       `line 1: colour is not a setting of Cardinal's`,
		"[R003\n":                              `line 1: a section is written [NAME], alone on its line`,
		"[R003]\nthreshold\n":                  `line 2: neither a [section], nor key = value, nor a ; comment`,
		"[corrections]\naward_status_by_contract_status = maybe\n": `line 2: award_status_by_contract_status in [corrections] is "maybe"; it has to be true or false`,
		"[R003.procurement_method_details]\nx = y\n":               `line 2: x in [R003.procurement_method_details] is "y"; it has to be a whole number`,
		"\xff": "line 1 is not in UTF-8",
	} {
		if _, err := ReadSettings(strings.NewReader(ini)); err == nil || err.Error() != want {
			t.Errorf("%q: %v", ini, err)
		}
	}
}

// The settings file that Cardinal writes for a beginner reads, with every
// setting commented in or out.
func TestEverySettingIsKnown(t *testing.T) {
	all := newGenerator(1)
	for seed := range uint64(50) {
		all = newGenerator(seed)
		parsed(t, all.ini()+"[output]\ninfo_currency_mismatches = true\n"+all.preparation())
	}
}
