package registry

import (
	"errors"
	"strings"
	"testing"
	"time"

	"daylight/internal/access"
)

const signed = `"contracts":[{"id":"c1","status":"active","title":"Radios","dateSigned":"2024-01-10T00:00:00Z",
	"period":{"startDate":"2024-01-10T00:00:00Z","endDate":"2024-12-31T00:00:00Z"},"value":{"amount":100,"currency":"GBP"}}]`

func TestFilingTwiceIsANoOp(t *testing.T) {
	d := openDesk(t)
	first := release("Police", "a", "a-1", "2024-01-12", signed)
	if got := d.file(first); got.Filed != 1 || got.Known != 0 {
		t.Fatalf("first filing: %+v", got)
	}
	size, rows, happened := d.size(), d.dump(), d.events()

	// The same content in another layout: other spacing, other order of members.
	other := Submission{Publisher: "Police", Body: []byte(`{ "tag": ["contract"], "initiationType": "tender",
		"contracts": [{"title":"Radios", "id":"c1", "status":"active", "value":{"currency":"GBP","amount":1e2},
		  "dateSigned":"2024-01-10T00:00:00Z",
		  "period":{"endDate":"2024-12-31T00:00:00Z","startDate":"2024-01-10T00:00:00Z"}}],
		"date": "2024-01-12T00:00:00Z", "id": "a-1", "ocid": "a" }`)}
	for name, again := range map[string]Submission{"the same bytes": first, "another layout": other} {
		got := d.file(again)
		if got.Filed != 0 || got.Known != 1 || len(got.OCIDs) != 0 {
			t.Errorf("%s: %+v, want it known", name, got)
		}
		if d.size() != size || d.dump() != rows || len(d.events()) != len(happened) {
			t.Errorf("%s: leaves, rows or events changed", name)
		}
	}
	if got := d.file(first, release("Police", "a", "a-2", "2024-02-01", ""), other); got.Filed != 1 || got.Known != 2 {
		t.Errorf("new among known: %+v", got)
	}
}

// Publishers reuse ids: another statement under the same id is another release.
func TestAnIDIsNotAKey(t *testing.T) {
	d := openDesk(t)
	d.file(release("Police", "a", "1", "2024-01-12", signed))
	if got := d.file(release("Police", "a", "1", "2024-01-12", `"language":"en"`)); got.Filed != 1 {
		t.Errorf("another statement under the same id: %+v", got)
	}
}

// The first bytes seen are the ones stored and served.
func TestTheBytesReceivedAreKept(t *testing.T) {
	d := openDesk(t)
	want := release("Police", "a", "1", "2024-01-12", signed).Body
	d.file(Submission{Publisher: "Police", Body: want})
	h := d.history("a", Moment{})
	r := read(d, releaseOf("a", h.Releases[0].Seq))
	if string(r.Body) != string(want) {
		t.Errorf("stored %s, received %s", r.Body, want)
	}
	if r.Filer != "clerk" || r.Publisher != "Police" || h.Releases[0].Publisher != "Police" {
		t.Errorf("filed by %q, published by %q", r.Filer, r.Publisher)
	}
}

func TestARefusalFilesNothingAndSaysWhy(t *testing.T) {
	good := release("Police", "a", "1", "2024-01-12", signed)
	for name, c := range map[string]struct {
		body string
		says []string // pointer, value, rule
	}{
		"no ocid":           {`{"id":"1","date":"2024-01-01T00:00:00Z"}`, []string{"/ocid", "names its contracting process"}},
		"no such day":       {`{"ocid":"b","date":"2024-02-30T00:00:00Z"}`, []string{"/date", "2024-02-30", "a day that exists"}},
		"unknown code":      {`{"ocid":"b","date":"2024-02-01","decisions":[{"id":"d","type":"forbidden"}]}`, []string{"/decisions/0/type", "forbidden", "refused, approved"}},
		"no item id":        {`{"ocid":"b","date":"2024-02-01","disputes":[{"id":"x","values":[{"says":"y"}]}]}`, []string{"/disputes/0/values/0/id", "has an id"}},
		"control character": {`{"ocid":"b","date":"2024-02-01","tender":{"title":"a\u0007b"}}`, []string{"/tender/title", "control characters"}},
		"not an object":     {`[1]`, []string{"one JSON object"}},
		"not JSON":          {`{"ocid":`, []string{"one JSON object"}},
		"duplicate member":  {`{"ocid":"b","ocid":"c","date":"2024-02-01"}`, []string{"one JSON object"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := openDesk(t)
			empty := d.dump()
			err := d.refuse(good, Submission{Body: []byte(c.body), Publisher: "Police"})
			var rejected *Rejected
			if !errors.As(err, &rejected) || rejected.Index != 1 {
				t.Fatalf("got %v, want the second release rejected", err)
			}
			for _, want := range c.says {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not say %q", err, want)
				}
			}
			if d.size() != 0 || d.dump() != empty {
				t.Error("something was filed")
			}
			if CheckSubmission(good) != nil || !errors.As(CheckSubmission(Submission{Body: []byte(c.body)}), new(*Rejected)) {
				t.Error("CheckSubmission disagrees with File")
			}
		})
	}
}

func TestOnlyTheServerFiles(t *testing.T) {
	d := openDesk(t)
	public := access.Actor{Kind: access.Public}
	_, file := d.registry.File(d.Context(), public, "web", []Submission{release("Police", "a", "1", "2024-01-12", signed)})
	_, day := d.registry.AdvanceDay(d.Context(), public, "2024-01-01")
	_, rebuild := d.registry.Rebuild(d.Context(), public)
	for name, err := range map[string]error{"file": file, "day": day, "rebuild": rebuild} {
		if !errors.Is(err, ErrDenied) {
			t.Errorf("%s: %v, want ErrDenied", name, err)
		}
	}
	if d.size() != 0 {
		t.Error("something was filed")
	}
}

// The clock of the machine may step back; the times of the ledger do not.
func TestLeavesAreInOrderOfTime(t *testing.T) {
	d := openDesk(t)
	d.file(release("Police", "a", "1", "2024-01-12", signed))
	d.registry.now = func() time.Time { return time.Unix(0, 0) }
	d.file(release("Police", "a", "2", "2024-01-13", ""))
	list := d.history("a", Moment{}).Releases
	if list[0].RecordedAt > list[1].RecordedAt {
		t.Errorf("recorded at %s, then at %s", list[0].RecordedAt, list[1].RecordedAt)
	}
}
