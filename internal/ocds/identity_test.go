package ocds

import (
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// sameIdentity checks a release read against its text.
func sameIdentity(t interface {
	Helper()
	Errorf(string, ...any)
}, text []byte) {
	t.Helper()
	r, err := ReadRelease(text)
	if err != nil {
		return
	}
	want, wrong := Identity(text)
	if got, err := r.Identity(); got != want && wrong == nil || (err == nil) != (wrong == nil) {
		form, _ := r.n.appendCanonical(nil)
		t.Errorf("%q has another identity as a release: %q (%v, %v)", text, form, err, wrong)
	}
}

func TestAReleaseHasTheIdentityOfItsText(t *testing.T) {
	for _, value := range []string{
		`0`, `-0`, `0.0`, `-0.5`, `1e400`, `-1e400`, `1e-400`, `100`, `100.0`, `1.50`, `12345678.25`, `999999999999999`, `9007199254740993`,
		`123456789012345678901234567890`, `1e21`, `1E2`, `0.000001`, `0.0000001`, `1234567890.123456789`, `5e-324`,
		`"\u0041\/\u00e9\u2028\ud83d\ude00\n\b\u0007\u007f"`, `"<&>"`, `[]`, `{}`, ` [ 1 , { "b" : null , "a" : true } ] `,
		`{"\ufb33":1,"😀":2,"é":3,"z":4,"\u0080":5}`, `{"a":{"😀":{"\uffff":1,"b":[{}]}}}`,
	} {
		sameIdentity(t, []byte(`{"z":1,"value": `+value+` ,"a":"x"}`))
	}
}

func TestAnyReleaseHasTheIdentityOfItsText(t *testing.T) {
	number := rapid.OneOf(
		rapid.Map(rapid.Float64Range(-math.MaxFloat64, math.MaxFloat64), func(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }),
		rapid.StringMatching(`-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,12})?([eE][+-]?[0-9]{1,3})?`),
	)
	text := rapid.Map(rapid.String(), func(s string) string { return string(Write(s)) })
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		b.WriteByte('{')
		for i, name := range rapid.SliceOfNDistinct(rapid.String(), 0, 8, rapid.ID).Draw(t, "names") {
			if i > 0 {
				b.WriteString(" ,\n")
			}
			b.WriteString(string(Write(name)) + ": " + rapid.OneOf(number, text).Draw(t, "value"))
		}
		b.WriteByte('}')
		sameIdentity(t, []byte(b.String()))
	})
}

func TestPublishedReleasesHaveTheIdentityOfTheirTexts(t *testing.T) {
	names := append(sharedGlob(t, "suites", "JSONTestSuite", "y_object*.json"), sharedGlob(t, "uk", "fts", "*.json")...)
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sameIdentity(t, text)
	}
}
