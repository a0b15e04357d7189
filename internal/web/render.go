package web

import (
	"bytes"
	"context"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"daylight/internal/access"
	"daylight/internal/procurement"
	"daylight/internal/store"
)

// templates are the pages by name, each with the layout and all parts.
type templates map[string]*template.Template

func parseTemplates(files fs.FS, funcs template.FuncMap) (templates, error) {
	shared, err := template.New("base").Option("missingkey=error").Funcs(funcs).ParseFS(files, "layouts/*.html", "parts/*.html")
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(files, "pages/*.html")
	if err != nil {
		return nil, err
	}
	set := templates{}
	for _, name := range names {
		t, err := shared.Clone()
		if err == nil {
			_, err = t.ParseFS(files, name)
		}
		if err != nil {
			return nil, err
		}
		set[strings.TrimSuffix(path.Base(name), ".html")] = t
	}
	return set, nil
}

// renderPage executes a page's template to the end before anything is sent.
func (s *Server) renderPage(p page) ([]byte, error) {
	set := s.templates
	if s.Dev {
		var err error
		if set, err = parseTemplates(s.Templates, s.functions()); err != nil {
			return nil, err
		}
	}
	t := set[p.template()]
	if t == nil {
		return nil, fmt.Errorf("no template pages/%s.html", p.template())
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "base", p); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// answers are the forms a handler can answer in, each made only when asked for.
type answers map[form]func(context.Context) (*answer, error)

// reply gives the answer in the form asked for.
func (r *request) reply(ctx context.Context, all answers) (*answer, error) {
	return all[r.Form](ctx)
}

// html is the answer that shows a page.
func (s *Server) html(p page) func(context.Context) (*answer, error) {
	return func(context.Context) (*answer, error) {
		body, err := s.renderPage(p)
		return &answer{Type: "text/html; charset=utf-8", Body: body}, err
	}
}

// functions are what templates may call.
func (s *Server) functions() template.FuncMap {
	funcs := template.FuncMap{
		"version":   func() string { return s.Version },
		"desk":      func() bool { return s.Access != nil },
		"asset":     s.asset,
		"href":      href,
		"source":    sourceURL,
		"longer":    longer,
		"label":     label,
		"short":     shortName,
		"money":     func(m *procurement.Money) string { return orNotStated(m != nil, func() string { return m.String() }) },
		"full":      func(m *procurement.Money) string { return orNotStated(m != nil, func() string { return m.Full() }) },
		"date":      func(d procurement.Date) string { return orNotStated(d.Known(), d.String) },
		"count":     count,
		"thousands": anyThousands,
		"day":       func(s string) string { return procurement.Date(s).String() },
		"bytes":     byteSize,
		"list":      func(x ...any) []any { return x },
		"on": func(instant string) string {
			return procurement.Date(instant[:min(len(time.DateOnly), len(instant))]).String()
		},
		"first": func(n int, s string) string { return s[:min(n, len(s))] },
		"does":  func(r access.Role) string { return roleWords[r] },
		"title": func(s string) string { return strings.ToUpper(s[:1]) + s[1:] },
		"join":  strings.Join,
		"add":   func(a, b int) int { return a + b },
	}
	maps.Copy(funcs, ruleFunctions)
	return funcs
}

// notStated is what pages show for what no source states.
const notStated = "not stated"

func orNotStated(known bool, text func() string) string {
	if !known {
		return notStated
	}
	return text()
}

// href joins the parts of an address on this site, each escaped.
func href(parts ...any) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString("/" + url.PathEscape(fmt.Sprint(p)))
	}
	return b.String()
}

// sourceURL lets through addresses of the web and nothing else.
func sourceURL(address string) string {
	if u, err := url.Parse(address); err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" {
		return address
	}
	return ""
}

// section is the first part of a path.
func section(path string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return first
}

// thousands groups the digits of a count.
func thousands(n int64) string { return procurement.Money{Minor: n * 100}.Full() }

func anyThousands(n any) string {
	if i, ok := n.(int); ok {
		return thousands(int64(i))
	}
	return thousands(n.(int64))
}

// count is a number of things in words, such as "1,204 histories", or "more
// than 10,000 histories" where they were counted no further.
func count(n any, unit string) string {
	c, ok := n.(store.Count)
	if !ok {
		c.N = n.(int)
	}
	words := thousands(int64(c.N)) + strings.TrimPrefix(procurement.Count(c.N, unit), strconv.Itoa(c.N))
	if c.More {
		return "more than " + words
	}
	return words
}

// byteSize is the size of a file in words.
func byteSize(n int64) string {
	switch {
	case n < 1000:
		return strconv.FormatInt(n, 10) + " bytes"
	case n < 1_000_000:
		return strconv.FormatInt((n+500)/1000, 10) + " kB"
	case n < 1_000_000_000:
		return strconv.FormatFloat(float64(n)/1e6, 'f', 1, 64) + " MB"
	}
	return strconv.FormatFloat(float64(n)/1e9, 'f', 1, 64) + " GB"
}
