package web

import "strconv"

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

const wantPlace = "The place to go on from is not a number. Start again at the top of the list."

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

// excerpt is one page of a list that is read whole: the lists of rows, which
// are far shorter than that of processes.
type excerpt[T any] struct {
	Total  int
	Items  []T
	Paging paging
	next   string
}

const afterParameter = "after"

// cut takes the page that the request asks for out of a list.
func cut[T any](r *request, all []T) (e excerpt[T], err error) {
	after, err := r.Number(afterParameter, wantPlace)
	if err != nil {
		return e, err
	}
	limit, err := r.Limit()
	if err != nil {
		return e, err
	}
	from := int(min(after, int64(len(all))))
	to := min(from+limit, len(all))
	e.Total, e.Items = len(all), all[from:to]
	if to < len(all) {
		e.next = strconv.Itoa(to)
	}
	e.Paging = r.paging(afterParameter, e.next)
	return e, nil
}

// listJSON is the JSON of an excerpt, each item made by one function.
func listJSON[T, J any](s *Server, r *request, e excerpt[T], item func(T) J) jsonList[J] {
	list := jsonList[J]{Total: e.Total, Items: make([]J, 0, len(e.Items)), Next: s.nextJSON(r, afterParameter, e.next)}
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
