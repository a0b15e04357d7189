package cardinal

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

// What the scanner takes is JSON, and what it refuses is not, or nests too
// deep, or is no UTF-8, or has half of a surrogate pair.
func FuzzRelease(f *testing.F) {
	f.Add(newGenerator(3).lines(1))
	for _, s := range []string{`{"ocid":"a"}`, `[1,-0.5e+3,{"a":[null,true,false]},"\ud83d\ude00\n"]`, `{"bids":{"details":[{"tenderers":[{"id":"x"}]}]},"bids":1}`,
		`"\ud800"`, `{"a":01}`, `{"a":1,}`, "\"\x00\"", strings.Repeat("[", 127) + strings.Repeat("]", 127), `{"auctions":[{"stages":[{"bids":[{}]}]}],"contracts":[{"awardID":1}]}`} {
		f.Add(s)
	}
	prepare := newPreparing(parsed(f, newGenerator(4).preparation()))
	f.Fuzz(func(t *testing.T, s string) {
		var r release
		x := reader{}
		err := x.read([]byte(s), &r)
		if err == nil && !(json.Valid([]byte(s)) && utf8.ValidString(s)) {
			t.Fatal("taken, and not JSON")
		}
		if err != nil && json.Valid([]byte(s)) && utf8.ValidString(s) && !strings.Contains(s, `\u`) && strings.Count(s, "[")+strings.Count(s, "{") <= maxDepth {
			t.Fatal("JSON, and not taken")
		}
		x.prepare = prepare
		if prepared := x.read([]byte(s), &r); (prepared == nil) != (err == nil) {
			t.Fatal("prepared, it reads otherwise")
		}
	})
}

// A settings file is read, or refused with the line.
func FuzzSettings(f *testing.F) {
	f.Add(newGenerator(5).ini() + newGenerator(5).preparation())
	f.Add("[R003\n=\n")
	f.Add("currency: 'USD'\r\n[R024]\r\nthreshold = x")
	f.Fuzz(func(t *testing.T, ini string) {
		s, err := ReadSettings(strings.NewReader(ini))
		if err == nil {
			c := New(s, Options{Maps: true, Prepare: true})
			c.Read("", strings.NewReader(`{"ocid":"1","bids":{"details":[{"status":"valid","tenderers":[{"id":"a"}]}]}}`))
			c.Result()
		} else if s != nil {
			t.Fatal("refused, and read")
		}
	})
}
