package web

import (
	"slices"
	"strconv"
	"strings"

	"daylight/internal/forms"
)

// questionView is a question as a page asks it, with what was answered.
type questionView struct {
	forms.Question
	ID, Field    string
	Value, Error string
	Offered      []offered
	Times        []asking // of a question that is repeated
	More         bool     // and can be once more
	Inner        bool     // it is part of one that is repeated
}

// offered is an answer to choose.
type offered struct {
	forms.Option
	ID     string
	Chosen bool
}

// asking is one time that a question is asked.
type asking struct {
	Title     string
	Questions []questionView
}

// fewOptions are as many as are shown at once, rather than in a menu.
const fewOptions = 8

// Few reports whether the options are shown at once.
func (q questionView) Few() bool { return len(q.Options) <= fewOptions }

// Group reports whether the question is answered by several controls.
func (q questionView) Group() bool {
	return q.Kind == forms.Choices || q.Kind == forms.Choice && q.Few()
}

// Optional reports whether the question may be left out and does not say so by
// itself.
func (q questionView) Optional() bool {
	return q.Required == "" && !q.Inner && q.Kind != forms.Choice && q.Kind != forms.Repeated
}

func (q questionView) names() bool {
	return q.Kind == forms.Organisation || slices.ContainsFunc(q.Items, func(i forms.Question) bool { return i.Kind == forms.Organisation })
}

func questionViews(questions []forms.Question, f *Form) []questionView {
	var list []questionView
	for _, q := range questions {
		list = append(list, newQuestion(q, q.Name, f))
	}
	return list
}

func newQuestion(q forms.Question, field string, f *Form) questionView {
	v := questionView{Question: q, Field: field, ID: f.ID + "-" + field, Value: f.Value(field), Error: f.Error(field)}
	for i, o := range q.Options {
		id := v.ID
		if i > 0 {
			id += "-" + strconv.Itoa(i)
		}
		chosen := f.Has(field, o.Value) || o.Value == "" && v.Value == ""
		v.Offered = append(v.Offered, offered{o, id, chosen})
	}
	if q.Kind != forms.Repeated {
		return v
	}
	times := q.Times(f.Values)
	v.More = times < q.Most
	for n := range min(times+1, q.Most) {
		t := asking{Title: q.Label + " " + strconv.Itoa(n+1)}
		for _, item := range q.Items {
			x := newQuestion(item, forms.Item(q.Name, n+1, item.Name), f)
			if n == times {
				x.Required = "" // it is asked once more than it is answered
			}
			x.Inner = true
			t.Questions = append(t.Questions, x)
		}
		v.Times = append(v.Times, t)
	}
	return v
}

// answer is what was answered, in words; "" where nothing was.
func (q questionView) answer() string {
	if q.Kind != forms.Choice && q.Kind != forms.Choices {
		return q.Value
	}
	var words []string
	for _, o := range q.Offered {
		if o.Chosen && o.Value != "" {
			words = append(words, o.Label)
		}
	}
	return strings.Join(words, ", ")
}
