package exchange

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"daylight/internal/ocds"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// dated is a release with more in it.
func dated(date string, more ...string) string {
	return `{"ocid":"a","id":"1","date":"` + date + `","tag":["contract"],"initiationType":"tender"` + strings.Join(append([]string{""}, more...), ",") + `}`
}

func holding(more ...string) string { return dated("2024-01-01T00:00:00Z", more...) }

func priced(value string) string {
	return holding(`"contracts":[{"id":"c","awardID":"w","value":{"amount":` + value + `}}]`)
}

func related(ocid string, others ...string) string {
	var list []string
	for i, o := range others {
		list = append(list, fmt.Sprintf(`{"id":"%d","relationship":["prior"],"scheme":"ocid","identifier":"%s"}`, i, o))
	}
	return `{"ocid":"` + ocid + `","id":"1","date":"2024-01-01T00:00:00Z","tag":["planning"],"initiationType":"tender","relatedProcesses":[` + strings.Join(list, ",") + `]}`
}

// hostile is what bad input must come to, whatever it is: the releases that can
// be filed are, each that cannot is refused with a reason, nothing fails and
// the ledger is whole. Rows have the numbers of the catalogue of bad input that
// the design keeps.
var hostile = []struct {
	name, text string
	filed      int
	reasons    []ocds.Reason // of what is refused
	notes      []string      // codes of what is unusual in what is filed
}{
	{"B01 malformed", good + "\n{oops}\n" + other, 2, []ocds.Reason{ocds.BadJSON}, nil},
	{"B01 truncated", good + "\n" + other[:40], 1, []ocds.Reason{ocds.Truncated}, nil},
	{"B01 trailing", good + "\n]", 1, []ocds.Reason{ocds.BadJSON}, nil},
	{"B02 a release of 9 MiB", "[" + holding(`"x":[`+strings.Repeat(`"`+strings.Repeat("x", 60<<10)+`",`, 150)+`1]`) + "," + other + "]", 1, []ocds.Reason{ocds.TooLarge}, nil},
	{"B03 as deep as may be", holding(`"x":` + strings.Repeat("[", 62) + strings.Repeat("]", 62)), 1, nil, nil},
	{"B03 too deep", holding(`"x":`+strings.Repeat("[", 64)+strings.Repeat("]", 64)) + "\n" + other, 1, []ocds.Reason{ocds.TooDeep}, nil},
	{"B03 far too deep", "[" + holding(`"x":`+strings.Repeat("[", 1e5)+strings.Repeat("]", 1e5)) + "," + other + "]", 1, []ocds.Reason{ocds.TooDeep}, nil},
	{"B04 a key twice", holding(`"id":"2"`) + "\n" + other, 1, []ocds.Reason{ocds.DuplicateKey}, nil},
	{"B04 another case of it", holding(`"OCID":"b","Tag":1`), 1, nil, nil},
	{"B04 only another case of it", strings.Replace(good, "ocid", "OCID", 1), 0, []ocds.Reason{ocds.NoOCID}, nil},
	{"B05 bad UTF-8", holding("\"x\":\"\xc3\x28\"") + "\n" + other, 1, []ocds.Reason{ocds.BadUTF8}, nil},
	{"B05 a lone surrogate", holding(`"x":"\ud800"`) + "\n" + other, 1, []ocds.Reason{ocds.BadJSON}, nil},
	{"B06 NUL in a text", holding(`"x":"a\u0000b"`), 0, []ocds.Reason{ocds.ControlCharacter}, nil},
	{"B06 NUL in a key", holding(`"a\u0000b":1`) + "\n" + other, 1, []ocds.Reason{ocds.NULInKey}, nil},
	{"B06 a raw control character", holding("\"x\":\"a\x01b\"") + "\n" + other, 1, []ocds.Reason{ocds.BadJSON}, nil},
	{"B06 U+FFFE", holding(`"language":"\ufffe"`), 1, nil, []string{ocds.NoteHidden}},
	{"B06 C1", holding(`"language":"\u0085"`), 1, nil, []string{ocds.NoteHidden}},
	{"B06 text turned round", holding(`"tender":{"id":"t","title":"\u202eevil"}`), 1, nil, []string{ocds.NoteDirection}},
	{"B06 zero width", holding(`"tender":{"id":"t","title":"Pal\u200bantir"}`), 1, nil, []string{ocds.NoteHidden}},
	{"B07 a byte order mark", "\ufeff" + good, 1, nil, nil},
	{"B07 UTF-16", "\xff\xfe{\x00}\x00", 0, []ocds.Reason{ocds.UTF16}, nil},
	{"B07 UTF-16 of the other end", "\xfe\xff\x00{\x00}", 0, []ocds.Reason{ocds.UTF16}, nil},
	{"B08 NaN", priced("NaN") + "\n" + other, 1, []ocds.Reason{ocds.BadJSON}, nil},
	{"B08 1e400", priced(`1e400,"currency":"GBP"`), 0, []ocds.Reason{ocds.BadAmount}, nil},
	{"B08 1e400 of something else", holding(`"tender":{"id":"t","items":[{"id":"i","quantity":1e400}]}`), 0, []ocds.Reason{ocds.BadNumber}, nil},
	{"B08 1e3", priced(`1e3,"currency":"GBP"`), 1, nil, nil},
	{"B08 a text", priced(`"12.50","currency":"GBP"`), 1, nil, []string{ocds.NoteType}},
	{"B08 below zero", priced(`-1,"currency":"GBP"`), 1, nil, []string{ocds.NoteNegative}},
	{"B08 minus nought", priced(`-0,"currency":"GBP"`), 1, nil, nil},
	{"B08 10^20", priced(`100000000000000000000,"currency":"GBP"`), 0, []ocds.Reason{ocds.BadAmount}, nil},
	{"B08 three decimals", priced(`1.005,"currency":"GBP"`), 0, []ocds.Reason{ocds.BadAmount}, nil},
	{"B09 a currency in small letters", priced(`1,"currency":"gbp"`), 1, nil, []string{ocds.NoteCurrency}},
	{"B09 no such currency", priced(`1,"currency":"ZZZ"`), 1, nil, []string{ocds.NoteCurrency}},
	{"B09 no currency", priced(`1`), 1, nil, []string{ocds.NoteCurrency}},
	{"B11 year nought", dated("0000-01-01T00:00:00Z"), 0, []ocds.Reason{ocds.BadDate}, nil},
	{"B11 year 9999", dated("9999-12-31T00:00:00Z"), 0, []ocds.Reason{ocds.BadDate}, nil},
	{"B11 1969", dated("1969-12-31T23:59:59Z"), 0, []ocds.Reason{ocds.BadDate}, nil},
	{"B11 30 February", dated("2023-02-30T00:00:00Z"), 0, []ocds.Reason{ocds.BadDate}, nil},
	{"B11 24:00", dated("2023-02-28T24:00:00Z"), 0, []ocds.Reason{ocds.BadDate}, nil},
	{"B11 a leap second", dated("2016-12-31T23:59:60Z"), 1, nil, nil},
	{"B11 no zone", dated("2023-03-26T01:30:00"), 1, nil, []string{ocds.NoteDate}},
	{"B11 the other side of the world", dated("2023-03-26T01:30:00+14:00"), 1, nil, nil},
	{"B11 an hour that there is not", dated("2023-03-26T01:30:00+01:00"), 1, nil, nil},
	{"B11 an hour that there is twice", dated("2023-10-29T01:30:00Z"), 1, nil, nil},
	{"B11 ends before it starts", holding(`"tender":{"id":"t","tenderPeriod":{"startDate":"2024-02-01T00:00:00Z","endDate":"2024-01-01T00:00:00Z"}}`), 1, nil, []string{ocds.NoteOrder}},
	{"B11 no such day within", holding(`"tender":{"id":"t","tenderPeriod":{"endDate":"2023-02-30T00:00:00Z"}}`), 1, nil, []string{ocds.NoteDate}},
	{"B12 related to itself", related("a", "a"), 1, nil, []string{ocds.NoteReference}},
	{"B12 in a circle", related("a", "b") + related("b", "a"), 2, nil, nil},
	{"B12 in a circle of three, twice", related("a", "b", "c") + related("b", "c", "a") + related("c", "a", "b"), 3, nil, nil},
	{"B12 to what is not there", related("a", "nowhere"), 1, nil, nil},
	{"B12 in a chain", chainOf(300), 300, nil, nil},
	{"B12 all to all", everyPair(20), 20, nil, nil},
	{"B14 a text of 10 MiB", "[" + holding(`"description":"`+strings.Repeat("x", 10<<20)+`"`) + "," + other + "]", 1, []ocds.Reason{ocds.TooLarge}, nil},
	{"B14 a text past its limit", holding(`"description":"` + strings.Repeat("x", ocds.MaxText+1) + `"`), 0, []ocds.Reason{ocds.TooLarge}, nil},
	{"B14 a title past its limit", holding(`"title":"` + strings.Repeat("x", ocds.MaxTitle+1) + `"`), 0, []ocds.Reason{ocds.TooLarge}, nil},
	{"B14 a list of 100,000", holding(`"x":[` + strings.Repeat("0,", 1e5-1) + `0]`), 0, []ocds.Reason{ocds.TooLarge}, nil},
	{"B15 markup is text", holding(`"tender":{"id":"t","title":"<script>alert(1)</script>{{.}}"}`), 1, nil, nil},
	{"B15 an address that does something", holding(`"tender":{"id":"t","documents":[{"id":"d","url":"javascript:alert(1)"}]}`), 1, nil, []string{ocds.NoteURL}},
	{"B18 a name that climbs", zipOf("../../etc/x.json", good, "/etc/y.json", other), 2, nil, nil},
	{"B21 a gzip bomb", gz(good + strings.Repeat(" ", 64<<20)), 1, []ocds.Reason{ocds.Bomb}, nil},
	{"B21 a zip in a zip", zipOf("x.zip", zipOf("y", good), "y", other), 1, []ocds.Reason{ocds.NestedArchive}, nil},
	{"B36 a record package", `{"records":[{"ocid":"a","releases":[` + good + `]},{"ocid":"b","compiledRelease":` + other + `}]}`, 2, nil, nil},
	{"B36 a versioned release", `{"records":[{"ocid":"a","versionedRelease":{}}]}`, 0, []ocds.Reason{ocds.VersionedRelease}, nil},
	{"B36 a linked release", `{"records":[{"ocid":"a","releases":[{"url":"https://example.org/1"}]}]}`, 0, []ocds.Reason{ocds.LinkedRelease}, nil},
	{"B36 a list for an object", holding(`"tender":[{"id":"t"}]`), 1, nil, []string{ocds.NoteType}},
	{"B36 an object for a list", holding(`"awards":{"id":"w"}`), 1, nil, []string{ocds.NoteType}},
	{"B36 texts for objects", holding(`"buyer":"Police","parties":["Police"],"awards":"w","contracts":[["c"]]`), 1, nil, []string{ocds.NoteType}},
	{"B36 OCDS 1.0", `{"releases":[` + holding(`"buyer":{"name":"Town","identifier":{"id":1}},"awards":[{"id":1,"suppliers":[{"name":"Acme"}]}]`) + `]}`, 1, nil, nil},
	{"B36 no release at all", `{"hello":"world"}`, 0, []ocds.Reason{ocds.NoOCID}, nil},
	{"B36 a list of numbers", `[1,2]`, 0, []ocds.Reason{ocds.NotAnObject, ocds.NotAnObject}, nil},
}

