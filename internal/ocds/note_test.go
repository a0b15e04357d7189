package ocds

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

func TestNotes(t *testing.T) {
	const head = `"ocid":"x","id":"1","date":"2024-01-02T03:04:05Z","tag":["award"],"initiationType":"tender"`
	for _, c := range []struct{ name, release, want string }{
		{"nothing unusual", `{` + head + `,"parties":[{"id":"b"}],"buyer":{"id":"b"},"tender":{"id":1,"value":{"amount":1.5,"currency":"GBP"}},"language":null}`, ""},
		{"nothing at all", `{}`, "/ocid missing no ocid; /id missing no id; /date missing no date; /tag missing no tag; /initiationType missing no initiationType"},
		{"no id", `{` + strings.Replace(head, `"id":"1"`, `"id":null`, 1) + `}`, "/id missing no id"},
		{"an id that is a number", `{` + strings.Replace(head, `"id":"1"`, `"id":1`, 1) + `}`, "/id type a number, not a text"},
		{"a tag that is no list", `{` + strings.Replace(head, `["award"]`, `"award"`, 1) + `}`, "/tag type a text, not a list"},
		{"an unknown tag", `{` + strings.Replace(head, `"award"`, `"awards"`, 1) + `}`, "/tag/0 codelist not in the codelist releaseTag"},
		{"no zone", `{` + strings.Replace(head, "05Z", "05", 1) + `}`, "/date date date without a time zone"},
		{"no time", `{` + strings.Replace(head, "T03:04:05Z", "", 1) + `}`, "/date date date without a time"},
		{"a space for the T", `{` + strings.Replace(head, "T", " ", 1) + `}`, "/date date date in another form than RFC 3339"},
		{"no date", `{` + head + `,"awards":[{"id":"a","date":"spring"}]}`, "/awards/0/date date not a date"},
		{"an amount as a text", `{` + head + `,"tender":{"id":"t","value":{"amount":"1","currency":"GBP"}}}`, "/tender/value/amount type a text, not a number"},
		{"an amount below zero", `{` + head + `,"tender":{"id":"t","value":{"amount":-1,"currency":"CAD"}}}`, "/tender/value/amount negative below zero"},
		{"a currency of nowhere", `{` + head + `,"tender":{"id":"t","value":{"amount":1,"currency":"gbp"}}}`, "/tender/value/currency currency not a currency of ISO 4217"},
		{"a buyer that is no party", `{` + head + `,"parties":[{"id":"a"}],"buyer":{"id":"b","name":"B"}}`, "/buyer reference no party has this id"},
		{"a buyer without an id", `{` + head + `,"parties":[{"id":"a"}],"buyer":{"name":"B"}}`, "/buyer reference names no party by its id"},
		{"a buyer as OCDS 1.0 has it", `{` + head + `,"buyer":{"name":"B","identifier":{"id":1}}}`, ""},
		{"two parties of one id", `{` + head + `,"parties":[{"id":"a"},{"id":"a"}]}`, "/parties/1/id duplicate-id stands twice in the list"},
		{"a contract of no award", `{` + head + `,"awards":[{"id":"a"}],"contracts":[{"id":"c","awardID":"b"}]}`, "/contracts/0/awardID reference no award has this id"},
		{"an end after the start in another zone", `{` + head + `,"tender":{"id":"t","tenderPeriod":{"startDate":"2024-02-01T00:00:00Z","endDate":"2024-01-31T23:00:00-02:00","maxExtentDate":"2024-02-03T00:00:00Z"}}}`, ""},
		{"an end before the start, both at noon", `{` + head + `,"tender":{"id":"t","tenderPeriod":{"startDate":"2024-02-01T12:00:00Z","endDate":"2024-01-31T12:00:00Z","maxExtentDate":"2024-01-30T12:00:00Z"}}}`,
			"/tender/tenderPeriod/endDate date-order ends before it starts; /tender/tenderPeriod/maxExtentDate date-order longest extent before the end"},
		{"not a web address", `{` + head + `,"tender":{"id":"t","documents":[{"id":"d","url":"www.x.org"}]}}`, "/tender/documents/0/url url not a full web address"},
		{"an object for a list", `{` + head + `,"awards":{"id":"a","status":"won"}}`, "/awards type an object, not a list; /awards/status codelist not in the codelist awardStatus"},
		{"a text for an object", `{` + head + `,"tender":"t","buyer":[{}]}`, "/buyer type a list, not an object; /tender type a text, not an object"},
		{"an amount of nothing", `{` + head + `,"tender":{"id":"t","value":{"amount":1}}}`, "/tender/value/currency currency an amount without a currency"},
		{"empty texts", `{` + head + `,"parties":[{"id":"b"}],"buyer":{"id":"b","name":""},"tender":{"id":"t","status":"","title":"","tenderPeriod":{"startDate":""},"value":{"amount":1,"currency":""},"documents":[{"id":"d","url":""}]}}`,
			"/buyer/name missing no name; /tender/status codelist empty: leave it out, or null; /tender/value/currency currency empty: leave it out, or null; " +
				"/tender/tenderPeriod/startDate date empty: leave it out, or null; /tender/documents/0/url url empty: leave it out, or null"},
		{"a leap second", `{` + strings.Replace(head, "03:04:05Z", "23:59:60Z", 1) + `}`, ""},
		{"an address that does something", `{` + head + `,"tender":{"id":"t","documents":[{"id":"d","url":"JavaScript:alert(1)"}]}}`, "/tender/documents/0/url url a script or a file, not a web address"},
		{"an amendment of itself", `{` + head + `,"tender":{"id":"t","amendments":[{"amendsReleaseID":"1"},{"amendsReleaseID":"0"}]}}`, "/tender/amendments/0/amendsReleaseID reference this release itself, which amends one before it"},
		{"a process related to itself", `{` + head + `,"relatedProcesses":[{"id":"r","scheme":"ocid","identifier":"x"}]}`, "/relatedProcesses/0/identifier reference this process itself"},
		{"lots and bids", `{` + head + `,"bids":{"details":[{"id":"b","relatedLots":["l","m"]}],"statistics":[{"id":"s","relatedLot":"m"}]},` +
			`"tender":{"id":"t","lots":[{"id":"l"}],"items":[{"id":"i","relatedLot":"m"}]},"awards":[{"id":"a","relatedLots":["l"],"relatedBids":["c"]}]}`,
			"/tender/items/0/relatedLot reference no lot has this id; /bids/details/0/relatedLots reference no lot has this id; " +
				"/bids/statistics/0/relatedLot reference no lot has this id; /awards/0/relatedBids reference no bid has this id"},
		{"lots that the release does not hold", `{` + head + `,"awards":[{"id":"a","relatedLots":["l"],"relatedBids":["c"]}]}`, ""},
		{"in order, by the day", `{` + head + `,"tender":{"id":"t","tenderPeriod":{"endDate":"2024-01-01T17:00:00Z"}},"awards":[{"id":"a","date":"2024-01-01T00:00:00Z"}],` +
			`"contracts":[{"id":"c","awardID":"a","dateSigned":"2024-01-01T00:00:00+01:00","period":{"endDate":"2024-01-01T00:00:00Z"}}]}`, ""},
		{"in no order", `{` + head + `,"tender":{"id":"t","tenderPeriod":{"endDate":"2023-03-01T00:00:00Z"}},"awards":[{"id":"a","date":"2023-02-01T00:00:00Z"},{"id":"b","date":"2024-02-01T00:00:00Z"}],` +
			`"contracts":[{"id":"c","awardID":"a","dateSigned":"2023-01-01T00:00:00Z","period":{"endDate":"2022-01-01T00:00:00Z"},"amendments":[{"date":"2022-06-01T00:00:00Z"}]},` +
			`{"id":"d","awardID":"b","dateSigned":"2024-03-01T00:00:00Z"}]}`,
			"/awards/0/date date-order awarded before the end of tendering; /awards/1/date date-order awarded after the date of the release; " +
				"/contracts/0/dateSigned date-order signed before it was awarded; /contracts/0/period/endDate date-order ended before it was signed; " +
				"/contracts/0/amendments/0/date date-order amended before it was signed; /contracts/1/dateSigned date-order signed after the date of the release"},
		{"text that hides something", `{` + head + `,"tender":{"id":"t","title":"a\u200bb","description":"a\u200db","status":"active","procurementMethodDetails":"\u0085"}}`,
			"/tender/title hidden holds characters that do not show; /tender/procurementMethodDetails hidden holds characters that do not show"},
		{"text turned round", `{` + head + `,"tender":{"id":"t","title":"a\u202eb"}}`, "/tender/title direction holds characters that turn the direction of text"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, err := ParseObject([]byte(c.release))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, n := range Notes(o) {
				got = append(got, fmt.Sprintf("%s %s %s", n.Pointer, n.Code, n.Text))
			}
			if s := strings.Join(got, "; "); s != c.want {
				t.Errorf("got  %s\nwant %s", s, c.want)
			}
		})
	}
}

