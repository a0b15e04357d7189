package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"daylight/internal/exchange"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// origin is where releases come from, as the operator says.
type origin struct {
	Source    string `placeholder:"TEXT" env:"-" help:"Where the files come from, in words; shown with each release."`
	SourceURL string `name:"source-url" placeholder:"URL" env:"-" help:"Where they were taken from."`
	Licence   string `placeholder:"TEXT" env:"-" help:"The licence they are published under, where their packages state none."`
	Publisher string `placeholder:"NAME" env:"-" help:"Who speaks in packages that name no publisher."`
}

func (o origin) origin() store.Origin {
	return store.Origin{Source: o.Source, URL: o.SourceURL, Licence: o.Licence}
}

type importCommand struct {
	database
	origin
	DryRun bool     `name:"dry-run" env:"-" help:"Do everything on a copy that is thrown away, and report the same."`
	Batch  int      `hidden:"" env:"-" help:"How many releases are filed at a time."`
	Files  []string `arg:"" help:"Files of release packages, record packages, JSON lines, arrays or concatenated JSON, plain, gzip, zstd or zip; folders of these; - is standard input."`
}

func (c importCommand) Run(ctx context.Context, std streams) error {
	for _, file := range c.Files {
		if err := exchange.Readable(file); err != nil {
			return err
		}
	}
	if c.DryRun {
		dir, err := os.MkdirTemp("", "daylight-dry-run-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		if c.database, err = c.copy(ctx, dir); err != nil {
			return err
		}
	}
	r, err := c.open(ctx, std)
	if err != nil {
		return err
	}
	defer r.Close()
	if _, err := r.AdvanceDay(ctx, operator("import"), today()); err != nil {
		return err
	}
	outcome, took, err := c.load(ctx, std, r)
	if err != nil {
		return err
	}
	c.summarise(std, outcome, took)
	return c.verdict(outcome)
}

// copy is the database as a dry run may change it: in a folder of its own.
func (d database) copy(ctx context.Context, dir string) (database, error) {
	to := database{DB: filepath.Join(dir, "dry-run.db"), Origin: d.Origin}
	if store.Exists(d.DB) != nil {
		return to, nil
	}
	if err := store.Copy(ctx, d.DB, to.DB); err != nil {
		return to, err
	}
	key, err := os.ReadFile(registry.Config{DB: d.DB, Key: d.Key}.KeyPath())
	if err != nil {
		return to, fmt.Errorf("signing key: %w", err)
	}
	return to, os.WriteFile(registry.Config{DB: to.DB}.KeyPath(), key, 0o600)
}

// maxRefusals is how many refusals are told one by one.
const maxRefusals = 20

// memoryLimit is where the collector of garbage begins to work harder, whatever
// the size of the input. Beside it stand the program and SQLite's cache, which
// have as much again at most. GOMEMLIMIT can set a lower one.
const memoryLimit = 144 << 20

func (c importCommand) load(ctx context.Context, std streams, r *registry.Registry) (exchange.Outcome, time.Duration, error) {
	debug.SetMemoryLimit(min(memoryLimit, debug.SetMemoryLimit(-1)))
	progress := newProgress(std.err, inputSize(c.Files))
	refused := 0
	importer := exchange.Importer{
		Registry: r, Who: operator("import"), Origin: c.origin.origin(), Publisher: c.Publisher, Batch: c.Batch,
		Opener: exchange.Opener{Stdin: std.in, Skipped: func(file, why string) { std.say("skipped: %s: %s", file, why) }, Progress: progress.read},
		Filed:  progress.filed,
		Refused: func(err error) {
			switch refused++; {
			case refused <= maxRefusals:
				std.say("refused: %v", err)
			case refused == maxRefusals+1:
				std.say("refused: more; `daylight quarantine list` names all")
			}
		},
	}
	begun := time.Now()
	outcome, err := importer.Run(ctx, c.Files...)
	progress.end()
	return outcome, time.Since(begun), err
}

// inputSize is how many bytes the inputs have; -1 where that cannot be known.
func inputSize(names []string) int64 {
	var total int64
	for _, name := range names {
		err := filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := os.Stat(path)
			switch {
			case err != nil:
				return err
			case info.Mode().IsRegular():
				total += info.Size()
			case !info.IsDir():
				return fs.ErrInvalid
			}
			return nil
		})
		if err != nil {
			return -1
		}
	}
	return total
}

// summarise says what became of the input, line by line.
func (c importCommand) summarise(std streams, o exchange.Outcome, took time.Duration) {
	what := "import"
	if c.DryRun {
		what = "dry run, nothing written"
	}
	std.say("%s: %s read, %.1f MB in %.1f s, %.1f MB/s", what, count(o.Files, "file", "files"),
		float64(o.Bytes)/1e6, took.Seconds(), float64(o.Bytes)/1e6/max(took.Seconds(), 1e-3))
	std.say("releases: %d in = %d filed + %d known already + %d quarantined", o.In(), o.Filed, o.Known, o.Refused)
	for _, r := range o.ByReason() {
		std.say("  %d %s", o.Reasons[r], r)
	}
	std.say("%s new; %s raised, %d cleared", count(o.Processes, "process", "processes"), count(o.Raised, "flag", "flags"), o.Cleared)
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// verdict is the error of an import that left something out: a failure only
// where nothing was found that could be kept.
func (c importCommand) verdict(o exchange.Outcome) error {
	switch {
	case o.Refused == 0:
		return nil
	case o.Refused == o.Unread && o.Filed+o.Known == 0:
		return fmt.Errorf("nothing could be read: %s", count(o.Refused, "refusal", "refusals"))
	}
	return fmt.Errorf("%w: %d are in quarantine", exchange.ErrPartly, o.Refused)
}