// chainOf is processes that are each related to the one before.
func chainOf(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(related(fmt.Sprint("a", i), fmt.Sprint("a", i-1)) + "\n")
	}
	return b.String()
}

func everyPair(n int) string {
	var names []string
	for i := range n {
		names = append(names, fmt.Sprint("a", i))
	}
	var b strings.Builder
	for _, name := range names {
		b.WriteString(related(name, names...) + "\n")
	}
	return b.String()
}

func TestHostileInput(t *testing.T) {
	for _, c := range hostile {
		t.Run(c.name, func(t *testing.T) {
			d := openDesk(t)
			file := write(t, "in", c.text)
			s := d.load(file)
			var reasons []ocds.Reason
			for _, err := range d.refused {
				reasons = append(reasons, ocds.ReasonOf(err))
				if len(err.Error()) > 2000 {
					t.Errorf("an error of %d bytes", len(err.Error()))
				}
			}
			if s.Filed != c.filed || !slices.Equal(reasons, c.reasons) {
				t.Errorf("%v, refused %v; want %d filed, refused %v", s, d.refused, c.filed, c.reasons)
			}
			d.verify()
			leaves := size(d)
			if again := d.load(file); again.Filed != 0 || again.Known != s.Filed+s.Known || size(d) != leaves {
				t.Errorf("again: %v after %v", again, s)
			}
			if c.notes != nil {
				var codes []string
				for _, p := range Check(Opener{}, file).Problems {
					codes = append(codes, p.Code)
				}
				for _, code := range c.notes {
					if !slices.Contains(codes, code) {
						t.Errorf("notes %v, want %s", codes, code)
					}
				}
			}
		})
	}
}