// The official schema and ours say the same about every field and code.
func TestSchemaIsTheStandard(t *testing.T) {
	text, err := os.ReadFile(sharedGlob(t, "ocds-schema", "1__1__5", "release-schema.json")[0])
	if err != nil {
		t.Fatal(err)
	}
	schema, err := ParseObject(text)
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	compare := func(definition string, o Object) {
		properties := Child(o, "properties")
		if properties == nil {
			return
		}
		if len(core[definition]) != len(properties) {
			t.Errorf("%s has %d fields, want %d", definition, len(core[definition]), len(properties))
		}
		for _, f := range core[definition] {
			compared++
			if got, want := describe(f), official(Child(properties, f.name), slices.Contains(Strings(o, "required"), f.name)); got != want {
				t.Errorf("%s.%s is %s, want %s", definition, f.name, got, want)
			}
			if f.codes != "" {
				p := Child(properties, f.name)
				if f.list {
					p = Child(p, "items")
				}
				if codes := Strings(p, "enum"); !slices.Equal(codes, closed[f.codes]) {
					t.Errorf("%s: %v, want %v", f.codes, closed[f.codes], codes)
				}
			}
		}
	}
	compare("Release", schema)
	for name, d := range Child(schema, "definitions") {
		compare(name, d.(Object))
	}
	compare("Unit", Child(Child(Child(Child(schema, "definitions"), "Item"), "properties"), "unit"))
	if compared < 150 {
		t.Errorf("only %d fields compared", compared)
	}
}

func describe(f schemaField) string {
	kind := f.kind
	switch {
	case kind == "Unit" || kind == "Change" || kind == "any":
		kind = "object"
	case kind == "code" || kind == "date" || kind == "uri":
		kind = "text"
	}
	return fmt.Sprintf("%s list=%v required=%v date=%v uri=%v", kind, f.list, f.required, f.kind == "date", f.kind == "uri")
}

func official(p Object, required bool) string {
	list := slices.Contains(Strings(p, "type"), "array")
	one := p
	if list {
		one = Child(p, "items")
	}
	kind := strings.TrimPrefix(String(one, "$ref"), "#/definitions/")
	if kind == "" {
		types := slices.DeleteFunc(Strings(one, "type"), func(t string) bool { return t == "null" })
		kind = map[string]string{"string": "text", "string integer": "id"}[strings.Join(types, " ")]
		if kind == "" {
			kind = types[0]
		}
	}
	return fmt.Sprintf("%s list=%v required=%v date=%v uri=%v", kind, list, required, String(p, "format") == "date-time", String(p, "format") == "uri")
}
