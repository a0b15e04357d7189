package registry

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"daylight/internal/access"
	"daylight/internal/ledger"
	"daylight/internal/store"
)

// Two people: ann of the police proposes, bob of the site approves.
var (
	ann = access.Actor{Kind: access.Signed, Person: "ann", Name: "Ann", Fresh: true,
		Roles: []access.Membership{{Organisation: "police", Person: "ann", Role: access.Publisher}}}
	bob = access.Actor{Kind: access.Signed, Person: "bob", Name: "Bob", Fresh: true,
		Roles: []access.Membership{{Person: "bob", Role: access.SiteAdmin}}}
)

func nothing(context.Context) error { return nil }

// propose asks for values of a release to be removed.
func (d *desk) propose(ocid string, seq int64, pointers ...string) int64 {
	d.Helper()
	id, err := d.registry.ProposeRedaction(d.Context(), ann, Redaction{
		OCID: ocid, Seq: seq, Pointers: pointers, Ground: "personal-data", Organisation: "police", AskedBy: "Police",
	}, nothing)
	d.must(err)
	return id
}

// redact has values of a release removed.
func (d *desk) redact(ocid string, seq int64, pointers ...string) {
	d.Helper()
	d.must(d.registry.ApproveRedaction(d.Context(), bob, d.propose(ocid, seq, pointers...), "Site administrator", nothing))
	d.check()
}

func (d *desk) report() (report Report) {
	d.Helper()
	d.must(d.reader.Read(d.Context(), func(v store.View) (err error) {
		report, err = Verify(d.Context(), v, Trust{})
		return err
	}))
	return report
}

// What was removed is gone, what stands keeps its place, its name and its
// events, and the ledger says so.
func TestARedaction(t *testing.T) {
	d := openDesk(t)
	d.file(neighbourhood()...)
	before := d.history("a", Moment{})
	i := slices.IndexFunc(before.Releases, func(s Statement) bool { return s.ID == "a-1" })
	old := before.Releases[i]
	leaves := read(d, func(ctx context.Context, v store.View) ([]store.LeafRow, error) { return v.Leaves(ctx, 0, old.Seq+1) })

	d.redact("a", old.Seq, "/contracts/0/title", "/contracts/0/value")

	after := d.history("a", Moment{})
	now := after.Releases[i]
	if len(after.Releases) != len(before.Releases) || now.ID != old.ID || now.Identity != old.Identity || now.Seq <= old.Seq {
		t.Errorf("stands %+v, was %+v", now, old)
	}
	body := read(d, releaseOf("a", now.Seq)).Body
	if strings.Contains(string(body), "Radios") || !strings.Contains(string(body), `"dateSigned":"2024-01-10T00:00:00Z"`) {
		t.Errorf("what stands: %s", body)
	}
	guids := map[string]bool{}
	for _, e := range after.Events {
		guids[e.GUID] = true
		if e.Kind == "contract-signed" && (e.Figures["value"] != nil || e.Cause != old.Identity) {
			t.Errorf("still told: %+v", e)
		}
	}
	signed := 0
	for guid, e := range d.published("a") {
		if e.Kind == "contract-signed" {
			signed++
			if e.Redacted == nil || !guids[guid] {
				t.Errorf("%+v stands without a tombstone, or not", e)
			}
		}
	}
	if signed != 1 {
		t.Errorf("%d events of the signing", signed)
	}
	if got := read(d, func(ctx context.Context, v store.View) ([]store.LeafRow, error) { return v.Leaves(ctx, 0, old.Seq+1) }); !cmp.Equal(got, leaves) {
		t.Error("an old leaf has changed")
	}
	report := d.report()
	if len(report.Redacted) != 1 {
		t.Fatalf("verify reports %+v", report)
	}
	x := report.Redacted[0]
	if x.Seq != old.Seq || x.Replacement != now.Seq || x.Ground != "personal-data" || x.AskedBy != "Police" || x.ApprovedBy != "Site administrator" {
		t.Errorf("tombstone %+v", x)
	}
	text := read(d, func(ctx context.Context, v store.View) ([]byte, error) { return v.Leaf(ctx, x.Leaf) })
	if leaf, err := ledger.ParseLeaf(text); err != nil || leaf.Kind != "redact" || leaf.Ground != x.Ground || *leaf.Target != old.Seq {
		t.Errorf("leaf %s %v", text, err)
	}
	// Known then: what stands is shown where that was which it stands for.
	if h := d.history("a", Moment{Log: old.Seq + 1}); !slices.ContainsFunc(h.Releases, func(s Statement) bool { return s.Seq == now.Seq }) {
		t.Error("the log as it was then has lost the statement")
	}
	rows := d.dump()
	d.rebuild()
	if d.dump() != rows {
		t.Error("deriving again gives other rows")
	}
}

