package forms

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"daylight/internal/procurement"
)

// Answers are what was written into a form.
type Answers struct {
	About
	values  url.Values
	prefix  string // of the answer of a repeated question that is read
	wrong   *[]Wrong
	parties *[]any
	fix     *correction
}

// The longest answers.
const (
	longestText = 500
	longestLong = 10_000
)

// check finds what is wrong with each answer by itself.
func (a *Answers) check(questions []Question) {
	for _, q := range questions {
		if q.Kind == Repeated {
			for n := range q.Times(a.values) {
				if item := a.item(q.Name, n+1); item.anything(q.Items) {
					item.check(q.Items)
				}
			}
			continue
		}
		a.checkOne(q)
	}
}

func (a *Answers) anything(questions []Question) bool {
	return slices.ContainsFunc(questions, func(q Question) bool { return a.Text(q.Name) != "" })
}

func (a *Answers) checkOne(q Question) {
	text := a.Text(q.Name)
	most := longestText
	if q.Kind == Long {
		most = longestLong
	}
	switch {
	case text == "" && q.Required != "":
		a.Wrong(q.Name, q.Required)
	case text == "":
	case utf8.RuneCountInString(text) > most:
		a.Wrong(q.Name, "Write at most "+strconv.Itoa(most)+" characters for “"+q.Label+"”.")
	case strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f }) || !utf8.ValidString(text):
		a.Wrong(q.Name, "“"+q.Label+"” holds a character that no text has. Write it again.")
	default:
		if bad := q.bad(text, a.All(q.Name)); bad != "" {
			a.Wrong(q.Name, "“"+q.Label+"”: "+strings.ToLower(bad[:1])+bad[1:])
		}
	}
}

// bad is what is wrong with an answer that is not empty, by the kind of its
// question; "" where nothing is.
func (q Question) bad(text string, all []string) string {
	switch q.Kind {
	case Date:
		if _, err := ParseDate(text); err != nil {
			return err.Error()
		}
	case Money:
		if _, err := ParseMoney(text); err != nil {
			return err.Error()
		}
	case Length:
		if _, err := ParseLength(text); err != nil {
			return err.Error()
		}
	case Number:
		if n, err := strconv.Atoi(text); err != nil || n < 0 || n > 100_000 {
			return "Write a whole number, such as 3."
		}
	case Address:
		if u, err := url.Parse(text); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
			return "Write a web address that begins with https://."
		}
	case Choice, Choices:
		for _, one := range all {
			if !slices.ContainsFunc(q.Options, func(o Option) bool { return o.Value == one }) {
				return "Choose from what “" + q.Label + "” offers."
			}
		}
	}
	return ""
}

// Wrong notes what is wrong with an answer.
func (a *Answers) Wrong(name, sentence string) {
	*a.wrong = append(*a.wrong, Wrong{a.prefix + name, sentence})
}

// Text is an answer as it was written.
func (a *Answers) Text(name string) string {
	return strings.TrimSpace(strings.ReplaceAll(a.values.Get(a.prefix+name), "\r\n", "\n"))
}

// All are the options that were chosen.
func (a *Answers) All(name string) []string {
	return slices.DeleteFunc(slices.Clone(a.values[a.prefix+name]), func(s string) bool { return s == "" })
}

// Date is the date that was written, "" where it is unknown.
func (a *Answers) Date(name string) procurement.Date {
	d, _ := ParseDate(a.Text(name))
	return d
}

// Length is the length of time that was written.
func (a *Answers) Length(name string) procurement.Duration {
	d, _ := ParseLength(a.Text(name))
	return d
}

// Money is the amount that was written; nil where none was.
func (a *Answers) Money(name string) any {
	m, err := ParseMoney(a.Text(name))
	if err != nil || m == nil {
		return nil
	}
	return money(m)
}

// Each reads a repeated question's answers in turn.
func (a *Answers) Each(q string, most int, read func(n int, item *Answers)) {
	for n := range most {
		item := a.item(q, n+1)
		for name, list := range a.values {
			if strings.HasPrefix(name, item.prefix) && strings.TrimSpace(strings.Join(list, "")) != "" {
				read(n+1, item)
				break
			}
		}
	}
}

func (a *Answers) item(q string, n int) *Answers {
	item := *a
	item.prefix = Item(q, n, "")
	return &item
}

// Mint makes an id that no other draft makes.
func (a *Answers) Mint(what string, n int) string {
	id := what + "-" + a.Draft
	if n > 0 {
		id += "-" + strconv.Itoa(n)
	}
	return id
}
