package main

import (
	"context"
	"io"
	"path/filepath"
	"slices"
	"testing"

	"daylight/internal/ocds"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// A case says on its page under which licence its words can be used.
func TestTheSeedSaysItsLicence(t *testing.T) {
	ctx := context.Background()
	c := seedCommand{database{DB: filepath.Join(t.TempDir(), "record.db"), Origin: "daylight.example/log"}}
	std := streams{out: io.Discard, err: io.Discard}
	if err := c.Run(ctx, std); err != nil {
		t.Fatal(err)
	}
	err := c.read(ctx, func(v store.View) error {
		h, err := registry.Read(ctx, v, "daylight-met-police-palantir-pilot", registry.Moment{})
		if err == nil && !slices.Equal(h.Licences, []string{ocds.Licence}) {
			t.Errorf("licences %q", h.Licences)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
