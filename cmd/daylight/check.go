package main

import (
	"errors"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"daylight/internal/exchange"
)

type checkCommand struct {
	JSON  bool     `name:"json" help:"Print the report as JSON."`
	Files []string `arg:"" help:"OCDS files, archives and folders; - is standard input."`
}

// problemsFound is the error of a check that found something; it exits as a
// command that refused something does.
type problemsFound struct{}

func (problemsFound) Error() string        { return "problems were found" }
func (problemsFound) Is(target error) bool { return target == exchange.ErrPartly }

// Run reports what is wrong and files nothing.
func (c checkCommand) Run(std streams) error {
	report := exchange.Check(exchange.Opener{Stdin: std.in}, c.Files...)
	write := func() error { return report.WriteText(std.out) }
	if c.JSON {
		write = func() error { return json.MarshalWrite(std.out, report, jsontext.WithIndent("  ")) }
	}
	if err := write(); err != nil {
		return err
	}
	switch {
	case report.Releases == 0 && report.Refused > 0:
		return errors.New("nothing here could be filed")
	case !report.Clean():
		return problemsFound{}
	}
	return nil
}
