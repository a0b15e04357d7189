package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"daylight/internal/cardinal"
	"daylight/internal/exchange"
	"daylight/internal/store"
)

type flagsCommand struct {
	database
	Format   string   `enum:"json,jsonl,csv,cardinal" default:"jsonl" env:"-" help:"json, jsonl, csv: our rules over the database. cardinal: Cardinal's indicators of the files named."`
	Files    []string `arg:"" optional:"" help:"With cardinal: compiled releases, as files, archives and folders; - is standard input."`
	Settings string   `placeholder:"INI" env:"-" help:"With cardinal: its settings; only indicators with a section are run (default: all eleven)."`
	Meta     bool     `env:"-" help:"With cardinal: print quartiles and fences too."`
	Map      bool     `env:"-" help:"With cardinal: print which organisations belong to which process too."`
	Prepare  bool     `env:"-" help:"With cardinal: first correct the releases, as its command prepare does with the same settings."`
}

func (c flagsCommand) Run(ctx context.Context, std streams) error {
	switch {
	case c.Format == "cardinal" && len(c.Files) == 0:
		return errors.New("--format cardinal reads files: name some, or - for standard input")
	case c.Format == "cardinal":
		return c.cardinal(std)
	case len(c.Files) > 0 || c.Settings != "" || c.Meta || c.Map || c.Prepare:
		return errors.New("files, --settings, --meta, --map and --prepare go with --format cardinal")
	}
	return c.read(ctx, func(v store.View) error { return exchange.Flags(ctx, v, c.Format, std.out) })
}

// cardinal prints what "ocdscardinal indicators" does.
func (c flagsCommand) cardinal(std streams) error {
	settings, err := c.settings()
	if err != nil {
		return err
	}
	refused := 0
	calculation := cardinal.New(settings, cardinal.Options{Maps: c.Map, Prepare: c.Prepare})
	calculation.Refuse = func(err error) {
		refused++
		std.refuse(err)
	}
	for text, err := range std.opener().Texts(c.Files...) {
		if err != nil {
			calculation.Refuse(err)
			continue
		}
		calculation.Read(text.File, text)
	}
	result := calculation.Result()
	note := func(n int, what string) {
		if n > 0 {
			std.say("flags: %d %s", n, what)
		}
	}
	note(result.Nameless, "releases have no ocid, and were left out")
	note(result.Uncompiled, "releases are not tagged as compiled, and each was judged by itself: see daylight compile")
	note(result.Mismatches, "amounts are not in the main currency, and were not compared")
	if err := result.Write(std.out, c.Meta); err != nil {
		return err
	}
	return outcome(result.Releases, refused)
}

func (c flagsCommand) settings() (*cardinal.Settings, error) {
	if c.Settings == "" {
		return cardinal.Default(), nil
	}
	f, err := os.Open(c.Settings)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	s, err := cardinal.ReadSettings(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.Settings, err)
	}
	return s, nil
}
