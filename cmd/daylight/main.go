// Command daylight serves and fills the public record of government technology
// contracts.
//
// It is the only place that reads flags and environment and wires the rooms
// together. Data goes to standard output, talk to standard error. It exits 0
// when all was done, 1 when it failed, 2 when some of the input was refused,
// 80 when it was called wrongly.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"daylight/internal/exchange"
)

// The exit codes, beside kong's own 80 for a wrong call.
const (
	exitFailed = 1
	exitPartly = 2
)

// commands is the command line.
type commands struct {
	Serve      serveCommand      `cmd:"" help:"Serve the site."`
	Seed       seedCommand       `cmd:"" help:"File the cases that come with Daylight."`
	Import     importCommand     `cmd:"" help:"File OCDS releases from files."`
	Quarantine quarantineCommand `cmd:"" help:"Look at what an import could not file, and file it after all."`
	Fetch      fetchCommand      `cmd:"" help:"File what a publisher's OCDS API has; again reads on from there."`
	Check      checkCommand      `cmd:"" help:"Report what is wrong in OCDS files, and file nothing."`
	Compile    compileCommand    `cmd:"" help:"Merge OCDS releases into compiled releases, as JSON lines; needs no database."`
	Export     exportCommand     `cmd:"" help:"Write the record, or what is chosen of it, as OCDS packages, JSON lines, CSV or Excel tables."`
	Flags      flagsCommand      `cmd:"" help:"Print every rule's result for every process; or Cardinal's indicators of compiled releases."`
	Redact     redactCommand     `cmd:"" help:"Remove from a release what a court has ordered removed."`
	Rebuild    rebuildCommand    `cmd:"" help:"Derive every row again from the releases."`
	Verify     verifyCommand     `cmd:"" help:"Check the whole database against its ledger, and name the first mismatch."`
	Day        dayCommand        `cmd:"" help:"Advance the recorded day, on which due dates are judged."`
	Survey     surveyCommand     `cmd:"" help:"Survey the market for the rules that compare with it; serve does so with each new day."`
	User       userCommand       `cmd:"" help:"Make and disable the desk's accounts."`
	Version    versionCommand    `cmd:"" help:"Print the version."`
}

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

func (s streams) say(format string, args ...any) { fmt.Fprintf(s.err, format+"\n", args...) }

func main() { os.Exit(run()) }

// run is main with an exit code, for the tests to call as a program.
func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	std := streams{os.Stdin, os.Stdout, os.Stderr}
	var c commands
	parsed := kong.Parse(&c,
		kong.Name("daylight"),
		kong.Description("The public record of government technology contracts."),
		kong.DefaultEnvars("DAYLIGHT"),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(std),
		kong.Vars{"formats": strings.Join(exchange.FormatNames(), ",")},
	)
	err := parsed.Run()
	switch {
	case err == nil:
		return 0
	case errors.Is(err, exchange.ErrPartly):
		std.say("daylight: %v", err)
		return exitPartly
	}
	std.say("daylight: %v", err)
	return exitFailed
}
