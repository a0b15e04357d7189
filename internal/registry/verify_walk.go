package registry

import (
	"encoding/hex"
	"fmt"
	"strings"

	"daylight/internal/ledger"
	"daylight/internal/ocds"
	"daylight/internal/store"
)

// walk reads leaves, and beside them the releases and days they are about.
type walk struct {
	report      Report
	nextRelease func() (store.StoredRelease, error, bool)
	nextBatch   func() (store.Batch, error, bool)
	days        []store.DayRow     // not reached yet
	renewals    []store.RenewalRow // not reached yet
	surveys     []store.SurveyRow  // not reached yet
	tombstones  cemetery
	batch       store.Batch // of the release last read
	open        bool        // the filing of that release may go on
	heads       []int64     // sizes of the tree after each filing
}

func (w *walk) leaf(row store.LeafRow) error {
	seq := w.report.Leaves
	leaf, err := ledger.ParseLeaf(row.Leaf)
	if err != nil {
		return mismatch("leaf", seq, "%v", err)
	}
	if row.Seq != seq || leaf.Seq != seq {
		return mismatch("leaf", seq, "is stored as number %d and says it is number %d", row.Seq, leaf.Seq)
	}
	w.report.Leaves++
	if err := w.tombstones.follows(leaf); err != nil {
		return err
	}
	switch leaf.Kind {
	case "release":
		return w.release(leaf)
	case "redact":
		w.close(seq)
		return w.tombstones.redaction(leaf)
	case "day":
		w.close(seq)
		w.heads = append(w.heads, seq+1)
		return w.day(leaf)
	case "renewal":
		w.close(seq)
		w.heads = append(w.heads, seq+1)
		return w.renewal(leaf)
	case "survey":
		w.close(seq)
		w.heads = append(w.heads, seq+1)
		return w.survey(leaf)
	}
	return mismatch("leaf", seq, "is of a kind unknown here, %q", leaf.Kind)
}

// close notes that the filing of the leaves before ended.
func (w *walk) close(size int64) {
	if w.open {
		w.heads = append(w.heads, size)
	}
	w.open = false
}

func (w *walk) release(leaf ledger.Leaf) error {
	if t, ok := w.tombstones.of[leaf.Seq]; ok {
		w.report.Redacted = append(w.report.Redacted, t)
		return w.ofBatch(t.Stood(), leaf)
	}
	s, err, ok := w.nextRelease()
	switch {
	case err != nil:
		return err
	case !ok || s.Seq > leaf.Seq:
		return mismatch("leaf", leaf.Seq, "its release is missing")
	case s.Seq < leaf.Seq:
		return mismatch("release", name(s.Release), "leaf %d is not its own", s.Seq)
	}
	content := s.Identity
	if t, ok := w.tombstones.replacedBy[s.Seq]; ok {
		if reason := compareReplacement(s.Release, t); reason != "" {
			return mismatch("release", name(s.Release), "%s", reason)
		}
		content = t.Content
	} else if s.Place != s.Seq {
		return mismatch("release", name(s.Release), "stands in the place of entry %d, and nothing was removed there", s.Place)
	}
	if err := checkRelease(s, leaf, content); err != nil {
		return err
	}
	w.report.Releases++
	return w.ofBatch(s.Release, leaf)
}

func name(s store.Release) string { return fmt.Sprintf("%d (%s)", s.Seq, s.OCID) }

// ofBatch checks that a release is of the batch before it or of the next one.
func (w *walk) ofBatch(s store.Release, leaf ledger.Leaf) error {
	if !w.open || s.Batch != w.batch.ID {
		w.close(leaf.Seq)
		b, err, ok := w.nextBatch()
		switch {
		case err != nil:
			return err
		case !ok || b.ID != s.Batch || b.ID <= w.batch.ID:
			return mismatch("release", name(s), "its batch %d is missing or out of order", s.Batch)
		case b.RecordedAt > leaf.At:
			return mismatch("batch", b.ID, "was recorded at %s, its first leaf at %s", b.RecordedAt, leaf.At)
		}
		w.batch, w.open = b, true
	}
	if s.Filer != w.batch.Filer {
		return mismatch("release", name(s), "was filed by %q, its batch by %q", s.Filer, w.batch.Filer)
	}
	return nil
}

