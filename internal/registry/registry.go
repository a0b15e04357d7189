// Package registry is the desk clerk: the only writer of the public record.
//
// It promises that filing is one transaction, from check to events: either all
// of it is on disk, with its leaves in the ledger, or none. What it derives
// (record, rows, flags, events) is a pure function of the releases in merge
// order, the rules and the recorded day; Rebuild derives it again and Verify
// compares. It has no clock of its own but for the time a leaf is recorded.
//
// A filing derives each process it touches, and that process's neighbours, as
// a whole; a load of very many releases is to be cut into filings.
package registry

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"time"

	"golang.org/x/mod/sumdb/note"

	"daylight/internal/access"
	"daylight/internal/ledger"
	"daylight/internal/store"
)

// ErrDenied is returned where the actor may not do what it asks.
var ErrDenied = errors.New("not allowed")

// Actor is who asks, for rooms that pass it on.
type Actor = access.Actor

// Config says where the record is kept and how its ledger signs.
type Config struct {
	DB     string // path of the database, created where absent
	Key    string // path of the signing key, made at first start; DB + ".key" where empty
	Origin string // name of the ledger, as its checkpoints carry it

	Now  func() time.Time // time.Now where nil
	Rand io.Reader        // crypto/rand where nil
	Say  func(string)     // is told what takes long at the start; may be nil
}

// KeyPath is where the signing key lies.
func (c Config) KeyPath() string {
	if c.Key != "" {
		return c.Key
	}
	return c.DB + ".key"
}

const vkeySetting = "log_vkey"

// Registry writes the record. One process may have one open.
type Registry struct {
	writer *store.Writer
	signer note.Signer
	now    func() time.Time
	rand   io.Reader
	say    func(string)

	factorKeyPath string
}

// Open opens the record for writing, creating database and key at the first
// start. A ledger that has been signed keeps its key: a lost key is an error. A
// record that an earlier version derived is derived again.
func Open(ctx context.Context, c Config) (*Registry, error) {
	w, err := store.OpenWriter(ctx, c.DB)
	if err != nil {
		return nil, err
	}
	r := &Registry{writer: w, now: c.Now, rand: c.Rand, factorKeyPath: c.FactorKeyPath()}
	if r.now == nil {
		r.now = time.Now
	}
	if r.rand == nil {
		r.rand = rand.Reader
	}
	if err := r.loadKey(ctx, c); err != nil {
		w.Close()
		return nil, err
	}
	if r.say = c.Say; r.say == nil {
		r.say = func(string) {}
	}
	if err := r.renew(ctx); err != nil {
		w.Close()
		return nil, err
	}
	return r, nil
}

func (r *Registry) loadKey(ctx context.Context, c Config) error {
	return r.writer.Update(ctx, func(tx *store.Tx) error {
		known, err := tx.Setting(ctx, vkeySetting)
		if err != nil {
			return err
		}
		var vkey string
		if known == "" {
			r.signer, vkey, _, err = ledger.LoadOrCreateKey(c.KeyPath(), c.Origin)
		} else {
			r.signer, vkey, err = ledger.LoadKey(c.KeyPath(), c.Origin)
		}
		switch {
		case err != nil:
			return fmt.Errorf("signing key: %w", err)
		case known == "":
			return tx.SetSetting(ctx, vkeySetting, vkey)
		case known != vkey:
			return fmt.Errorf("signing key %s is not the one this ledger was begun with (%s): put the old key back", c.KeyPath(), known)
		}
		return nil
	})
}

// Close closes the record.
func (r *Registry) Close() error { return r.writer.Close() }

func permit(who access.Actor, what access.Action) error {
	if err := access.Can(who, what, access.Object{}); err != nil {
		return fmt.Errorf("%w: %s may not %s", ErrDenied, who.Kind, what)
	}
	return nil
}

// VerifierKey is the public key that the ledger's checkpoints are checked
// with.
func VerifierKey(ctx context.Context, v store.View) (string, error) {
	return v.Setting(ctx, vkeySetting)
}
