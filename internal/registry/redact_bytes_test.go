package registry

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"daylight/internal/ocds"
	"daylight/internal/store"
)

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
