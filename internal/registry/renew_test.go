package registry

import (
	"regexp"
	"testing"

	"daylight/internal/procurement"
)

// A record that other rules derived is derived again when it is opened: the
// rows are this program's, and what happened by them is published, dated by the
// leaf that records the change.
func TestARecordOfOtherRulesIsDerivedAgain(t *testing.T) {
	d := openDesk(t)
	d.file(neighbourhood()...)
	want, size := d.dump(), d.size()

	// As if a rule had been added since: its rows and events are not there.
	d.trusting = true
	d.alter("DELETE FROM events WHERE kind = 'flag-raised'")
	d.alter("DELETE FROM current_events WHERE guid NOT IN (SELECT guid FROM events)")
	d.alter("DELETE FROM flags")
	d.reopen()
	if d.verify() == nil {
		t.Error("verify passes on rows of other rules")
	}
	if d.size() != size {
		t.Error("a record of the same rules was derived again")
	}
	d.alter("UPDATE settings SET value = 'other' WHERE name = $1", fingerprintSetting)
	d.reopen()
	d.must(d.verify())
	if len(d.said) != 1 || d.size() != size+1 {
		t.Errorf("said %q, %d leaves after %d", d.said, d.size(), size)
	}
	if got := d.dump(); undated(got) != undated(want) {
		t.Error("other rows than before")
	}
	raised := 0
	for _, e := range d.published("a") {
		if e.Kind == procurement.FlagRaised {
			if raised++; e.Seq != size {
				t.Errorf("%s is dated by leaf %d, want %d", e.Subject, e.Seq, size)
			}
		}
	}
	if raised == 0 {
		t.Error("no flag was raised again")
	}

	d.reopen()
	if d.size() != size+1 {
		t.Error("derived again though nothing changed")
	}
}

func (d *desk) reopen() {
	d.Helper()
	d.registry.Close()
	d.reader.Close()
	d.said = nil
	d.open()
}

func undated(dump string) string {
	return regexp.MustCompile(`\tseq=\d+`).ReplaceAllString(dump, "")
}
