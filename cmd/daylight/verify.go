package main

import (
	"context"
	"fmt"
	"os"

	"daylight/internal/registry"
	"daylight/internal/store"
)

type verifyCommand struct {
	database
	VKey           string `name:"vkey" placeholder:"KEY" help:"The ledger's verifier key, as published; without it the one that the database states is believed."`
	Checkpoint     string `placeholder:"FILE" help:"A checkpoint kept from before, which the ledger must still continue."`
	SaveCheckpoint string `placeholder:"FILE" help:"Write the ledger's latest checkpoint to a file, to keep elsewhere."`
}

func (c verifyCommand) Run(ctx context.Context, std streams) error {
	trust := registry.Trust{VKey: c.VKey}
	if c.Checkpoint != "" && c.VKey == "" {
		std.say("verify: no --vkey: the key that this database states is believed")
	}
	if c.Checkpoint != "" {
		var err error
		if trust.Checkpoint, err = os.ReadFile(c.Checkpoint); err != nil {
			return err
		}
	}
	return c.read(ctx, func(v store.View) error {
		report, err := registry.Verify(ctx, v, trust)
		if err != nil {
			return fmt.Errorf("verify: %w", err)
		}
		for _, t := range report.Redacted {
			fmt.Fprintf(std.out, "release %d (%s): REDACTED (leaf %d), %s, asked by %s, approved by %s\n",
				t.Seq, t.OCID, t.Leaf, t.Ground, t.AskedBy, t.ApprovedBy)
		}
		fmt.Fprintf(std.out, "verified: %d releases, %d leaves, %d checkpoints, %d processes\n",
			report.Releases, report.Leaves, report.Checkpoints, report.Processes)
		if c.SaveCheckpoint == "" {
			return nil
		}
		head, err := v.Checkpoint(ctx)
		if err != nil {
			return err
		}
		return os.WriteFile(c.SaveCheckpoint, head.Note, 0o644)
	})
}
