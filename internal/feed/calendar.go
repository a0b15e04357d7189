package feed

import (
	"time"

	ics "github.com/arran4/golang-ical"

	"daylight/internal/procurement"
)

// Day is one day of a calendar. UID is permanent; Day's last day is shown,
// since a month is due at its end.
type Day struct {
	UID, Title, Link string
	Day              procurement.Date
}

// Calendar writes days as iCalendar (RFC 5545), all stamped with one instant.
func Calendar(name string, stamp time.Time, days []Day) []byte {
	c := ics.NewCalendar()
	c.SetProductId("-//Daylight//Contract history//EN")
	c.SetName(xmlSafe(name))
	for _, d := range days {
		day, err := time.Parse(time.DateOnly, d.Day.Last())
		if err != nil {
			continue
		}
		e := c.AddEvent(d.UID)
		e.SetDtStampTime(stamp)
		e.SetAllDayStartAt(day)
		e.SetSummary(xmlSafe(d.Title))
		if d.Link != "" {
			e.SetURL(d.Link)
		}
	}
	return []byte(c.Serialize(ics.WithNewLineWindows))
}
