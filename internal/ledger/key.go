package ledger

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// LoadOrCreateKey is LoadKey, and makes a new key where there is no file. Of several processes that start at once one
// makes the key (created is true) and all get it. A caller whose log already has a signed checkpoint should call
// LoadKey: a new key would start another log under the same name.
//
// The directory must exist, on a file system with hard links.
func LoadOrCreateKey(path, origin string) (signer note.Signer, vkey string, created bool, err error) {
	signer, vkey, err = LoadKey(path, origin)
	if !errors.Is(err, fs.ErrNotExist) {
		return signer, vkey, false, err
	}
	skey, _, err := note.GenerateKey(rand.Reader, origin)
	if err != nil {
		return nil, "", false, err
	}
	if created, err = KeepSecret(path, skey); err != nil {
		return nil, "", false, fmt.Errorf("ledger key: %w", err)
	}
	signer, vkey, err = LoadKey(path, origin)
	return signer, vkey, created, err
}

// LoadKey reads an Ed25519 note key and gives with it the verifier key, which is to be published. It refuses a file
// that group or others may use, and a key whose name is not the origin. A missing file is fs.ErrNotExist.
func LoadKey(path, origin string) (signer note.Signer, vkey string, err error) {
	if err := validOrigin(origin); err != nil {
		return nil, "", err
	}
	skey, err := ReadSecret(path)
	if err != nil {
		return nil, "", fmt.Errorf("ledger key: %w", err)
	}
	signer, err = note.NewSigner(skey)
	if err != nil {
		return nil, "", fmt.Errorf("ledger key: %s: %w", path, err)
	}
	if signer.Name() != origin {
		return nil, "", fmt.Errorf("ledger key: %s is the key of %q, not of the origin %q", path, signer.Name(), origin)
	}
	vkey, err = verifierKey(skey)
	return signer, vkey, err
}

// verifierKey derives the public key from the encoding of a private key that note.NewSigner has accepted:
// PRIVATE+KEY+name+hash+base64(algorithm, seed).
func verifierKey(skey string) (string, error) {
	parts := strings.SplitN(skey, "+", 5)
	key, err := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	if err != nil || len(parts) != 5 || len(key) != 1+ed25519.SeedSize {
		return "", errors.New("ledger key: not an Ed25519 note key")
	}
	public := ed25519.NewKeyFromSeed(key[1:]).Public().(ed25519.PublicKey)
	return note.NewEd25519VerifierKey(parts[2], public)
}
