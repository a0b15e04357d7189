package registry

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"daylight/internal/access"
	"daylight/internal/ledger"
	"daylight/internal/ocds"
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

func TestWhoMayRedact(t *testing.T) {
	d := openDesk(t)
	d.file(release("Police", "a", "1", "2024-01-12", signed))
	want := Redaction{OCID: "a", Pointers: []string{"/contracts/0/title"}, Ground: "safety", Organisation: "police", AskedBy: "Police"}
	both := ann
	both.Roles = append(slices.Clone(ann.Roles), bob.Roles...)
	other := ann
	other.Roles = []access.Membership{{Organisation: "other", Person: "ann", Role: access.Publisher}}
	for name, who := range map[string]access.Actor{"public": {Kind: access.Public}, "administrator": bob, "other organisation": other} {
		if _, err := d.registry.ProposeRedaction(t.Context(), who, want, nothing); err == nil {
			t.Errorf("%s may propose", name)
		}
	}
	id, err := d.registry.ProposeRedaction(t.Context(), both, want, nothing)
	d.must(err)
	stale := bob
	stale.Fresh = false
	for name, who := range map[string]access.Actor{"the proposer, an administrator too": both, "public": {Kind: access.Public}, "publisher": ann, "no new code": stale} {
		if err := d.registry.ApproveRedaction(t.Context(), who, id, "x", nothing); err == nil {
			t.Errorf("%s may approve", name)
		}
	}
	var no *NotRedacted
	if err := d.registry.ApproveRedaction(t.Context(), clerk, id, "x", nothing); !errors.As(err, &no) {
		t.Errorf("a command carries out what no court ordered: %v", err)
	}
	d.must(d.registry.ApproveRedaction(t.Context(), bob, id, "Site administrator", nothing))
	if err := d.registry.ApproveRedaction(t.Context(), bob, id, "x", nothing); !errors.Is(err, access.ErrRepeated) {
		t.Errorf("approved twice: %v", err)
	}
	d.check()

	// The schema itself wants two, and a known ground.
	db, err := sql.Open("sqlite3", "file:"+d.path)
	d.must(err)
	defer db.Close()
	for _, statement := range []string{
		"UPDATE redaction_proposals SET approved_by = proposed_by", "UPDATE redaction_proposals SET proposed_by = ''",
		"UPDATE redaction_proposals SET ground = 'dislike'", "UPDATE redactions SET approved_by = ''",
	} {
		_, err := db.ExecContext(t.Context(), statement)
		if err == nil || !strings.Contains(err.Error(), "CHECK") {
			t.Errorf("%s: %v", statement, err)
		}
	}
}

