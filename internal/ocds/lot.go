package ocds

import (
	"time"

	"daylight/internal/procurement"
)

// lot reads a lot of a tender (lots extension).
func lot(o Object) procurement.Lot {
	return procurement.Lot{ID: String(o, "id"), Title: String(o, "title"), Description: String(o, "description"), Status: String(o, "status"),
		Value: money(o, "value"), Gross: gross(o, "value"), Contract: term(o, "contractPeriod")}
}

// statistic reads a figure about the bids (bids extension).
func statistic(o Object) procurement.BidStatistic {
	value := String(o, "value")
	if v := Child(o, "value"); v != nil {
		value = String(v, "amount")
	}
	if currency := first(String(o, "currency"), String(Child(o, "value"), "currency")); currency != "" && value != "" {
		value += " " + currency
	}
	return procurement.BidStatistic{Measure: String(o, "measure"), Value: value, Lot: String(o, "relatedLot")}
}

// clock is the time of day of a date-time as "15:04" with its zone, where one
// is published: midnight is how publishers write a day alone.
func clock(o Object, key string) string {
	t, err := time.Parse(time.RFC3339, String(o, key))
	if err != nil || t.Hour() == 0 && t.Minute() == 0 || String(o, key+"Precision") != "" {
		return ""
	}
	return t.Format("15:04Z07:00")
}
