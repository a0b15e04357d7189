package ledger

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ReadSecret reads the one line of a file that only its owner may use. It refuses one that group or others may use; a
// missing file is fs.ErrNotExist.
func ReadSecret(path string) (string, error) {
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

// KeepSecret makes a file of one line that only its owner may use, unless there is a file, and tells whether it did.
// The directory must exist, on a file system with hard links.
func KeepSecret(path, line string) (created bool, err error) {
	temp, err := writeTemp(filepath.Dir(path), line+"\n")
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
