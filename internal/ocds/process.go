package ocds

import (
	"strconv"

	"daylight/internal/procurement"
)

// ReadProcess reads a compiled release as a process. It forgives: what is
// missing, or of another type than the standard says, reads as unknown, and
// OCDS 1.0 forms are understood. Publisher keys organisations that have no
// registered identifier. It never changes the record.
func ReadProcess(record Object, publisher string) *procurement.Process {
	return NewStateReader(publisher).Next(record)
}

// title is what the process is called: the tender's title, else that of an
// award or contract, else its ocid.
func title(record Object, p *procurement.Process) string {
	if t := first(String(record, "title"), p.Tender.Title); t != "" {
		return t
	}
	for _, a := range p.Awards {
		if a.Title != "" {
			return a.Title
		}
	}
	for _, c := range p.Contracts {
		if c.Title != "" {
			return c.Title
		}
	}
	return p.OCID
}

// each reads every object with one function.
func each[T any](objects []Object, read func(Object) T) []T {
	if len(objects) == 0 {
		return nil
	}
	list := make([]T, len(objects))
	for i, o := range objects {
		list[i] = read(o)
	}
	return list
}

// links are the related processes that a release or a contract states by ocid.
func links(of Object) []procurement.RelatedProcess {
	var list []procurement.RelatedProcess
	for _, o := range Children(of, "relatedProcesses") {
		if scheme := String(o, "scheme"); scheme == "" || scheme == "ocid" {
			list = append(list, procurement.RelatedProcess{ID: String(o, "id"), Relationships: Strings(o, "relationship"),
				Title: String(o, "title"), OCID: String(o, "identifier")})
		}
	}
	return list
}

func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// earliestYear is before any contract on record.
const earliestYear = 1900

// maxPeriodDays is a hundred years: a longer period is a slip of the pen.
const maxPeriodDays = 36525

// date reads a date-time with its precision sibling.
func date(o Object, key string) procurement.Date {
	d, err := procurement.ParseDate(String(o, key))
	if err != nil {
		return ""
	}
	// Publishers write years such as 0001 for none.
	if d.Year() < earliestYear {
		return ""
	}
	if p := String(o, key+"Precision"); p != "" {
		return d.Truncate(p)
	}
	return d
}

func money(o Object, key string) *procurement.Money { return amount(Child(o, key), "amount") }

// gross is the amount with all taxes (UK extension).
func gross(o Object, key string) *procurement.Money { return amount(Child(o, key), "amountGross") }

func amount(v Object, key string) *procurement.Money {
	if String(v, key) == "" {
		return nil
	}
	m, err := procurement.ParseMoney(String(v, key), String(v, "currency"))
	if err != nil {
		return nil
	}
	return &m
}

func count(o Object, key string) *int {
	text := String(o, key)
	if text == "" { // as mostly: an error costs more than all else here
		return nil
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return nil
	}
	return &n
}

func duration(o Object, key string) procurement.Duration {
	d, err := procurement.ParseDuration(String(o, key))
	if err != nil {
		return ""
	}
	return d
}

func period(o Object, key string) procurement.Period {
	p := Child(o, key)
	t := procurement.Period{Start: date(p, "startDate"), End: date(p, "endDate"), MaxExtent: date(p, "maxExtentDate")}
	if n := count(p, "durationInDays"); n != nil && *n > 0 && *n <= maxPeriodDays {
		t.Days = *n
	}
	return t
}

func document(o Object) procurement.Document {
	return procurement.Document{ID: String(o, "id"), Type: String(o, "documentType"), Title: String(o, "title"),
		URL: String(o, "url"), Notice: String(o, "noticeType"), Published: date(o, "datePublished")}
}
