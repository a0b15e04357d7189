package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"daylight/internal/store"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"daylight": func() { os.Exit(run()) }})
}

// Each script under testdata/script is a session at the command line.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("TMPDIR", env.WorkDir)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"alter": alter, "exit": exit, "hold": hold, "mode": mode, "publish": publish,
		},
	})
}

// alter FILE STATEMENT changes a database behind Daylight's back.
func alter(ts *testscript.TestScript, neg bool, args []string) {
	db, err := sql.Open("sqlite3", ts.MkAbs(args[0]))
	ts.Check(err)
	defer db.Close()
	_, err = db.Exec(args[1])
	ts.Check(err)
}

// exit CODE COMMAND… runs a command that must end with the code.
func exit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exit code command args…")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	if e, ok := errors.AsType[*exec.ExitError](err); ok {
		code = e.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("%v ended with %d, want %s", args[1:], code, args[0])
	}
}

// hold FILE keeps the database's writer to the end of the script.
func hold(ts *testscript.TestScript, neg bool, args []string) {
	w, err := store.OpenWriter(context.Background(), ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Defer(func() { w.Close() })
}

// mode OCTAL FILE checks a file's permissions.
func mode(ts *testscript.TestScript, neg bool, args []string) {
	info, err := os.Stat(ts.MkAbs(args[1]))
	ts.Check(err)
	if got := fmt.Sprintf("%04o", info.Mode().Perm()); got != args[0] {
		ts.Fatalf("%s has mode %s, want %s", args[1], got, args[0])
	}
}

// publish FOLDER serves a folder's files, at the address that $PUBLISHER names
// from then on, until the end of the script. In them, PUBLISHER is that address.
func publish(ts *testscript.TestScript, neg bool, args []string) {
	folder := ts.MkAbs(args[0])
	var server *httptest.Server
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, err := os.ReadFile(filepath.Join(folder, filepath.Base(r.URL.Path)))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		io.WriteString(w, strings.ReplaceAll(string(text), "PUBLISHER", server.URL))
	}))
	ts.Defer(server.Close)
	ts.Setenv("PUBLISHER", server.URL)
	ts.Setenv("PUBLISHER_HOST", strings.TrimPrefix(server.URL, "http://"))
}
