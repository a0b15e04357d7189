package cardinal

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	gocmp "github.com/google/go-cmp/cmp"

	"daylight/internal/ocds"
)

// What the packaging is does not change the result.
func TestPackagings(t *testing.T) {
	g := newGenerator(11)
	g.oddity = 0
	lines := g.lines(1300)
	list := strings.Split(strings.TrimSuffix(lines, "\n"), "\n")
	want := calculate(t, Default(), Options{Maps: true}, lines, true)
	for name, text := range map[string]string{
		"no last line break":     strings.TrimSuffix(lines, "\n"),
		"blank lines, CRLF, BOM": "\ufeff\r\n" + strings.ReplaceAll(lines, "\n", "\r\n \n"),
		"an array":               "[" + strings.Join(list, ",\n") + "]",
		"a release package":      "{\n\"releases\":[" + strings.Join(list, ",") + "]}",
		"packages in lines":      `{"releases":[` + strings.Join(list[:400], ",") + "]}\n" + strings.Join(list[400:900], "\n") + "\n[" + strings.Join(list[900:], ",") + "]",
		"records":                `{"records":[{"ocid":"x","compiledRelease":` + strings.Join(list, `},{"ocid":"x","compiledRelease":`) + "}]}",
		"all on one line":        strings.Join(list, " "),
		"a long line":            strings.Join(list[:10], "\n") + "\n" + strings.Repeat(" ", 3<<20) + strings.Join(list[10:], "\n"),
	} {
		if diff := gocmp.Diff(want, calculate(t, Default(), Options{Maps: true}, text, true)); diff != "" {
			t.Errorf("%s: lines -, this +:\n%s", name, diff)
		}
	}
}

// What cannot be read is reported where it stands, and the rest is computed.
func TestRefusals(t *testing.T) {
	good := `{"ocid":"F","tender":{"procurementMethod":"open","numberOfTenderers":1}}` + "\n"
	padding := strings.Repeat(good, 20000) // more than a chunk
	deep := `{"ocid":"deep","x":` + strings.Repeat("[", 200) + strings.Repeat("]", 200) + "}\n"
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"a bad line", good + "{\"ocid\":\n" + good, []string{fmt.Sprintf("1 %d", len(good)+8)}},
		{"a bad line far in", padding + "{]}\n" + good, []string{fmt.Sprintf("20000 %d", len(padding)+1)}},
		{"no object", good + "12\n", []string{fmt.Sprintf("1 %d", len(good))}},
		{"nested too deep", good + deep, []string{fmt.Sprintf("1 %d", len(good))}},
		{"not JSON at all", "ocid,buyer\n1,2\n", []string{"0 0"}},
		{"too long a line", good + `{"ocid":"` + strings.Repeat("x", ocds.MaxRelease) + "\"}\n" + good, []string{fmt.Sprintf("1 %d", len(good))}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			calculation := New(Default(), Options{})
			calculation.Refuse = func(err error) {
				e := err.(*ocds.ReadError)
				got = append(got, fmt.Sprint(e.Document, " ", e.Offset))
			}
			calculation.Read("file", iotest.HalfReader(strings.NewReader(c.text)))
			if diff := gocmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			if raised := calculation.Result().Groups[OCID]["F"]; (len(raised) != 1) != (c.name == "not JSON at all") {
				t.Error("the rest: ", raised)
			}
		})
	}
}

// An error of the file is told, and what was read before it counts.
func TestTornFile(t *testing.T) {
	torn := fmt.Errorf("torn")
	var told error
	c := New(Default(), Options{})
	c.Refuse = func(err error) { told = err }
	c.Read("file", io.MultiReader(strings.NewReader(`{"ocid":"F","tender":{"procurementMethod":"open","numberOfTenderers":1}}`+"\n"), iotest.ErrReader(torn)))
	if !errors.Is(told, torn) || len(c.Result().Groups[OCID]) != 1 {
		t.Error(told)
	}
}
