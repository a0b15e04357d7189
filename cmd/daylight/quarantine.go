package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"

	"daylight/internal/exchange"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// quarantineCommand looks at what an import could not file.
type quarantineCommand struct {
	List  quarantineList  `cmd:"" help:"List what could not be filed, and why."`
	Show  quarantineShow  `cmd:"" help:"Print one release in quarantine, byte for byte."`
	Retry quarantineRetry `cmd:"" help:"File what by now can be filed."`
}

type quarantineList struct {
	database
	All bool `env:"-" help:"Also what was filed since."`
}

func (c quarantineList) Run(ctx context.Context, std streams) error {
	return c.read(ctx, func(v store.View) error {
		held, err := v.Quarantine(ctx, c.All)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
		for _, h := range held {
			state := ""
			if h.FiledAt != "" {
				state = "filed " + h.FiledAt + ": "
			}
			fmt.Fprintf(w, "%d\t%s\t%s\t%s%s\n", h.ID, h.Reason, place(h), state, h.Sentence)
		}
		return w.Flush()
	})
}

// place is where in which file something stood.
func place(h registry.Held) string {
	return fmt.Sprintf("%s: document %d %s byte %d", h.Member, h.Document, h.Pointer, h.Offset)
}

type quarantineShow struct {
	database
	ID int64 `arg:"" help:"Its number, as list gives it."`
}

// Run prints the bytes to standard output and what is known of them to standard
// error.
func (c quarantineShow) Run(ctx context.Context, std streams) error {
	return c.read(ctx, func(v store.View) error {
		h, err := held(ctx, v, c.ID)
		if err != nil {
			return err
		}
		std.say("%s", place(h))
		std.say("%s: %s", h.Reason, h.Sentence)
		for _, f := range [][2]string{
			{"publisher", h.Publisher}, {"source", h.Source}, {"address", h.URL}, {"licence", h.Licence},
			{"SHA-256 of the file", h.FileSHA256}, {"recorded", h.RecordedAt}, {"filed", h.FiledAt},
		} {
			if f[1] != "" {
				std.say("%s: %s", f[0], f[1])
			}
		}
		if h.Body == nil {
			std.say("its bytes could not be kept")
		}
		_, err = std.out.Write(h.Body)
		return err
	})
}

func held(ctx context.Context, v store.View, id int64) (registry.Held, error) {
	h, err := v.Held(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		err = fmt.Errorf("nothing in quarantine has the number %d: `daylight quarantine list` names all", id)
	}
	return h, err
}

type quarantineRetry struct {
	database
	IDs []int64 `arg:"" optional:"" help:"Their numbers; all that are held where left out."`
}

func (c quarantineRetry) Run(ctx context.Context, std streams) error {
	ids, err := c.ids(ctx)
	if err != nil {
		return err
	}
	r, err := c.existing(ctx, std)
	if err != nil {
		return err
	}
	defer r.Close()
	filed, refused := 0, 0
	for _, id := range ids {
		_, err := r.Retry(ctx, operator("import"), id)
		if _, ok := errors.AsType[*registry.Rejected](err); ok {
			refused++
			std.say("refused: %d: %s", id, registry.Sentence(err))
			continue
		}
		if err != nil {
			return err
		}
		filed++
	}
	std.say("quarantine: %d filed, %d still held", filed, refused)
	if refused > 0 {
		return fmt.Errorf("%w: %d are still in quarantine", exchange.ErrPartly, refused)
	}
	return nil
}

// ids are what is asked for, all of it known before anything is filed.
func (c quarantineRetry) ids(ctx context.Context) (ids []int64, err error) {
	err = c.read(ctx, func(v store.View) error {
		for _, id := range c.IDs {
			if _, err := held(ctx, v, id); err != nil {
				return err
			}
			ids = append(ids, id)
		}
		if len(c.IDs) > 0 {
			return nil
		}
		all, err := v.Quarantine(ctx, false)
		for _, h := range all {
			ids = append(ids, h.ID)
		}
		return err
	})
	return
}
