package ocds

import (
	"strings"
	"testing"
)

func TestSortReleases(t *testing.T) {
	// Each line is a date and an id, in merge order.
	lines := strings.Split(strings.TrimSpace(`
|no date
13/05/2020|not a date
soon|not a date
2019|a year
2020-01-01T00:00:00+01:00|earlier than midnight UTC
2020-01-01|a day
2020-05-01T10:00:00+02:00|a
2020-05-01T08:00:00Z|b
2020-05-01 08:00:00|c
2020-05-01T08:00:00.5Z|half a second on
2020-05-01T09:00|no seconds, no zone`), "\n")
	backwards := []Object{}
	for _, line := range lines {
		date, id, _ := strings.Cut(line, "|")
		o := Object{"date": date, "id": id}
		if date == "" {
			delete(o, "date")
		}
		backwards = append([]Object{o}, backwards...)
	}
	for i, r := range SortReleases(backwards) {
		if got := String(r, "date") + "|" + String(r, "id"); got != lines[i] {
			t.Errorf("place %d: %s, want %s", i, got, lines[i])
		}
	}
}

// The same date and id: the identity decides, whatever order they came in.
func TestSortReleasesByIdentity(t *testing.T) {
	a, b := Object{"id": "1", "x": Number("1")}, Object{"id": "1", "x": Number("2")}
	one, two := SortReleases([]Object{a, b}), SortReleases([]Object{b, a})
	for i := range one {
		if String(one[i], "x") != String(two[i], "x") {
			t.Fatalf("order of filing decided: %v, %v", one, two)
		}
	}
	identity, err := Identity([]byte(`{"id":"1", "x":1}`))
	if err != nil {
		t.Fatal(err)
	}
	other, _ := Identity([]byte(`{"x":2,"id":"1"}`))
	first := MergeKey{ID: "1", Identity: identity}.Compare(MergeKey{ID: "1", Identity: other}) < 0
	if first != (String(one[0], "x") == "1") {
		t.Error("MergeKey and SortReleases disagree")
	}
}
