package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"runtime"
	"slices"

	"daylight/internal/cardinal"
	"daylight/internal/exchange"
	"daylight/internal/ocds"
	"daylight/internal/procurement"
	"daylight/internal/store"
)

type flagsCommand struct {
	database
	Format   string   `enum:"json,jsonl,csv,cardinal" default:"jsonl" env:"-" help:"json, jsonl, csv: our rules, over the files named, or where none is over the database. cardinal: Cardinal's indicators of the files named."`
	Files    []string `arg:"" optional:"" help:"Compiled releases, as files, archives and folders; - is standard input."`
	Day      string   `placeholder:"YYYY-MM-DD" env:"-" help:"With files: the day on which our rules judge (default: today, UTC)."`
	Settings string   `placeholder:"INI" env:"-" help:"With cardinal: its settings; only indicators with a section are run (default: all eleven)."`
	Meta     bool     `env:"-" help:"With cardinal: print quartiles and fences too."`
	Map      bool     `env:"-" help:"With cardinal: print which organisations belong to which process too."`
	Prepare  bool     `env:"-" help:"With cardinal: first correct the releases, as its command prepare does with the same settings."`
}

func (c flagsCommand) Run(ctx context.Context, std streams) error {
	switch {
	case c.Format == "cardinal" && len(c.Files) == 0:
		return errors.New("--format cardinal reads files: name some, or - for standard input")
	case c.Day != "" && (c.Format == "cardinal" || len(c.Files) == 0):
		return errors.New("--day goes with files and our own rules; of a database, `daylight day` records it")
	case c.Format == "cardinal":
		return c.cardinal(std)
	case c.Settings != "" || c.Meta || c.Map || c.Prepare:
		return errors.New("--settings, --meta, --map and --prepare go with --format cardinal")
	case len(c.Files) > 0:
		return c.judge(std)
	}
	return c.read(ctx, func(v store.View) error { return exchange.Flags(ctx, v, c.Format, std.out) })
}

// judge prints what our rules find in files.
func (c flagsCommand) judge(std streams) error {
	untouched := make([]byte, headroom)
	defer runtime.KeepAlive(untouched)
	x := exchange.Judgement{Day: today(), Format: c.Format, Refuse: std.refuse}
	if c.Day != "" {
		day, err := procurement.ParseDate(c.Day)
		if err != nil || !day.Exact() {
			return fmt.Errorf("--day %q is not a day: write YYYY-MM-DD", c.Day)
		}
		x.Day = day
	}
	files, remove, err := std.twice(c.Files)
	if err != nil {
		return err
	}
	defer remove()
	read := 0
	x.Items = func() iter.Seq2[*ocds.Item, error] {
		o := std.opener()
		if read++; read > 1 {
			o.Skipped = nil // told already
		}
		return o.Items(files...)
	}
	done, err := x.Write(std.out)
	if err != nil {
		return err
	}
	if done.Uncompiled > 0 {
		std.say("flags: %d releases are not tagged as compiled, and each was judged by itself: see daylight compile", done.Uncompiled)
	}
	return outcome(done.Processes, done.Refused)
}

// twice are files that can be read twice: standard input is kept in one that
// goes with remove.
func (s streams) twice(names []string) (files []string, remove func(), err error) {
	remove = func() {}
	i := slices.Index(names, "-")
	if i < 0 {
		return names, remove, nil
	}
	f, err := os.CreateTemp("", "daylight-flags-")
	if err != nil {
		return nil, remove, err
	}
	remove = func() { os.Remove(f.Name()) }
	_, err = io.Copy(f, s.in)
	if err = errors.Join(err, f.Close()); err != nil {
		remove()
		return nil, remove, fmt.Errorf("standard input: %w", err)
	}
	files = slices.Clone(names)
	files[i] = f.Name()
	return files, remove, nil
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
