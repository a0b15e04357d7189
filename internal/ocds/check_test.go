package ocds

import (
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	const head = `"ocid":"daylight-x","id":"1","date":"2026-06-24T00:00:00Z","tag":["tender"]`
	for _, x := range []struct{ name, release, want string }{
		{"a versioned release", `{"ocid":"daylight-x","tag":[{"releaseDate":"2026-06-24T00:00:00Z","releaseTag":["tender"],"value":["tender"]}]}`, "versioned-release "},
		{"a plain release", `{` + head + `}`, ""},
		{"no id is usable", `{"ocid":"daylight-x","date":"2026-06-24T00:00:00Z"}`, ""},
		{"no ocid", `{"date":"2026-06-24T00:00:00Z"}`, "no-ocid /ocid"},
		{"spaces in the ocid", `{"ocid":"a b","date":"2026-06-24T00:00:00Z"}`, "bad-ocid /ocid"},
		{"an ocid of dots", `{"ocid":"..","date":"2026-06-24T00:00:00Z"}`, "bad-ocid /ocid"},
		{"no date", `{"ocid":"daylight-x"}`, "bad-date /date"},
		{"no such day", `{"ocid":"daylight-x","date":"2026-02-30"}`, "bad-date /date"},
		{"before there were any", `{"ocid":"daylight-x","date":"0001-01-01T00:00:00Z"}`, "bad-date /date"},
		{"a title as long as may be", `{` + head + `,"tender":{"title":"` + strings.Repeat("é", MaxTitle/2) + `"}}`, ""},
		{"a longer title", `{` + head + `,"tender":{"title":"` + strings.Repeat("é", MaxTitle/2) + `x"}}`, "too-large /tender/title"},
		{"a text as long as may be", `{` + head + `,"tender":{"description":"` + strings.Repeat("x", MaxText) + `"}}`, ""},
		{"a longer text", `{` + head + `,"tender":{"description":"` + strings.Repeat("x", MaxText+1) + `"}}`, "too-large /tender/description"},
		{"a list as long as may be", `{` + head + `,"x":[` + strings.Repeat("1,", MaxItems-1) + `1]}`, ""},
		{"a longer list", `{` + head + `,"x":[` + strings.Repeat("1,", MaxItems) + `1]}`, "too-large /x"},
		{"an amount to the last penny", `{` + head + `,"tender":{"value":{"amount":90071992547409.93e-2,"currency":"GBP"}}}`, "bad-amount /tender/value/amount"},
		{"a large amount to the last penny", `{` + head + `,"tender":{"value":{"amount":900719925474.93,"currency":"GBP"}}}`, ""},
		{"noughts after the penny", `{` + head + `,"tender":{"value":{"amount":1.5000,"currency":"GBP"}}}`, ""},
		{"a tenth of a penny", `{` + head + `,"tender":{"value":{"amount":1.001,"currency":"GBP"}}}`, "bad-amount /tender/value/amount"},
		{"a tenth of a penny each", `{` + head + `,"tender":{"items":[{"id":"i","unit":{"value":{"amount":0.001,"currency":"GBP"}}}]}}`, ""},
		{"a thousandth of a dinar", `{` + head + `,"tender":{"value":{"amount":1.001,"currency":"KWD"}}}`, ""},
		{"half a yen", `{` + head + `,"tender":{"value":{"amount":0.5,"currency":"JPY"}}}`, "bad-amount /tender/value/amount"},
		{"more money than there is", `{` + head + `,"tender":{"value":{"amount":1e20,"currency":"GBP"}}}`, "bad-amount /tender/value/amount"},
		{"more than a number", `{` + head + `,"tender":{"items":[{"quantity":1e400}]}}`, "bad-number /tender/items/0/quantity"},
		{"gross finer than a penny", `{` + head + `,"awards":[{"value":{"amount":1,"amountGross":1.205,"currency":"GBP"}}]}`, "bad-amount /awards/0/value/amountGross"},
		{"control character", `{` + head + `,"tender":{"title":"a\u0001b"}}`, "control-character /tender/title"},
		{"unknown decision type", `{` + head + `,"decisions":[{"id":"d","type":"maybe"}]}`, "extension-codelist /decisions/0/type"},
		{"decision without an id", `{` + head + `,"decisions":[{"type":"refused"}]}`, "extension-id /decisions/0/id"},
		{"same id twice", `{` + head + `,"sources":[{"id":"s"},{"id":"s"}]}`, "extension-id /sources/1/id"},
		{"due date without its basis", `{` + head + `,"decisions":[{"id":"d","conditions":[{"id":"c","dueDate":"2027-06"}]}]}`, "extension-required /decisions/0/conditions/0/dueBasis"},
		{"EDTF due date", `{` + head + `,"decisions":[{"id":"d","conditions":[{"id":"c","dueDate":"2027-06~","dueBasis":"inferred"}]}]}`, ""},
		{"not an EDTF date", `{` + head + `,"statements":[{"id":"s","date":"next spring"}]}`, "extension-format /statements/0/date"},
		{"length of an extension", `{` + head + `,"contracts":[{"id":"c","amendments":[{"id":"a","extension":{"addedUpTo":"a year"}}]}]}`, "extension-format /contracts/0/amendments/0/extension/addedUpTo"},
		{"precision", `{` + head + `,"contracts":[{"id":"c","dateSigned":"2020-12-01T00:00:00Z","dateSignedPrecision":"weekly"}]}`, "extension-codelist /contracts/0/dateSignedPrecision"},
		{"decisions that are no list", `{` + head + `,"decisions":{"id":"d"}}`, "extension-type /decisions"},
	} {
		t.Run(x.name, func(t *testing.T) {
			o, err := ParseObject([]byte(x.release))
			if err != nil {
				t.Fatal(err)
			}
			problems := Check(o)
			switch {
			case x.want == "" && len(problems) > 0:
				t.Errorf("unexpected %v", problems)
			case x.want != "" && (len(problems) != 1 || string(problems[0].Code)+" "+problems[0].Pointer != x.want):
				t.Errorf("got %v, want one problem: %s", problems, x.want)
			}
		})
	}
}
