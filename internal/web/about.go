package web

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"daylight/internal/procurement"
	"daylight/internal/store"
)

// textPage is a page of fixed words, perhaps with what the record holds.
type textPage struct {
	Page
	name  string
	Base  string
	Tiers []string
}

func (p *textPage) template() string { return p.name }

func (s *Server) text(name, title, description string) handler {
	return func(ctx context.Context, r *request) (*answer, error) {
		p := &textPage{s.page(r, title, description), name, s.BaseURL, procurement.Tiers}
		return r.reply(ctx, answers{asPage: s.html(p)})
	}
}

// healthy says that the program runs.
func (s *Server) healthy(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// ready says that the record can be read.
func (s *Server) ready(c echo.Context) error {
	ctx := c.Request().Context()
	c.Response().Header().Set("Cache-Control", "no-store")
	err := s.Reader.Read(ctx, func(v store.View) error {
		_, err := v.DataVersion(ctx)
		return err
	})
	if err != nil {
		s.Log.Error("not ready", "error", err)
		return c.String(http.StatusServiceUnavailable, "the record cannot be read\n")
	}
	return c.String(http.StatusOK, "ready\n")
}