func (w *walk) day(leaf ledger.Leaf) error {
	if len(w.days) == 0 || w.days[0].Seq > leaf.Seq {
		return mismatch("leaf", leaf.Seq, "its day is missing")
	}
	d := w.days[0]
	w.days = w.days[1:]
	if d.Seq < leaf.Seq || dayBody(d.Day) != leaf.Body || leaf.Process != "" {
		return mismatch("day", d.Day, "is not the one that leaf %d records", leaf.Seq)
	}
	return nil
}

func (w *walk) renewal(leaf ledger.Leaf) error {
	if len(w.renewals) == 0 || w.renewals[0].Seq > leaf.Seq {
		return mismatch("leaf", leaf.Seq, "its renewal is missing")
	}
	r := w.renewals[0]
	w.renewals = w.renewals[1:]
	if r.Seq < leaf.Seq || sum(r.Fingerprint) != leaf.Body || leaf.Process != "" {
		return mismatch("renewal", r.Fingerprint, "is not the one that leaf %d records", leaf.Seq)
	}
	return nil
}

func (w *walk) survey(leaf ledger.Leaf) error {
	if len(w.surveys) == 0 || w.surveys[0].Seq > leaf.Seq {
		return mismatch("leaf", leaf.Seq, "its survey is missing")
	}
	s := w.surveys[0]
	w.surveys = w.surveys[1:]
	if s.Seq < leaf.Seq || s.Size > leaf.Seq || surveyBody(s) != leaf.Body || leaf.Process != "" {
		return mismatch("survey", s.Seq, "is not the one that leaf %d records", leaf.Seq)
	}
	return nil
}

// end checks that nothing is left that no leaf is about.
func (w *walk) end() error {
	w.close(w.report.Leaves)
	if s, err, ok := w.nextRelease(); err != nil {
		return err
	} else if ok {
		return mismatch("release", name(s.Release), "has no leaf")
	}
	if b, err, ok := w.nextBatch(); err != nil {
		return err
	} else if ok {
		return mismatch("batch", b.ID, "has no release")
	}
	if err := w.tombstones.end(w.report.Leaves); err != nil {
		return err
	}
	if len(w.days) > 0 {
		return mismatch("day", w.days[0].Day, "has no leaf")
	}
	if len(w.surveys) > 0 {
		return mismatch("survey", w.surveys[0].Seq, "has no leaf")
	}
	if len(w.renewals) > 0 {
		return mismatch("renewal", w.renewals[0].Fingerprint, "has no leaf")
	}
	return nil
}

// checkRelease compares a release as stored with its leaf and its own body,
// whose content has an identity.
func checkRelease(s store.StoredRelease, leaf ledger.Leaf, content string) error {
	if err := s.Decode(); err != nil {
		return mismatch("release", name(s.Release), "%v", err)
	}
	if reason := compareRelease(s, leaf, content); reason != "" {
		return mismatch("release", name(s.Release), "%s", reason)
	}
	return nil
}

// compareRelease says how a stored release differs from its leaf, or from its
// own body.
func compareRelease(s store.StoredRelease, leaf ledger.Leaf, content string) string {
	body, err := ocds.ParseObject(s.Body)
	if err != nil {
		return err.Error()
	}
	identity, err := ocds.Identity(s.Body)
	if err != nil {
		return err.Error()
	}
	switch {
	case !ledger.Opens(leaf.Body, s.Salt, s.Body):
		return fmt.Sprintf("its body is not the one that leaf %d commits to", leaf.Seq)
	case !ledger.Opens(leaf.Speaker, s.Salt, speaker(s.Publisher, s.Filer)):
		return fmt.Sprintf("its publisher or filer is not the one that leaf %d commits to", leaf.Seq)
	case !ledger.Opens(leaf.Process, s.Salt, []byte(s.OCID)):
		return fmt.Sprintf("its process is not the one that leaf %d commits to", leaf.Seq)
	case leaf.At != s.RecordedAt:
		return fmt.Sprintf("was recorded at %s, leaf %d says %s", s.RecordedAt, leaf.Seq, leaf.At)
	case hex.EncodeToString(identity[:]) != content:
		return "its identity is not that of its body"
	case ocds.String(body, "ocid") != s.OCID, ocds.String(body, "id") != s.ID, ocds.String(body, "date") != s.Date,
		strings.Join(ocds.Strings(body, "tag"), ",") != strings.Join(s.Tag, ","):
		return "its ocid, id, date or tag is not that of its body"
	}
	return ""
}