// B08: amounts are read from their text, never through a float.
func TestHostileAmounts(t *testing.T) {
	d := openDesk(t)
	d.load(write(t, "in", strings.Replace(priced(`900719925474.93,"currency":"GBP"`), `"awardID"`, `"title":"c","awardID"`, 1)))
	d.read(func(v store.View) error {
		p, err := registry.Read(t.Context(), v, "a", registry.Moment{})
		if err == nil && p.Process.Contracts[0].Value.Minor != 90071992547493 {
			t.Errorf("%+v", p.Process.Contracts[0].Value)
		}
		return err
	})
}

// B10: three thousand of the largest amounts have no sum that is wrong, and no
// error.
func TestHostileSums(t *testing.T) {
	d := openDesk(t)
	var list []string
	for i := range ocds.MaxItems {
		list = append(list, fmt.Sprintf(`{"id":"c%d","awardID":"w","value":{"amount":999999999999.99,"currency":"GBP"}}`, i))
	}
	var text strings.Builder
	for i := range 3 {
		fmt.Fprintln(&text, strings.Replace(holding(`"contracts":[`+strings.Join(list, ",")+`]`), `"ocid":"a"`, fmt.Sprintf(`"ocid":"a%d"`, i), 1))
	}
	if s := d.load(write(t, "in", text.String())); s.Filed != 3 {
		t.Errorf("%v, refused %v", s, d.refused)
	}
	d.verify()
}

