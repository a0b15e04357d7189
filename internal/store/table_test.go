package store

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

type submission struct{ Person, Once, At string }

func accounts(t *testing.T) *Accounts {
	t.Helper()
	db := filepath.Join(t.TempDir(), "a.db")
	w, err := OpenWriter(context.Background(), db)
	if err != nil {
		t.Fatal(err)
	}
	r, err := OpenReader(db)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close(); w.Close() })
	return NewAccounts(w, r)
}

func TestTable(t *testing.T) {
	ctx, a := context.Background(), accounts(t)
	table := NewTable[submission](a, "submissions", 2)
	for row, want := range map[submission]bool{{"ada", "1", "x"}: true, {"ada", "2", "y"}: true, {"bea", "1", "z"}: true} {
		if added, err := table.Insert(ctx, row); added != want || err != nil {
			t.Errorf("%v: %t, %v", row, added, err)
		}
	}
	if added, err := table.Insert(ctx, submission{"ada", "1", "later"}); added || err != nil {
		t.Errorf("a taken key: %t, %v", added, err)
	}
	if err := table.Replace(ctx, submission{"ada", "2", "new"}); err != nil {
		t.Error(err)
	}
	if err := table.Replace(ctx, submission{"nobody", "2", "new"}); !errors.Is(err, ErrNotFound) {
		t.Errorf("replaces what is not there: %v", err)
	}
	find := func(want []submission, match ...any) {
		t.Helper()
		got, err := table.Find(ctx, match...)
		if d := cmp.Diff(want, got); d != "" || err != nil {
			t.Error(d, err)
		}
	}
	find([]submission{{"ada", "1", "x"}, {"ada", "2", "new"}}, "person", "ada")
	find(nil, "person", "ada' OR 1=1 --")
	if last, err := table.Last(ctx, 1, "person", "ada"); err != nil || len(last) != 1 || last[0].Once != "2" {
		t.Errorf("last: %v, %v", last, err)
	}
	if n, err := table.Delete(ctx, "person", "ada", "once", "1"); n != 1 || err != nil {
		t.Errorf("deletes %d, %v", n, err)
	}
	find([]submission{{"ada", "2", "new"}, {"bea", "1", "z"}})
}

// All of an update is kept, or none, and it sees its own writes.
func TestUpdateIsOneTransaction(t *testing.T) {
	ctx, a := context.Background(), accounts(t)
	table := NewTable[submission](a, "submissions", 2)
	stop := errors.New("stop")
	err := a.Update(ctx, func(ctx context.Context) error {
		if _, err := table.Insert(ctx, submission{"ada", "1", "x"}); err != nil {
			return err
		}
		err := a.Update(ctx, func(ctx context.Context) error { _, err := table.Insert(ctx, submission{"ada", "2", "x"}); return err })
		if rows, err := table.Find(ctx); err != nil || len(rows) != 2 {
			t.Errorf("sees %v, %v", rows, err)
		}
		if err != nil {
			return err
		}
		return stop
	})
	if rows, ferr := table.Find(ctx); !errors.Is(err, stop) || ferr != nil || len(rows) != 0 {
		t.Errorf("%v, kept %v", err, rows)
	}
}

func TestAColumnThatIsNotThereIsAFaultOfOurs(t *testing.T) {
	table := NewTable[submission](accounts(t), "submissions", 2)
	defer func() {
		if recover() == nil {
			t.Error("a made-up column reached the database")
		}
	}()
	table.Find(context.Background(), "1=1; --", "x")
}

// The schema itself keeps two people apart, and the security log as it is.
func TestTheSchemaKeepsItsRules(t *testing.T) {
	ctx, a := context.Background(), accounts(t)
	for _, test := range []struct{ sql, want string }{
		{`INSERT INTO members VALUES ('o', 'p', 'organisation administrator', 'me', '', 'me')`, "CHECK"},
		{`INSERT INTO members VALUES ('', 'p', 'publisher', 'me', '', 'her')`, "CHECK"},
		{`INSERT INTO members VALUES ('o', 'p', 'owner of all', 'me', '', 'her')`, "CHECK"},
		{`INSERT INTO mandates VALUES ('m', 'o', 'b', '', '', '', 'me', '', 'me', '', '', '')`, "CHECK"},
		{`INSERT INTO invitations VALUES ('h', 'e', 'o', 'r', 'me', '', 'me', '', '', '')`, "CHECK"},
		{`UPDATE security_log SET subject = 'x'`, "only appended to"},
		{`DELETE FROM security_log`, "only appended to"},
	} {
		err := a.writer.Update(ctx, func(tx *Tx) error {
			if _, err := tx.tx.ExecContext(t.Context(), `INSERT INTO security_log VALUES (1, '', '', '', '', '', '')`); err != nil {
				return err
			}
			_, err := tx.tx.ExecContext(t.Context(), test.sql)
			return err
		})
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", test.sql, err)
		}
	}
}
