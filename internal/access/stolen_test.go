package access_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"daylight/internal/access"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// factors opens the accounts of a database that somebody has a copy of.
func factors(db string) (access.Store, error) {
	r, err := registry.Open(ctx, registry.Config{DB: db, Origin: "daylight.example/log"})
	if err != nil {
		return access.Store{}, err
	}
	defer r.Close()
	reader, err := store.OpenReader(db)
	if err != nil {
		return access.Store{}, err
	}
	defer reader.Close()
	return r.Accounts(ctx, reader)
}

// Who has a backup of the database and not the key beside it has no seed.
func TestAStolenDatabaseMakesNoCodes(t *testing.T) {
	d := newDesk(t)
	d.person("ada@example.org", d.organisation("Audit"), access.Publisher)
	seed := d.seeds["ada@example.org"]
	stolen := filepath.Join(t.TempDir(), "stolen.db")
	d.must(store.Copy(ctx, d.db, stolen))
	for _, file := range []string{d.db, d.db + "-wal", stolen} {
		text, err := os.ReadFile(file)
		d.must(err)
		if bytes.Contains(bytes.ToUpper(text), []byte(seed)) {
			t.Errorf("the seed lies in %s", filepath.Base(file))
		}
	}
	// With the signing key, and even with a key of authenticators of his own.
	key, err := os.ReadFile(d.db + ".key")
	d.must(err)
	d.must(os.WriteFile(stolen+".key", key, 0o600))
	if _, err := factors(stolen); !errors.Is(err, registry.ErrFactorKey) || !strings.Contains(err.Error(), "is missing") {
		t.Errorf("without the key: %v", err)
	}
	d.must(os.WriteFile(stolen+".factors.key", []byte(strings.Repeat("0a", 32)), 0o600))
	if _, err := factors(stolen); !errors.Is(err, registry.ErrFactorKey) {
		t.Errorf("with another key: %v", err)
	}
	for what, text := range map[string]string{"short": "0a", "not hexadecimal": strings.Repeat("zz", 32), "long": strings.Repeat("0a", 33), "empty": ""} {
		d.must(os.WriteFile(stolen+".factors.key", []byte(text), 0o600))
		if _, err := factors(stolen); err == nil || !strings.Contains(err.Error(), "64 hexadecimal digits") {
			t.Errorf("%s: %v", what, err)
		}
	}
	if info, err := os.Stat(d.db + ".factors.key"); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key: %v %v", info, err)
	}
}

// Seeds that an earlier version kept as they are get sealed at the next start,
// are gone from file and write-ahead log, and go on to work.
func TestSeedsKeptAsTheyWereAreSealed(t *testing.T) {
	d := newDesk(t)
	d.person("ada@example.org", d.organisation("Audit"), access.Publisher)
	d.close()
	d.must(os.Remove(d.db + ".factors.key"))
	seed := d.seeds["ada@example.org"]
	raw, err := store.OpenWriter(ctx, d.db)
	d.must(err)
	reader, err := store.OpenReader(d.db)
	d.must(err)
	people := store.NewTable[access.Person](store.NewAccounts(raw, reader), "people", 1)
	d.must(raw.Update(ctx, func(tx *store.Tx) error {
		ctx := store.WithTx(ctx, tx)
		list, err := people.Find(ctx)
		d.must(err)
		list[0].Factor = seed
		return errors.Join(people.Replace(ctx, list[0]), tx.SetSetting(ctx, "factor_key", ""))
	}))
	d.must(errors.Join(reader.Close(), raw.Close()))
	d.open()
	if _, err := d.signIn("ada@example.org"); err != nil {
		t.Error(err)
	}
	for _, file := range []string{d.db, d.db + "-wal"} {
		if text, _ := os.ReadFile(file); bytes.Contains(text, []byte(seed)) {
			t.Errorf("the seed lies in %s", filepath.Base(file))
		}
	}
}

// A key that is lost for good is replaced; then nobody has a factor, and codes
// of before let nobody in. One that is there is not replaced.
func TestALostKeyIsReplaced(t *testing.T) {
	d := newDesk(t)
	d.person("ada@example.org", d.organisation("Audit"), access.Publisher)
	d.close()
	again := func() error {
		r, err := registry.Open(ctx, registry.Config{DB: d.db, Origin: "daylight.example/log"})
		d.must(err)
		defer r.Close()
		reader, err := store.OpenReader(d.db)
		d.must(err)
		defer reader.Close()
		return r.NewFactorKey(context.Background(), reader)
	}
	if err := again(); err == nil || !strings.Contains(err.Error(), "not missing") {
		t.Errorf("a key that is there: %v", err)
	}
	d.must(os.Remove(d.db + ".factors.key"))
	d.must(again())
	d.open()
	_, err := d.signIn("ada@example.org")
	invalid(t, "with a code of before", err)
}
