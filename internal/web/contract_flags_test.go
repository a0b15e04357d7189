package web

import (
	"slices"
	"testing"
)

// What a rule gives as figures is read by people: days and yes or no in words.
func TestFiguresAreWords(t *testing.T) {
	got := figures(map[string]any{
		"dueDate": "2023-09-30", "signed": "2026-05", "since": "2026", "taken": true, "open": false, "steps": 2, "refusedIn": "daylight-2026-05",
		"releases": []any{"a"},
	})
	want := []figure{{"due date", "30 September 2023"}, {"open", "no"}, {"refused in", "daylight-2026-05"}, {"signed", "May 2026"}, {"since", "2026"},
		{"steps", "2"}, {"taken", "yes"}}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
