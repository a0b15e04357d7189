package ledger

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
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
	if created, err = createKey(path, origin); err != nil {
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
	skey, err := readSecret(path)
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

// readSecret reads the one line of a file that only its owner may use.
func readSecret(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	// The open file is asked, not the path: nobody can put another in its place in between.
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("%s is not a regular file", path)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return "", fmt.Errorf("%s has mode %04o: group or others may use the private key; run chmod 600 on it", path, mode)
	}
	text, err := io.ReadAll(io.LimitReader(f, 4<<10))
	return strings.TrimSuffix(string(text), "\n"), err
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

// createKey makes a key at path unless there is one, and tells whether it did.
func createKey(path, origin string) (created bool, err error) {
	skey, _, err := note.GenerateKey(rand.Reader, origin)
	if err != nil {
		return false, err
	}
	temp, err := writeTemp(filepath.Dir(path), skey+"\n")
	if err != nil {
		return false, err
	}
	defer os.Remove(temp)
	// Link, unlike rename, never replaces: the first process wins, and no reader sees half a key.
	if err := os.Link(temp, path); errors.Is(err, fs.ErrExist) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	return true, syncDir(filepath.Dir(path))
}

// writeTemp writes text to a new file of mode 0600 and waits for the disk.
func writeTemp(dir, text string) (path string, err error) {
	f, err := os.CreateTemp(dir, ".key-*")
	if err != nil {
		return "", err
	}
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
