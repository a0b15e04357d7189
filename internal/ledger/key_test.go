package ledger

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/mod/sumdb/note"
)

func TestKeyIsMadeOnceAndKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.key")
	if _, _, err := LoadKey(path, origin); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("LoadKey without a file: %v", err)
	}
	signer, vkey, created, err := LoadOrCreateKey(path, origin)
	if err != nil || !created {
		t.Fatalf("first start: created %v, %v", created, err)
	}
	if info, _ := os.Stat(path); info.Mode() != 0o600 {
		t.Errorf("the key file has mode %v", info.Mode())
	}
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(sign(t, signer, leavesFor(1)), verifier); err != nil {
		t.Errorf("the verifier key does not fit the signer: %v", err)
	}
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	_, again, created, err := LoadOrCreateKey(path, origin)
	if err != nil || created || again != vkey {
		t.Errorf("second start: created %v, key %s then %s, %v", created, vkey, again, err)
	}
}

func TestKeyOfManyStartsAtOnce(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "log.key")
	var vkeys [16]string
	var made [16]bool
	var wg sync.WaitGroup
	for i := range vkeys {
		wg.Go(func() {
			var err error
			if _, vkeys[i], made[i], err = LoadOrCreateKey(path, origin); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	makers := 0
	for i := range vkeys {
		if made[i] {
			makers++
		}
		if vkeys[i] != vkeys[0] {
			t.Errorf("two keys: %s and %s", vkeys[0], vkeys[i])
		}
	}
	if makers != 1 {
		t.Errorf("%d made the key", makers)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

func TestKeyRefused(t *testing.T) {
	good, _, err := note.GenerateKey(nil, origin)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, text, want string
		mode             os.FileMode
	}{
		{"group may read", good, "chmod 600", 0o640},
		{"others may read", good, "chmod 600", 0o604},
		{"empty", "", "malformed", 0o600},
		{"cut short", good[:len(good)-4], "malformed", 0o600},
		{"two lines", good + "\n" + good, "malformed", 0o600},
		{"renamed", strings.Replace(good, origin, "other.example", 1), "invalid verifier hash", 0o600},
	}
	for _, test := range tests {
		path := filepath.Join(t.TempDir(), "log.key")
		if err := os.WriteFile(path, []byte(test.text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, test.mode); err != nil {
			t.Fatal(err)
		}
		checkRefused(t, test.name, path, origin, test.want)
		if kept, _ := os.ReadFile(path); string(kept) != test.text {
			t.Errorf("%s: the file was changed", test.name)
		}
	}
	path := filepath.Join(t.TempDir(), "log.key")
	if err := os.WriteFile(path, []byte(good), 0o600); err != nil {
		t.Fatal(err)
	}
	checkRefused(t, "other origin", path, "other.example", `not of the origin "other.example"`)
	checkRefused(t, "no origin", path, "two words", "cannot be an origin")
	checkRefused(t, "a directory", t.TempDir(), origin, "regular file")
	checkRefused(t, "no directory", filepath.Join(path, "log.key"), origin, "not a directory")
}

func checkRefused(t *testing.T, name, path, origin, want string) {
	t.Helper()
	_, _, _, err := LoadOrCreateKey(path, origin)
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%s: %v, want %q", name, err, want)
	}
	if err != nil && strings.Contains(err.Error(), "PRIVATE") {
		t.Errorf("%s: the error tells the key: %v", name, err)
	}
}
