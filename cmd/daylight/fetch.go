package main

import (
	"context"
	"fmt"
	"time"

	"daylight/internal/exchange"
)

type fetchCommand struct {
	database
	Source    source        `arg:"" help:"find-a-tender, contracts-finder, or the address of an OCDS API that links its pages by links.next."`
	Since     instant       `env:"-" placeholder:"DATE" help:"What changed since then, as 2026-01-01 or 2026-01-01T09:00:00Z; needed the first time."`
	Until     instant       `env:"-" placeholder:"DATE" help:"What changed until then (default: now)."`
	Stages    []string      `env:"-" placeholder:"STAGE" help:"Only these stages (planning, tender, award), each read on its own."`
	Allow     []string      `name:"allow-host" placeholder:"HOST" help:"A host that may be asked, with its port if it is not the usual one."`
	Licence   string        `placeholder:"TEXT" env:"-" help:"The licence of pages that name none."`
	Publisher string        `placeholder:"NAME" env:"-" help:"Who speaks in pages that name no publisher."`
	Again     bool          `env:"-" help:"Read anew what was read before."`
	Pace      time.Duration `env:"-" placeholder:"DURATION" help:"The least time between two requests (default: what the publisher asks for, else 1s)."`
	Pages     int           `env:"-" placeholder:"N" help:"Stop after so many pages."`
}

// Run reads what is new and files it as an import would.
func (c fetchCommand) Run(ctx context.Context, std streams) error {
	r, err := c.open(ctx, std)
	if err != nil {
		return err
	}
	defer r.Close()
	if _, err := r.AdvanceDay(ctx, operator("fetch"), today()); err != nil {
		return err
	}
	f := exchange.Fetcher{Registry: r, Who: operator("fetch"), Version: release(), Allow: c.Allow, Stages: c.Stages, Again: c.Again,
		Pace: c.Pace, Pages: c.Pages, Licence: c.Licence, Publisher: c.Publisher, Say: std.say, Refuse: std.refuse}
	s, err := f.Fetch(ctx, c.Source.Source, c.Since.Time, c.Until.Time)
	std.say("%s: %v", c.Source.Name, s)
	if err != nil {
		return err
	}
	if s.Refused > 0 {
		return fmt.Errorf("%w: %d are in quarantine", exchange.ErrPartly, s.Refused)
	}
	return nil
}

// source is a publisher on the command line, by name or address.
type source struct{ exchange.Source }

func (s *source) UnmarshalText(text []byte) (err error) {
	s.Source, err = exchange.SourceOf(string(text))
	return err
}

// instant is a time on the command line: a day, or a time with its zone.
type instant struct{ time.Time }

func (i *instant) UnmarshalText(text []byte) (err error) {
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if i.Time, err = time.Parse(layout, string(text)); err == nil {
			return nil
		}
	}
	return fmt.Errorf("%q is no time: write 2026-01-01 or 2026-01-01T09:00:00Z", text)
}