func TestWhatCannotBeRedacted(t *testing.T) {
	d := openDesk(t)
	d.file(release("Police", "a", "1", "2024-01-12", `"buyer":{"name":"Avon Police"},"decisions":[{"id":"d","type":"refused","status":"inForce"}]`))
	for name, c := range map[string]struct {
		x           Redaction
		field, says string
	}{
		"no ground":      {Redaction{Pointers: []string{"/buyer"}, AskedBy: "x"}, "ground", "ground"},
		"another ground": {Redaction{Pointers: []string{"/buyer"}, AskedBy: "x", Ground: "embarrassing"}, "ground", "ground"},
		"nothing":        {Redaction{AskedBy: "x", Ground: "safety"}, "pointers", "Choose"},
		"not there":      {Redaction{Pointers: []string{"/seller"}, AskedBy: "x", Ground: "safety"}, "pointers", "not in the release"},
		"the date":       {Redaction{Pointers: []string{"/date"}, AskedBy: "x", Ground: "safety"}, "pointers", "which statement"},
		"an id alone":    {Redaction{Pointers: []string{"/decisions/0/id"}, AskedBy: "x", Ground: "safety"}, "pointers", "remove all of it"},
		"a note of it":   {Redaction{Pointers: []string{"/buyer/name"}, AskedBy: "x", Ground: "safety", Note: "Avon Police is wrong"}, "note", "other words"},
		"nobody asks":    {Redaction{Pointers: []string{"/buyer/name"}, Ground: "safety"}, "organisation", "asks"},
	} {
		c.x.OCID, c.x.Organisation = "a", "police"
		_, err := d.registry.ProposeRedaction(t.Context(), ann, c.x, nothing)
		var no *NotRedacted
		if !errors.As(err, &no) || no.Field != c.field || !strings.Contains(no.Sentence, c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := d.registry.ProposeRedaction(t.Context(), ann, Redaction{OCID: "a", Seq: 7, Organisation: "police"}, nothing); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("no such release: %v", err)
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

// B31: a random word in every kind of field of a release, and all bytes of it are
// gone: from the file, from the write-ahead log beside it, from quarantine and
// from a backup made after.
func TestNoByteIsLeft(t *testing.T) {
	d := openDesk(t)
	d.trusting = true
	d.file(neighbourhood()...)
	word := canary()
	body := canaryRelease("a", "w-1", word)
	d.file(Submission{Body: body, Publisher: "Police"})
	seq := d.size() - 1
	// Told again in other words, so that old rows and index entries were replaced before.
	d.file(release("Police", "a", "w-2", "2024-05-02", `"tender":{"title":"Radios again"}`))
	d.file(release("Police", "b", "b-9", "2025-06-02", `"tender":{"title":"More radios again"}`))
	// The release came from a file of that name; and much of it was written at the desk.
	d.alter("UPDATE batches SET source = 'import of ' || $1 || '_ten', source_url = 'https://example.org/' || $1 || '9' WHERE id = (SELECT batch FROM releases WHERE seq = $2)", word, seq)
	d.alter("INSERT INTO files VALUES (91, $1 || '-Ten.json', '', 0)", word)
	d.alter("INSERT INTO batch_files SELECT batch, 91 FROM releases WHERE seq = $1", seq)
	d.alter("INSERT INTO redaction_proposals VALUES (90, 'a', $1, '[]', 'safety', 'about ' || $2 || ' ten', 'police', 'Police', 'ann', '', '', 'ann', '2024-05-01T00:00:00Z')", seq, word)
	d.write(word, body)
	_, err := d.registry.Load(t.Context(), clerk, Batch{Files: []string{"f", word + "%20ten.zip"}, Held: []Held{
		{File: word + "%20ten.zip", Member: word + "%20ten.zip/e", Reason: "bad-date", Sentence: "no date", Body: body},
		{File: "f", Member: "f", Reason: "bad-date", Sentence: "the date " + word + " is none", Body: body},
		{File: "f", Member: "g", Reason: "bad-json", Sentence: "cut off", Body: body[:len(body)-9]},
		{File: "f", Member: "h", Reason: "bad-json", Sentence: "cut off", Body: []byte(`{"ocid":"a","title":"else"`)},
	}})
	d.must(err)
	if hits := d.hits(word); hits["record.db"]+hits["record.db-wal"] == 0 {
		t.Fatal("the word was never in the file")
	}
	values, err := ocds.Values(body)
	d.must(err)
	var pointers []string
	for _, v := range values {
		if strings.Contains(v.Text, word) {
			pointers = append(pointers, v.Pointer)
		}
	}
	if len(pointers) < 20 {
		t.Fatalf("only %d fields", len(pointers))
	}
	d.redact("a", seq, pointers...)
	d.must(d.verify())
	d.must(store.Copy(t.Context(), d.path, filepath.Join(filepath.Dir(d.path), "backup.db")))
	for file, n := range d.hits(word) {
		if n > 0 {
			t.Errorf("%s: the word is there %d times", file, n)
		}
	}
	held := read(d, func(ctx context.Context, v store.View) ([]store.Held, error) { return v.Quarantine(ctx, true) })
	var kept []string
	for _, h := range held {
		kept = append(kept, h.Member+" "+h.Reason)
	}
	slices.Sort(kept)
	if !slices.Equal(kept, []string{"f redacted", "g redacted", "h bad-json", "removed-1 redacted"}) {
		t.Errorf("quarantine: %v", kept)
	}
	for query, want := range map[string]string{
		"SELECT group_concat(id) FROM drafts":                                         "else",
		"SELECT group_concat(words, '|') FROM (SELECT words FROM tickets ORDER BY 1)": "It is late.|It is right.|It is wrong.|What was written here was removed, by entry",
		"SELECT group_concat(key) FROM requests":                                      "l",
		"SELECT note FROM redaction_proposals WHERE id = 90":                          "The note was removed, by entry",
		"SELECT count(*) FROM draft_versions":                                         "0",
	} {
		if got := d.value(query); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s", query, got)
		}
	}
	rows := d.dump()
	d.rebuild()
	if d.dump() != rows || strings.Contains(rows, word) {
		t.Error("deriving again gives other rows, or the word")
	}
}

// write has the word written wherever the desk keeps something: drafts with
// their versions, tickets, answers to programs. The security log is asked to
// hold nothing of what was done with them.
func (d *desk) write(word string, body []byte) {
	d.Helper()
	rows := store.NewAccounts(d.registry.writer, d.reader)
	drafts, tickets, requests := store.NewTable[Draft](rows, "drafts", 1), store.NewTable[Ticket](rows, "tickets", 1), store.NewTable[Request](rows, "requests", 2)
	put := func(_ bool, err error) { d.Helper(); d.must(err) }
	for id, change := range map[string]func(*Draft){
		"fields": func(x *Draft) { x.Fields = url.Values{"title": {word + " one here"}}.Encode() },
		"body":   func(x *Draft) { x.Body, x.Hash = string(body), "h" },
		"inside": func(x *Draft) {
			x.Body, x.Hash = `{"ocid":"a","title":"of \u`+fmt.Sprintf("%04x", word[0])+word[1:]+` one"}`, "h"
		},
		"title": func(x *Draft) { x.Title = "About " + word + " sixteen" },
		"note":  func(x *Draft) { x.Note = word + " ten is wrong" },
		"new":   func(x *Draft) { x.OCID, x.Fields = "", "title="+word+"+one" },
		"past":  func(x *Draft) { d.alter("INSERT INTO draft_versions VALUES ('past', 1, $1, '')", "title="+word+"+one") },
	} {
		x := Draft{ID: id, Organisation: "police", Author: "ann", Form: "award", OCID: "a", State: DraftOpen, Seq: -1}
		change(&x)
		put(drafts.Insert(d.Context(), x))
	}
	for id, x := range map[string]Ticket{
		"words":  {Words: "It is not " + word + " sixteen.", State: TicketOpen},
		"reason": {Words: "It is wrong.", Reason: "That " + word + " ten is right.", State: TicketRefused},
		"signed": {Words: "It is right.", Name: word + " ten", Office: "Office of " + word + " ten", Source: "https://example.org/" + word + "-ten", State: TicketOpen},
	} {
		x.ID, x.Secret, x.Digest, x.Kind, x.OCID, x.Seq = id, "s", id, Correction, "a", -1
		put(tickets.Insert(d.Context(), x))
	}
	put(requests.Insert(d.Context(), Request{Organisation: "police", Key: "k", Sent: "s", Status: 200, Answer: `{"problems":[{"advice":"` + word + ` ten is no party"}]}`}))
	put(requests.Insert(d.Context(), Request{Organisation: "police", Key: "l", Sent: "s", Status: 200, Answer: `{"problems":[{"advice":"else"}]}`}))
	put(tickets.Insert(d.Context(), Ticket{ID: "else", Secret: "s", Digest: "else", Kind: Correction, OCID: "a", Words: "It is late.", State: TicketOpen, Seq: -1}))
	put(drafts.Insert(d.Context(), Draft{ID: "else", Organisation: "police", Author: "ann", Form: "award", OCID: "a", Title: "Another", State: DraftOpen, Seq: -1}))
}

// hits counts a word in the bytes of every file beside the database; rows are
// unpacked.
func (d *desk) hits(word string) map[string]int {
	d.Helper()
	hits := map[string]int{"rows": strings.Count(d.dump(), word)}
	d.must(d.reader.Read(d.Context(), func(v store.View) error {
		for s, err := range v.StoredReleases(d.Context()) {
			if err := errors.Join(err, s.Decode()); err != nil {
				return err
			}
			hits["bodies"] += strings.Count(string(s.Body), word)
		}
		for e, err := range v.AllPublished(d.Context()) {
			if err != nil {
				return err
			}
			hits["events"] += strings.Count(fmt.Sprint(e), word)
		}
		return nil
	}))
	files, err := os.ReadDir(filepath.Dir(d.path))
	d.must(err)
	for _, f := range files {
		text, err := os.ReadFile(filepath.Join(filepath.Dir(d.path), f.Name()))
		d.must(err)
		// The index holds no letters that a word shares with the one before it.
		hits[f.Name()] += strings.Count(string(text), word[4:])
	}
	return hits
}

func canary() string {
	word := make([]byte, 14)
	for i := range word {
		word[i] = 'a' + byte(rand.IntN(26))
	}
	return string(word)
}

// canaryRelease has a word in every kind of field that holds free text.
func canaryRelease(ocid, id, word string) []byte {
	return []byte(strings.NewReplacer("OCID", ocid, "ID", id, "WORD", word).Replace(`{"ocid":"OCID","id":"ID","date":"2024-05-01T00:00:00Z","tag":["contract"],
 "title":"WORD one","description":"WORD two",
 "tender":{"id":"t","title":"WORD three","description":"WORD four","procurementMethodDetails":"WORD five","procurementMethodRationale":"WORD six","items":[{"id":"i","description":"WORD seven"}],
  "documents":[{"id":"td","title":"WORD eight","url":"https://example.org/WORD9"}],"tenderers":[{"id":"wp","name":"WORD ten"}]},
 "parties":[{"id":"wp","name":"WORD ten","address":{"streetAddress":"WORD eleven"},"contactPoint":{"name":"WORD twelve","email":"WORD13@example.org"},"roles":["tenderer","supplier"]}],
 "awards":[{"id":"wa","title":"WORD fourteen","description":"WORD fifteen","status":"active","suppliers":[{"id":"wp","name":"WORD ten"}]}],
 "contracts":[{"id":"wc","awardID":"wa","title":"WORD sixteen","description":"WORD seventeen","status":"active","dateSigned":"2024-04-30T00:00:00Z",
  "period":{"startDate":"2024-05-01T00:00:00Z","endDate":"2025-05-01T00:00:00Z"},"amendments":[{"id":"am","date":"2024-05-01T00:00:00Z","description":"WORD eighteen","rationale":"WORD nineteen"}]}],
 "bids":{"details":[{"id":"wb","status":"valid","tenderers":[{"id":"wp","name":"WORD ten"}]}]},
 "decisions":[{"id":"wd","type":"refused","status":"inForce","title":"WORD twenty","description":"WORD twentyone","dateDecided":"2024-04-01",
  "findings":[{"id":"wf","classification":"oneSupplierConsidered","description":"WORD twentytwo","quotation":"WORD twentythree"}],
  "conditions":[{"id":"wk","description":"WORD twentyfour","status":"open"}]}],
 "statements":[{"id":"ws","speaker":"WORD twentyfive","organisation":"WORD twentysix","date":"2024-05-01","kind":"statement","text":"WORD twentyseven"}],
 "sources":[{"id":"wq","title":"WORD twentyeight","publisher":"WORD twentynine","url":"https://example.org/WORD30"}],
 "disputes":[{"id":"wx","subject":"WORD thirtyone","values":[{"id":"wv","value":"WORD thirtytwo","says":"WORD thirtythree"}]}],
 "products":[{"id":"wy","name":"WORD thirtyfour"}],"unknownField":{"deep":["WORD thirtyfive"]}}`))
}
