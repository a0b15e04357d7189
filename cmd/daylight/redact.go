package main

import (
	"context"
	"fmt"
	"text/tabwriter"

	"daylight/internal/ocds"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// redactCommand carries out an order of a court where nobody is at the desk to
// do it: the court is the first of the two who have to agree, and is named for
// good. On any other ground two people remove something, at the desk. It needs
// the database to itself: stop the server for it.
type redactCommand struct {
	database
	OCID     string   `arg:"" help:"The process."`
	Entry    int64    `arg:"" help:"The release, by the number of its entry in the log."`
	Pointers []string `arg:"" optional:"" help:"JSON pointers of what is to be removed; none prints what there is."`
	Ground   string   `enum:"court-order,defamation-order" default:"court-order" env:"-" help:"${enum}."`
	Court    string   `placeholder:"NAME" env:"-" help:"The court, as it is to be shown for good, such as 'High Court of Justice'."`
	Note     string   `placeholder:"TEXT" env:"-" help:"A note that is not public, such as the number of the case."`
}

func (c redactCommand) Run(ctx context.Context, std streams) error {
	if len(c.Pointers) == 0 {
		return c.list(ctx, std)
	}
	r, err := c.existing(ctx, std)
	if err != nil {
		return err
	}
	defer r.Close()
	alone := func(context.Context) error { return nil }
	id, err := r.ProposeRedaction(ctx, operator("redact"), registry.Redaction{
		OCID: c.OCID, Seq: c.Entry, Pointers: c.Pointers, Ground: c.Ground, Note: c.Note, AskedBy: c.Court,
	}, alone)
	if err != nil {
		return fmt.Errorf("nothing was removed: %w", err)
	}
	if err := r.ApproveRedaction(ctx, operator("redact"), id, "Operator of the site", alone); err != nil {
		return err
	}
	std.say("removed: backups and exports made before still have it")
	return nil
}

// list prints the values of a release with their pointers.
func (c redactCommand) list(ctx context.Context, std streams) error {
	return c.read(ctx, func(v store.View) error {
		release, err := v.Release(ctx, c.OCID, c.Entry)
		if err != nil {
			return fmt.Errorf("release %d of %s: %w", c.Entry, c.OCID, err)
		}
		values, err := ocds.Values(release.Body)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
		for _, x := range values {
			fmt.Fprintf(w, "%s\t%s\n", x.Pointer, x.Text)
		}
		return w.Flush()
	})
}
