package ocds

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const said = `{"ocid":"a", "id":"1","date":"2024-01-01","buyer":{"id":"b","name":"Police"},"value":{"amount":1.50,"currency":"GBP"},
 "awards":[{"id":"x","suppliers":[{"id":"s","name":"Radio \u004ctd"},{"id":"t","name":"Mast Ltd"}]}],"a/b":{"~":"odd"}}`

func TestWithout(t *testing.T) {
	for _, c := range []struct{ pointers, want string }{
		{"/buyer/name", `{"ocid":"a","id":"1","date":"2024-01-01","buyer":{"id":"b"},"value":{"amount":1.50,"currency":"GBP"},"awards":[{"id":"x","suppliers":[{"id":"s","name":"Radio \u004ctd"},{"id":"t","name":"Mast Ltd"}]}],"a/b":{"~":"odd"}}`},
		{"/awards/0/suppliers/0 /value/amount /a~1b/~0", `{"ocid":"a","id":"1","date":"2024-01-01","buyer":{"id":"b","name":"Police"},"value":{"currency":"GBP"},"awards":[{"id":"x","suppliers":[{"id":"t","name":"Mast Ltd"}]}]}`},
		{"/awards/0/suppliers/0/id /awards/0/suppliers/0/name /awards/0/suppliers/1 /awards/0/id /buyer /value /a~1b", `{"ocid":"a","id":"1","date":"2024-01-01"}`},
	} {
		got, err := Without([]byte(said), strings.Fields(c.pointers))
		if err != nil || string(got) != c.want {
			t.Errorf("%s:\n got %s %v\nwant %s", c.pointers, got, err, c.want)
		}
	}
	for pointers, want := range map[string]string{
		"/ocid": "which statement", "/date": "which statement", "/buyer/nothing": "is not in", "/buyer/id": "remove all of it",
		"/awards/0/suppliers/2": "is not in", "buyer": "is not in",
	} {
		if _, err := Without([]byte(said), []string{pointers}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", pointers, err, want)
		}
	}
}

// Whatever is removed is gone, and all else stays as it was.
func TestWithoutLeavesTheRest(t *testing.T) {
	all, err := Values([]byte(said))
	if err != nil || len(all) != 13 {
		t.Fatalf("%v %v", all, err)
	}
	rapid.Check(t, func(t *rapid.T) {
		gone := map[string]bool{}
		var pointers []string
		for _, v := range all[3:] {
			if rapid.Bool().Draw(t, v.Pointer) {
				gone[v.Pointer] = true
				pointers = append(pointers, v.Pointer)
			}
		}
		body, err := Without([]byte(said), pointers)
		if err != nil {
			if !strings.Contains(err.Error(), "remove all of it") {
				t.Fatal(err)
			}
			return
		}
		left, err := Values(body)
		if err != nil {
			t.Fatal(err)
		}
		i := 0
		for _, v := range all {
			if gone[v.Pointer] {
				continue
			}
			if i >= len(left) || left[i].Text != v.Text {
				t.Fatalf("%v: %s at %s is lost from %s", pointers, v.Text, v.Pointer, body)
			}
			i++
		}
		if i != len(left) {
			t.Fatalf("%v: more than was: %s", pointers, body)
		}
	})
}
