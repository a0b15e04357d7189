package main

import (
	"fmt"
	"runtime/debug"
)

type versionCommand struct{}

func (versionCommand) Run(std streams) error {
	_, err := fmt.Fprintln(std.out, version())
	return err
}

// version is the module's version and the commit it was built from, as the Go
// tool recorded them.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "daylight, version unknown"
	}
	text := "daylight " + release()
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			text += " " + s.Value[:min(12, len(s.Value))]
		}
	}
	return text + " " + info.GoVersion
}

// release is the module's version alone.
func release() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info.Main.Version
	}
	return "unknown"
}
