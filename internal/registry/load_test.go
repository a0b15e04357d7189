package registry

import (
	"context"
	"errors"
	"slices"
	"testing"

	"daylight/internal/access"
	"daylight/internal/ocds"
	"daylight/internal/store"
)

// load loads a batch of one good release and one that was held.
func (d *desk) load(held Held) (Batch, Result) {
	d.Helper()
	p, err := Prepare(release("Police", "a", "1", "2024-01-12", signed))
	d.must(err)
	b := Batch{
		Origin:   store.Origin{Source: "A mirror", URL: "https://example.org/x", Licence: "OGL"},
		Releases: []Prepared{p}, Held: []Held{held}, Files: []string{"in.zip"},
		Read: []store.File{{Name: "in.zip", SHA256: "ab", Size: 12}},
	}
	result, err := d.registry.Load(d.Context(), clerk, b)
	d.must(err)
	d.check()
	return b, result
}

func (d *desk) held() []Held {
	d.Helper()
	return read(d, func(ctx context.Context, v store.View) ([]Held, error) { return v.Quarantine(ctx, true) })
}

var wrong = Held{
	File: "in.zip", Member: "in.zip!a.json", Document: 1, Pointer: "/releases/3", Offset: 77, Publisher: "Town",
	Reason: string(ocds.BadDate), Sentence: "no such day", Body: release("Town", "b", "1", "2024-02-01", signed).Body,
}

// A batch keeps what was filed, what was held, and where all of it came from;
// loaded again it changes nothing.
func TestABatchIsLoadedOnce(t *testing.T) {
	d := openDesk(t)
	b, result := d.load(wrong)
	if result.Filed != 1 || result.Processes != 1 {
		t.Errorf("%+v", result)
	}
	size, rows := d.size(), d.dump()
	again, err := d.registry.Load(t.Context(), clerk, b)
	d.must(err)
	if again.Filed != 0 || again.Known != 1 || again.Processes != 0 || d.size() != size || d.dump() != rows {
		t.Errorf("loaded again: %+v", again)
	}
	list := d.held()
	if len(list) != 1 {
		t.Fatalf("%d held", len(list))
	}
	h := list[0]
	if h.Origin != b.Origin || h.FileSHA256 != "ab" || h.Pointer != wrong.Pointer || h.RecordedAt == "" || h.FiledAt != "" {
		t.Errorf("held %+v", h)
	}
	r := read(d, releaseOf("a", d.history("a", Moment{}).Releases[0].Seq))
	got := read(d, func(ctx context.Context, v store.View) (store.Batch, error) { return v.Batch(ctx, r.Batch) })
	files := read(d, func(ctx context.Context, v store.View) ([]store.File, error) { return v.BatchFiles(ctx, r.Batch) })
	if got.Origin != b.Origin || got.Filer != clerk.Name || !slices.Equal(files, b.Read) {
		t.Errorf("%+v of %v", got, files)
	}
}

// What was held and can be filed by now is, under the publisher and origin it
// came with.
func TestRetryFilesWhatItCan(t *testing.T) {
	d := openDesk(t)
	b, _ := d.load(wrong)
	id := d.held()[0].ID
	result, err := d.registry.Retry(t.Context(), clerk, id)
	d.must(err)
	d.check()
	if result.Filed != 1 || d.held()[0].FiledAt == "" {
		t.Errorf("%+v, held %+v", result, d.held())
	}
	if held := read(d, func(ctx context.Context, v store.View) ([]Held, error) { return v.Quarantine(ctx, false) }); len(held) != 0 {
		t.Errorf("still held: %v", held)
	}
	r := read(d, releaseOf("b", d.history("b", Moment{}).Releases[0].Seq))
	got := read(d, func(ctx context.Context, v store.View) (store.Batch, error) { return v.Batch(ctx, r.Batch) })
	if r.Publisher != "Town" || got.Origin != b.Origin {
		t.Errorf("%+v of %+v", r, got)
	}
}

func TestRetryRefusesWhatItCannot(t *testing.T) {
	for name, body := range map[string][]byte{"still wrong": []byte(`{"ocid":"b"}`), "not kept": nil} {
		d := openDesk(t)
		h := wrong
		h.Body = body
		d.load(h)
		size := d.size()
		_, err := d.registry.Retry(t.Context(), clerk, d.held()[0].ID)
		if _, ok := errors.AsType[*Rejected](err); !ok || d.size() != size || d.held()[0].FiledAt != "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	d := openDesk(t)
	if _, err := d.registry.Retry(t.Context(), clerk, 7); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("nothing there: %v", err)
	}
	if _, err := d.registry.Retry(t.Context(), access.Actor{Kind: access.Public}, 7); !errors.Is(err, ErrDenied) {
		t.Errorf("the public: %v", err)
	}
}
