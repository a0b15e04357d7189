package web

import (
	"encoding/base64"
	"errors"

	"github.com/go-json-experiment/json"

	"daylight/internal/store"
)

// paging is the way from one page of a list to others; an address is empty
// where there is no such page.
type paging struct{ Start, Next string }

// paging gives the addresses, where a parameter says at which place of the
// list a page begins.
func (r *request) paging(parameter, next string) (p paging) {
	if r.Text(parameter) != "" {
		p.Start = r.Address(asPage, parameter, "")
	}
	if next != "" {
		p.Next = r.Address(asPage, parameter, next)
	}
	return p
}

const wantPlace = "The place to go on from is none of this list. Start again at the top of the list."

// before is the place in the list of processes after which a page begins.
func (r *request) before() (int64, error) { return r.Number("before", wantPlace) }

// nextJSON is the absolute address of the next page as JSON, or nil.
func (s *Server) nextJSON(r *request, parameter, next string) *string {
	if next == "" {
		return nil
	}
	address := s.BaseURL + r.Address(asJSON, parameter, next)
	return &address
}

// excerpt is one page of a list of rows.
type excerpt[T any] struct {
	Total  store.Count
	Items  []T
	Paging paging
	next   string
}

const afterParameter = "after"

// after is the place in a list after which a page begins.
func (r *request) after() (store.Place, error) {
	text := r.Text(afterParameter)
	if text == "" {
		return nil, nil
	}
	var place store.Place
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(b, &place)
	}
	if err != nil || len(place) == 0 {
		return nil, bad(wantPlace)
	}
	return place, nil
}

// placeText gives a place the form it has in an address.
func placeText(p store.Place) string {
	b, err := json.Marshal([]string(p))
	if err != nil { // not UTF-8, which no filed text is
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// turn reads the page of a list that the request asks for: read gives at most
// limit rows from a place on, and place is where a row stands.
func turn[T any](r *request, total store.Count, place func(T) store.Place, read func(after store.Place, limit int) ([]T, error)) (e excerpt[T], err error) {
	after, err := r.after()
	if err != nil {
		return e, err
	}
	limit, err := r.Limit()
	if err != nil {
		return e, err
	}
	e.Total = total
	e.Items, err = read(after, limit+1) // one more tells whether there is a next page
	if errors.Is(err, store.ErrPlace) {
		return e, bad(wantPlace)
	}
	if len(e.Items) > limit {
		e.Items = e.Items[:limit]
		e.next = placeText(place(e.Items[limit-1]))
	}
	e.Paging = r.paging(afterParameter, e.next)
	return e, err
}

// listJSON is the JSON of an excerpt, each item made by one function.
func listJSON[T, J any](s *Server, r *request, e excerpt[T], item func(T) J) jsonList[J] {
	list := jsonList[J]{Total: e.Total.N, AtLeast: e.Total.More, Items: make([]J, 0, len(e.Items)), Next: s.nextJSON(r, afterParameter, e.next)}
	for _, x := range e.Items {
		list.Items = append(list.Items, item(x))
	}
	return list
}

// rows are the cells of an excerpt, each row made by one function.
func rows[T any](e excerpt[T], row func(T) []string) [][]string {
	var list [][]string
	for _, x := range e.Items {
		list = append(list, row(x))
	}
	return list
}
