package exchange

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"daylight/internal/ocds"
	"daylight/internal/procurement"
	"daylight/internal/store"
)

// Of a file of compiled releases every rule finds what it finds in a record that
// holds the same and nothing else, about processes and about organisations.
func TestAFileIsJudgedAsARecordOfIt(t *testing.T) {
	t.Run("made up", func(t *testing.T) {
		var text strings.Builder
		if _, err := Compile(&text, Opener{}.Items(seeds(t)[1]), ocds.Compilation{}, func(err error) { t.Fatal(err) }); err != nil {
			t.Fatal(err)
		}
		for _, supplier := range strings.Fields("A A A A A A A A B C D D") {
			release := `{"ocid":"x-` + string(rune('a'+strings.Count(text.String(), "\n"))) + `","id":"1","date":"2024-01-02T00:00:00Z","tag":["compiled"],
				"buyer":{"id":"town","name":"Town"},"tender":{"procurementMethod":"limited","procurementMethodDetails":"direct award"},
				"awards":[{"id":"1","status":"active","date":"2024-01-01T00:00:00Z","value":{"amount":10,"currency":"GBP"},"suppliers":[{"id":"` + supplier + `","name":"` + supplier + `"}]}]}`
			text.WriteString(strings.NewReplacer("\n", "", "\t", "").Replace(release) + "\n")
		}
		judgedAsRecord(t, write(t, "compiled.jsonl", text.String()), "past-agreed-term", "awarded-without-competition", "buyer-without-competition")
	})
	t.Run("published", func(t *testing.T) {
		if raced || testing.Short() {
			t.Skip("NOT RUN: imports a thousand processes")
		}
		judgedAsRecord(t, shared(t, "data/canada/compiled-by-ocdsmerge.jsonl"), "many-modifications", "market-concentration", "supplier-share")
	})
}

// judgedAsRecord compares, and expects some results of each of the rules to be
// there that are not "not applicable".
func judgedAsRecord(t *testing.T, file string, rules ...string) {
	t.Helper()
	d := openDesk(t)
	if _, err := d.registry.AdvanceDay(t.Context(), clerk, "2026-11-23"); err != nil {
		t.Fatal(err)
	}
	if s := d.load(file); s.Filed == 0 || s.Refused > 0 {
		t.Fatalf("%v, refused %v", s, d.refused)
	}
	if _, err := d.registry.Survey(t.Context(), clerk); err != nil {
		t.Fatal(err)
	}
	var stored, judged bytes.Buffer
	d.read(func(v store.View) error { return Flags(t.Context(), v, "jsonl", &stored) })
	if done, err := judgement(t, "jsonl", file).Write(&judged); err != nil || done.Refused > 0 || done.Uncompiled > 0 {
		t.Fatalf("%+v: %v", done, err)
	}
	want, got := resultLines(t, stored.String()), resultLines(t, judged.String())
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("-recorded +judged:\n%s", diff)
	}
	for _, rule := range rules {
		if !slices.ContainsFunc(got, func(l string) bool {
			return strings.Contains(l, `"rule":"`+rule+`"`) && !strings.Contains(l, string(procurement.NotApplicable))
		}) {
			t.Errorf("nothing is said by %s", rule)
		}
	}
}

func judgement(t *testing.T, format string, files ...string) Judgement {
	return Judgement{Day: "2026-11-23", Format: format, Refuse: func(err error) { t.Log(err) },
		Items: func() iter.Seq2[*ocds.Item, error] { return Opener{}.Items(files...) }}
}

// resultLines are results in order, without what a record does not keep: the
// contract of one that is not raised.
func resultLines(t *testing.T, text string) (list []string) {
	t.Helper()
	for line := range strings.Lines(text) {
		var l FlagLine
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if l.State != procurement.Raised {
			l.Contract, l.Evidence = "", nil
		}
		again, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, string(again))
	}
	slices.Sort(list)
	return list
}

// Each format says the same, and holds whatever a text may hold.
func TestFormatsOfFlags(t *testing.T) {
	odd := `{"ocid":"a,\"b\"","id":"1","date":"2024-01-01T00:00:00Z","tag":["planning"],"tender":{"procurementMethod":"direct"},"awards":[{"id":"1","status":"active"}],
		"contracts":[{"id":" x\"\u2028,;=1","awardID":"1"}]}`
	file := write(t, "in.json", strings.ReplaceAll(odd, "\n", "")+"\n"+other)
	print := func(format string) string {
		var out bytes.Buffer
		done, err := judgement(t, format, file).Write(&out)
		if err != nil || done != (Judged{Processes: 2, Uncompiled: 2}) {
			t.Fatalf("%+v: %v", done, err)
		}
		return out.String()
	}
	var array, lines []FlagLine
	if err := json.Unmarshal([]byte(print("json")), &array); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(print("jsonl")) {
		var l FlagLine
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, l)
	}
	if diff := gocmp.Diff(array, lines); diff != "" {
		t.Error(diff)
	}
	rows, err := csv.NewReader(strings.NewReader(print("csv"))).ReadAll()
	if err != nil || len(rows) != len(lines)+1 {
		t.Fatalf("%d rows, %d lines: %v", len(rows), len(lines), err)
	}
	for i, row := range rows[1:] {
		l := lines[i]
		if row[0] != l.OCID || row[1] != l.Contract || row[2] != l.Rule || row[4] != string(l.State) || row[5] != strings.Join(l.Missing, " ") ||
			l.Evidence != nil && row[6] != l.Evidence.Summary {
			t.Errorf("%q of %+v", row, l)
		}
	}
}

// What cannot be filed is told once, with its place, and the rest is judged.
func TestAFileIsJudgedWithoutWhatCannotBeRead(t *testing.T) {
	var refused []error
	x := judgement(t, "json", write(t, "in.jsonl", good+"\n{oops\n"+bad+"\n"+other+"\n"))
	x.Refuse = func(err error) { refused = append(refused, err) }
	var out bytes.Buffer
	done, err := x.Write(&out)
	if err != nil || done != (Judged{Processes: 2, Refused: 2, Uncompiled: 2}) || len(refused) != 2 || !strings.Contains(refused[1].Error(), "2024-02-31") {
		t.Errorf("%+v: %v, refused %v", done, err, refused)
	}
	if text := out.String(); !strings.Contains(text, `"ocid":"a"`) || !strings.Contains(text, `"ocid":"b"`) || strings.Contains(text, `"ocid":"c"`) {
		t.Error(text)
	}
}

// It ends where nobody takes what it writes.
func TestJudgingEndsWhereItCannotWrite(t *testing.T) {
	closed, w := io.Pipe()
	closed.Close()
	if _, err := judgement(t, "csv", seeds(t)...).Write(w); !errors.Is(err, io.ErrClosedPipe) {
		t.Error(err)
	}
}