// B13: whatever the order in which two publishers' releases of one process come,
// the record is the same; the second publisher overwrites nothing; one id for
// two statements keeps both; the same bytes twice are known.
func TestHostileOrder(t *testing.T) {
	say := func(publisher, id, date, title string) string {
		return packaged(publisher, `{"ocid":"a","id":"`+id+`","date":"`+date+`","tag":["tender"],"initiationType":"tender","tender":{"id":"t","title":"`+title+`"}}`)
	}
	texts := []string{say("Police", "1", "2024-01-01T00:00:00Z", "Radios"), say("Police", "2", "2024-03-01T00:00:00Z", "Radios and masts"),
		say("Police", "2", "2024-03-01T00:00:00Z", "Radios or masts"), say("Portal", "9", "2024-04-01T00:00:00Z", "Phones")}
	want := ""
	for _, order := range [][]int{{0, 1, 2, 3}, {0, 3, 2, 1, 1}, {0, 2, 1, 0, 3}, {0, 3, 1, 2, 2, 3}} {
		d := openDesk(t)
		filed := 0
		for _, i := range order {
			filed += d.load(write(t, "in", texts[i])).Filed
		}
		record := ""
		d.read(func(v store.View) error {
			b, err := v.Record(t.Context(), "a")
			record = string(b)
			return err
		})
		if want == "" {
			want = record
		}
		if filed != 4 || record != want || strings.Contains(record, "Phones") {
			t.Errorf("%v: %d filed: %s", order, filed, record)
		}
		d.verify()
	}
}

// Strings that have broken others are filed as they are and come back the same.
func TestHostileStrings(t *testing.T) {
	path := shared(t, "data/suites/hostile/blns.json")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	list, err := ocds.ParseObject([]byte(`{"x":` + string(text) + `}`))
	if err != nil {
		t.Fatal(err)
	}
	d := openDesk(t)
	var lines strings.Builder
	n := 0
	for i, x := range ocds.Strings(list, "x") {
		release := ocds.Object{"ocid": fmt.Sprint("s", i), "id": "1", "date": "2024-01-01T00:00:00Z", "tag": []any{"tender"}, "tender": ocds.Object{"id": "t", "title": x}}
		if len(ocds.Check(release)) == 0 {
			lines.Write(append(ocds.Write(release), '\n'))
			n++
		}
	}
	file := filepath.Join(t.TempDir(), "naughty.jsonl")
	if err := os.WriteFile(file, []byte(lines.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if s := d.load(file); s.Filed != n || n < 400 {
		t.Errorf("%v of %d, refused %v", s, n, d.refused)
	}
	if got := strings.Join(bodies(d), "\n") + "\n"; got != lines.String() {
		t.Error("they came back changed")
	}
	d.verify()
}