// The original, and what stands in its place, are known: neither comes back.
func TestARedactedReleaseDoesNotComeBack(t *testing.T) {
	d := openDesk(t)
	original := release("Police", "a", "1", "2024-01-12", signed)
	d.file(original)
	d.redact("a", 0, "/contracts/0/title")
	stands := read(d, releaseOf("a", 2)).Body
	d.redact("a", 2, "/contracts/0/value/amount")
	size := d.size()
	for name, body := range map[string][]byte{"original": original.Body, "replaced since": stands, "stands": read(d, releaseOf("a", 4)).Body,
		"another layout": []byte(strings.ReplaceAll(string(original.Body), `":`, `" : `))} {
		if got := d.file(Submission{Body: body, Publisher: "Police"}); got.Filed != 0 || got.Known != 1 || d.size() != size {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if r := d.report(); len(r.Redacted) != 2 || r.Redacted[1].Place != 0 || r.Releases != 1 {
		t.Errorf("%+v", r)
	}
}

// An oversight body asks for the redaction of what it filed itself, and of
// nothing else; what is left of its own decision is still its own.
func TestABodyRedactsItsOwnDecision(t *testing.T) {
	d := openDesk(t)
	officer := access.Actor{Kind: access.Signed, Person: "ola", Fresh: true,
		Roles: []access.Membership{{Organisation: "body", Person: "ola", Role: access.OversightOfficer}}}
	decided := `"decisions":[{"id":"%s","type":"refused","status":"inForce","title":"No","decidedBy":"Jane Doe","body":{"name":"Overseer"}}]`
	d.file(release("Police", "a", "1", "2024-01-12", signed), release("Overseer", "a", "2", "2024-02-01", fmt.Sprintf(decided, "reported")))
	_, err := d.registry.File(d.Context(), access.Actor{Kind: access.Operator, Name: deskFiler.Name}, "desk", []Submission{release("Overseer", "a", "3", "2024-03-01", fmt.Sprintf(decided, "own"))})
	d.must(err)
	seqs := map[string]int64{}
	for _, r := range d.history("a", Moment{}).Releases {
		seqs[r.ID] = r.Seq
	}
	ask := func(id, pointer string) (int64, error) {
		return d.registry.ProposeRedaction(t.Context(), officer, Redaction{OCID: "a", Seq: seqs[id], Pointers: []string{pointer}, Ground: "personal-data",
			Organisation: "body", AskedBy: "Overseer"}, nothing)
	}
	for _, id := range []string{"1", "2"} { // another's, and what was imported under its name
		if _, err := ask(id, "/date"); !errors.Is(err, access.NotOwn) {
			t.Errorf("release %s: %v", id, err)
		}
	}
	id, err := ask("3", "/decisions/0/decidedBy")
	d.must(err)
	d.must(d.registry.ApproveRedaction(t.Context(), bob, id, "Site administrator", nothing))
	d.check()
	for _, x := range d.history("a", Moment{}).Process.Decisions {
		if x.ID == "own" && (x.DecidedBy != "" || !x.FiledByTheBody) || x.ID == "reported" && x.FiledByTheBody {
			t.Errorf("%+v", x)
		}
	}
}

// A body that is missing without a leaf, a tombstone without one, and one that
// says something else, are found.
func TestAMissingBodyNeedsALeaf(t *testing.T) {
	d := openDesk(t)
	d.file(neighbourhood()...)
	seq := d.history("a", Moment{}).Releases[1].Seq
	d.redact("a", seq, "/contracts/0/title", "/contracts/0/value")
	d.registry.Close()
	d.reader.Close()
	original, err := os.ReadFile(d.path)
	d.must(err)
	if err := tampered(t, original, ""); err != nil {
		t.Fatal(err)
	}
	expect(t, original, fmt.Sprintf("DELETE FROM releases WHERE seq = %d", seq+1))
	expect(t, original, "DELETE FROM redactions")
	expect(t, original, "UPDATE events SET redacted = NULL")
	expect(t, original, "UPDATE releases SET place = NULL")
	// Another release made to look removed, with a tombstone like the true one.
	expect(t, original, `INSERT INTO redactions SELECT r.ocid, r.seq, t.leaf, t.replacement, r.seq, r.release_id, r.date, r.tag, r.publisher, r.filer,
		r.batch, r.recorded_at, lower(hex(r.identity)), t.content, t.ground, t.pointers, t.asked_by, t.approved_by, t.at, t.salt
		FROM filed r, redactions t WHERE r.ocid = 'b' AND r.seq = (SELECT min(seq) FROM releases WHERE ocid = 'b')`)
}

// Whether the rest is filed before or after, in whatever order, what stands is
// the same.
func TestARedactionStandsWhereItStood(t *testing.T) {
	d := openDesk(t)
	var list []checked
	for _, s := range neighbourhood() {
		c, err := check(0, s)
		d.must(err)
		list = append(list, c)
	}
	const target = 1 // a-1, which most of the rest builds on
	proposal := store.Proposal{OCID: "a", Pointers: []string{"/contracts/0/value", "/contracts/0/period/endDate"}, Ground: "safety", AskedBy: "Police"}
	var want string
	r := rand.New(rand.NewPCG(1, 2))
	for range 12 {
		order := r.Perm(len(list))
		at := slices.Index(order, target)
		when := at + r.IntN(len(list)-at) // how many are filed before it is redacted, less one
		var got string
		err := d.registry.writer.Update(t.Context(), func(tx *store.Tx) error {
			for i, n := range order {
				f := &filing{ctx: t.Context(), tx: tx, registry: d.registry, who: clerk, touched: map[string]bool{}}
				if err := f.file([]checked{list[n]}); err != nil {
					return err
				}
				if i == at {
					proposal.Seq = f.log.last.Seq
				}
				if i == when {
					f := &filing{ctx: t.Context(), tx: tx, registry: d.registry, who: clerk, touched: map[string]bool{"a": true}}
					if err := f.redact(proposal, "Site administrator"); err != nil {
						return err
					}
				}
			}
			if err := tx.Flush(t.Context()); err != nil {
				return err
			}
			if _, err := Verify(t.Context(), tx.View, Trust{}); err != nil {
				return err
			}
			rows, err := dump(t.Context(), tx.View)
			got = unnumbered(rows)
			return errors.Join(err, errUndo)
		})
		if !errors.Is(err, errUndo) {
			t.Fatal(err)
		}
		if want == "" {
			want = got
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("order %v, redacted after %d: %s", order, when, diff)
		}
	}
}
