package main

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// serving starts a server and gives its address.
func serving(t *testing.T, db string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "daylight", "serve", "--db", db, "--addr", "127.0.0.1:0")
	out, err := cmd.StderrPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Signal(os.Interrupt); cmd.Wait() })
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, address, ok := strings.Cut(lines.Text(), "Daylight is at "); ok {
			go io.Copy(io.Discard, out)
			return address
		}
	}
	t.Fatal(errors.Join(errors.New("the server did not start"), lines.Err()))
	return ""
}

// What the command writes beside a server that runs, the server knows at once.
func TestUserCommandBesideTheServer(t *testing.T) {
	db := filepath.Join(t.TempDir(), "a.db")
	address := serving(t, db)
	out, err := exec.CommandContext(t.Context(), "daylight", "user", "add", "--db", db, "--base-url", address, "--email", "root@example.org").Output()
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.Get(strings.TrimSpace(string(out)))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if page, err := io.ReadAll(answer.Body); err != nil || answer.StatusCode != 200 || !strings.Contains(string(page), "root@example.org") {
		t.Errorf("the link answers %s %s, %v", answer.Status, page, err)
	}
}
