package registry

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"daylight/internal/access"
	"daylight/internal/ledger"
	"daylight/internal/store"
)

// FactorKeyPath is where the key lies that second factors are sealed with:
// beside the signing key, apart from the database.
func (c Config) FactorKeyPath() string {
	return strings.TrimSuffix(c.KeyPath(), ".key") + ".factors.key"
}

// factorKeySetting holds the mark of the key: by it another key is known.
const factorKeySetting = "factor_key"

func factorKeyMark(k access.FactorKey) string {
	h := sha256.Sum256(append([]byte("daylight/factor-key/v1 "), k[:]...))
	return hex.EncodeToString(h[:])
}

// ErrFactorKey is returned where the key of second factors is not the one they
// were sealed with.
var ErrFactorKey = errors.New("people could not sign in")

// factorKey reads the key that second factors are sealed with. The first time
// it makes one, and seals what an earlier version kept as it was.
func factorKey(ctx context.Context, w *store.Writer, s access.Store, path string) (key access.FactorKey, err error) {
	sealed := 0
	err = w.Update(ctx, func(tx *store.Tx) error {
		known, err := tx.Setting(ctx, factorKeySetting)
		if err != nil {
			return err
		}
		key, err = readFactorKey(path)
		if errors.Is(err, fs.ErrNotExist) && known == "" {
			key, err = newFactorKey(path)
		}
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("%w: %s, the key of their authenticators, is missing. Put it back from its backup; if it is lost for good, `daylight user new-key` makes another", ErrFactorKey, path)
		case err != nil:
			return fmt.Errorf("key of authenticators: %w", err)
		case known == "":
			s.Key = key
			if sealed, err = access.SealFactors(store.WithTx(ctx, tx), s, rand.Reader); err != nil {
				return err
			}
			return tx.SetSetting(ctx, factorKeySetting, factorKeyMark(key))
		case known != factorKeyMark(key):
			return fmt.Errorf("%w: %s is not the key that their authenticators were sealed with. Put the old key back; if it is lost for good, `daylight user new-key` begins anew with this one", ErrFactorKey, path)
		}
		return nil
	})
	if err == nil && sealed > 0 {
		err = w.Purge(ctx) // the seeds as they were
	}
	return key, err
}

func readFactorKey(path string) (key access.FactorKey, err error) {
	text, err := ledger.ReadSecret(path)
	if err != nil {
		return key, err
	}
	b, err := hex.DecodeString(text)
	if err != nil || len(b) != len(key) {
		return key, fmt.Errorf("%s does not hold a key of %d hexadecimal digits", path, 2*len(key))
	}
	return access.FactorKey(b), nil
}

func newFactorKey(path string) (key access.FactorKey, err error) {
	if _, err := rand.Read(key[:]); err != nil {
		return key, err
	}
	if _, err := ledger.KeepSecret(path, hex.EncodeToString(key[:])); err != nil {
		return key, err
	}
	return readFactorKey(path) // another process may have been first
}

// NewFactorKey begins with a new key where the old one is lost for good. Nobody
// has a second factor any more: each needs a link to set one up.
func (r *Registry) NewFactorKey(ctx context.Context, reader *store.Reader) error {
	s := accountTables(r.writer, reader)
	if _, err := factorKey(ctx, r.writer, s, r.factorKeyPath); !errors.Is(err, ErrFactorKey) {
		return errors.Join(fmt.Errorf("the key of authenticators was not replaced: %s is not missing", r.factorKeyPath), err)
	}
	return r.writer.Update(ctx, func(tx *store.Tx) error {
		key, err := newFactorKey(r.factorKeyPath)
		if err != nil {
			return err
		}
		if known, err := tx.Setting(ctx, factorKeySetting); err != nil || known == factorKeyMark(key) {
			return err
		}
		if err := access.ForgetFactors(store.WithTx(ctx, tx), s); err != nil {
			return err
		}
		return tx.SetSetting(ctx, factorKeySetting, factorKeyMark(key))
	})
}
