package main

import (
	"context"
	"errors"

	"daylight/internal/exchange"
	"daylight/internal/rules"
	"daylight/internal/store"
)

type exportCommand struct {
	database
	Format  string `enum:"${formats}" default:"ocds-releases" env:"-" help:"${enum}."`
	BaseURL string `name:"base-url" default:"http://127.0.0.1:8080" help:"Address of the site, for what packages say about themselves."`
	All     string `placeholder:"DIR" env:"-" help:"Write every format, whole and by year, with their SHA256SUMS, into a folder."`
	chosen  `embed:""`
}

// chosen are the filters of the list of contracts.
type chosen struct {
	Query        string `short:"q" name:"query" env:"-" placeholder:"WORDS" help:"Only processes in which all these words occur."`
	Buyer        string `env:"-" placeholder:"KEY" help:"Only of this buyer, by the key in its page's address."`
	Supplier     string `env:"-" placeholder:"KEY" help:"Only of this supplier."`
	Organisation string `env:"-" placeholder:"KEY" help:"Only with this organisation, in any role."`
	Flag         string `env:"-" placeholder:"RULE" help:"Only with this flag raised."`
	Case         string `env:"-" placeholder:"ID" help:"Only of this story."`
	Year         int    `env:"-" placeholder:"YYYY" help:"Only of this year."`
}

func (c chosen) filter() (store.ProcessFilter, error) {
	if _, known := rules.Find(c.Flag); c.Flag != "" && !known {
		return store.ProcessFilter{}, errors.New("--flag: there is no rule of that name")
	}
	return store.ProcessFilter{
		Query: c.Query, Buyer: c.Buyer, Supplier: c.Supplier, Organisation: c.Organisation, Flag: c.Flag, Case: c.Case, Year: c.Year,
	}, nil
}

// Run writes the record, or what is chosen of it, to standard output; or all
// of it, in every format, into a folder.
func (c exportCommand) Run(ctx context.Context, std streams) error {
	filter, err := c.filter()
	if err != nil {
		return err
	}
	if c.All != "" && filter != (store.ProcessFilter{}) {
		return errors.New("--all writes the whole record: leave the filters out")
	}
	return c.read(ctx, func(v store.View) error {
		if c.All == "" {
			return exchange.Export(ctx, v, exchange.Selection{Format: c.Format, BaseURL: c.BaseURL, Filter: filter}, std.out)
		}
		files, err := exchange.WriteBulk(ctx, v, c.BaseURL, c.All)
		if err == nil {
			std.say("export: %d files in %s", len(files), c.All)
		}
		return err
	})
}
