package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"iter"
	"runtime"
	"slices"
	"time"

	"daylight/internal/access"
	"daylight/internal/exchange"
	"daylight/internal/ocds"
	"daylight/internal/procurement"
	"daylight/internal/registry"
	"daylight/internal/store"
	"daylight/seed"
)

// database names the database and the key its ledger signs with.
type database struct {
	DB     string `name:"db" default:"daylight.db" placeholder:"FILE" help:"The database."`
	Key    string `placeholder:"FILE" help:"The ledger's signing key, made at first start (default: the database's name and .key)."`
	Origin string `default:"daylight.example/log" help:"The ledger's name, as its checkpoints carry it."`
}

// open opens the record for writing, creating it where absent.
func (d database) open(ctx context.Context, std streams) (*registry.Registry, error) {
	return registry.Open(ctx, d.config(std))
}

func (d database) config(std streams) registry.Config {
	return registry.Config{DB: d.DB, Key: d.Key, Origin: d.Origin, Say: func(s string) { std.say("%s: %s", d.DB, s) }}
}

// existing opens a record for writing that must be there: a slip in its name
// makes no new one.
func (d database) existing(ctx context.Context, std streams) (*registry.Registry, error) {
	if err := store.Exists(d.DB); err != nil {
		return nil, err
	}
	return d.open(ctx, std)
}

// read runs fn on one moment of the database.
func (d database) read(ctx context.Context, fn func(store.View) error) error {
	r, err := store.OpenReader(d.DB)
	if err != nil {
		return err
	}
	defer r.Close()
	return r.Read(ctx, fn)
}

func operator(name string) access.Actor { return access.Actor{Kind: access.Operator, Name: name} }

func today() procurement.Date { return procurement.Date(time.Now().UTC().Format(time.DateOnly)) }

type seedCommand struct{ database }

// Run files all cases at once, in the order in which their statements were
// made, and records the day.
func (c seedCommand) Run(ctx context.Context, std streams) error {
	r, err := c.open(ctx, std)
	if err != nil {
		return err
	}
	defer r.Close()
	if _, err := r.AdvanceDay(ctx, operator("seed"), today()); err != nil {
		return err
	}
	list, err := seedReleases(seed.FS)
	if err != nil {
		return err
	}
	batch := registry.Batch{Origin: store.Origin{Source: "seed", Licence: ocds.Licence}}
	for i, s := range list {
		ready, err := registry.Prepare(s)
		if err != nil {
			return fmt.Errorf("release %d of the seed: %w", i+1, err)
		}
		batch.Releases = append(batch.Releases, ready)
	}
	result, err := r.Load(ctx, operator("seed"), batch)
	if err != nil {
		return err
	}
	std.say("seed: %d releases filed, %d known already; %d processes in %s", result.Filed, result.Known, len(result.OCIDs), c.DB)
	return nil
}

// seedReleases are the releases of all cases, the oldest first. Those without
// a dated source, which carry the day they were read, come before all others:
// the feeds are then led by what is known to be new.
func seedReleases(cases fs.FS) ([]registry.Submission, error) {
	names, err := fs.Glob(cases, "*.json")
	if err != nil {
		return nil, err
	}
	var list []registry.Submission
	dates := map[string]string{}
	for _, name := range names {
		text, err := fs.ReadFile(cases, name)
		if err != nil {
			return nil, err
		}
		var items []*ocds.Item
		for item, err := range ocds.Read(bytes.NewReader(text)) {
			if err != nil {
				return nil, fmt.Errorf("seed/%s: %w", name, err)
			}
			items = append(items, item)
		}
		for _, item := range items {
			release, err := ocds.ParseObject(item.Body)
			if err != nil {
				return nil, fmt.Errorf("seed/%s: %w", name, err)
			}
			if ocds.String(release, "dateBasis") != "accessed" {
				dates[string(item.Body)] = ocds.String(release, "date")
			}
			list = append(list, registry.Submission{Body: item.Body, Publisher: item.Package.Publisher.Name})
		}
	}
	slices.SortStableFunc(list, func(a, b registry.Submission) int {
		return cmp.Compare(dates[string(a.Body)], dates[string(b.Body)])
	})
	return list, nil
}

// refuse tells what was left out.
func (s streams) refuse(err error) { s.say("refused: %v", err) }

// items reads files, folders and standard input, and tells what was skipped.
func (s streams) items(names ...string) iter.Seq2[*ocds.Item, error] {
	return s.opener().Items(names...)
}

func (s streams) opener() exchange.Opener {
	return exchange.Opener{Stdin: s.in, Skipped: func(file, why string) { s.say("skipped: %s: %s", file, why) }}
}

// outcome is the error of a command that did some things and refused others.
func outcome(done, refused int) error {
	switch {
	case refused == 0:
		return nil
	case done == 0:
		return fmt.Errorf("nothing could be read: %d refused", refused)
	}
	return fmt.Errorf("%w: %d", exchange.ErrPartly, refused)
}

type compileCommand struct {
	Files     []string `arg:"" help:"OCDS files, archives and folders; - is standard input."`
	Versioned bool     `help:"Print versioned releases: every value each field had."`
	OCDS10    bool     `name:"ocds-1.0" help:"Merge by the rules of OCDS 1.0, whatever the packages say."`
}

// headroom is memory that is asked for and never touched. It counts as heap, so
// that no collection runs before as much is in use, and small inputs need none;
// of large inputs the share that is garbage stays what it would be.
const headroom = 32 << 20

func (c compileCommand) Run(std streams) error {
	untouched := make([]byte, headroom)
	defer runtime.KeepAlive(untouched)
	refused := 0
	compilation := ocds.Compilation{Versioned: c.Versioned}
	if c.OCDS10 {
		compilation.Strategies = ocds.Strategies10
	}
	merged, err := exchange.Compile(std.out, std.items(c.Files...), compilation, func(err error) {
		refused++
		std.refuse(err)
	})
	if err != nil {
		return err
	}
	return outcome(merged, refused)
}

type rebuildCommand struct{ database }

func (c rebuildCommand) Run(ctx context.Context, std streams) error {
	r, err := c.existing(ctx, std)
	if err != nil {
		return err
	}
	defer r.Close()
	n, err := r.Rebuild(ctx, operator("rebuild"))
	if err != nil {
		return err
	}
	std.say("rebuild: %d processes derived again", n)
	return nil
}

type dayCommand struct {
	database
	Day string `arg:"" optional:"" help:"YYYY-MM-DD; today (UTC) where left out."`
}

func (c dayCommand) Run(ctx context.Context, std streams) error {
	r, err := c.existing(ctx, std)
	if err != nil {
		return err
	}
	defer r.Close()
	day := today()
	if c.Day != "" {
		if day, err = procurement.ParseDate(c.Day); err != nil {
			return err
		}
	}
	advanced, err := r.AdvanceDay(ctx, operator("day"), day)
	if err != nil {
		return err
	}
	if !advanced {
		std.say("day: %s is recorded already, or a later day is", day)
		return nil
	}
	std.say("day: %s recorded", day)
	return nil
}

type surveyCommand struct{ database }

func (c surveyCommand) Run(ctx context.Context, std streams) error {
	r, err := c.existing(ctx, std)
	if err != nil {
		return err
	}
	defer r.Close()
	done, err := r.Survey(ctx, operator("survey"))
	if err != nil {
		return err
	}
	if !done {
		std.say("survey: nothing was recorded since the last one")
		return nil
	}
	std.say("survey: recorded")
	return nil
}
