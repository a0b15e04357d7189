package ocds

import (
	"strconv"
	"time"
)

// sequence looks whether what happened did so in an order in which it can. Days
// are compared as they were written, each in its own zone.
func (n *noter) sequence() {
	released := String(n.release, "date")
	tenderEnd := String(Child(Child(n.release, "tender"), "tenderPeriod"), "endDate")
	awarded := map[string]string{}
	for i, a := range Children(n.release, "awards") {
		at := "/awards/" + strconv.Itoa(i) + "/date"
		date := String(a, "date")
		awarded[String(a, "id")] = date
		n.before(at, tenderEnd, date, "awarded before the end of tendering")
		n.before(at, date, released, "awarded after the date of the release")
	}
	for i, c := range Children(n.release, "contracts") {
		at := "/contracts/" + strconv.Itoa(i)
		signed := String(c, "dateSigned")
		n.before(at+"/dateSigned", awarded[String(c, "awardID")], signed, "signed before it was awarded")
		n.before(at+"/dateSigned", signed, released, "signed after the date of the release")
		n.before(at+"/period/endDate", signed, String(Child(c, "period"), "endDate"), "ended before it was signed")
		for j, a := range Children(c, "amendments") {
			n.before(at+"/amendments/"+strconv.Itoa(j)+"/date", signed, String(a, "date"), "amended before it was signed")
		}
	}
}

// before notes, at a place, that the second day is before the first.
func (n *noter) before(at, first, second, text string) {
	a, known := Instant(first)
	b, too := Instant(second)
	if known && too && b.Format(time.DateOnly) < a.Format(time.DateOnly) {
		n.note(at, NoteOrder, "%s", text)
	}
}
