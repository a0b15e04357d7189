package registry

import (
	"bytes"
	"database/sql"
	"encoding/hex"
	"os"
	"testing"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"

	"daylight/internal/store"
)

// A record as it was kept before hashes were bytes and leaves were compact (the
// published tables of one, filed in two parts around a day, and the key it was
// signed with) is moved over by opening it: every leaf has the bytes it had,
// the signed heads hold, and all of it is verified.
func TestAnOlderRecordIsMovedOver(t *testing.T) {
	d := &desk{T: t, path: t.TempDir() + "/record.db"}
	const folder = "testdata/before-compact/"
	rows, err := os.ReadFile(folder + "rows.sql")
	d.must(err)
	key, err := os.ReadFile(folder + "key")
	d.must(err)
	d.must(os.WriteFile(d.path+".key", key, 0o600))

	db, err := sql.Open("sqlite3", "file:"+d.path)
	d.must(err)
	p, err := goose.NewProvider(database.DialectSQLite3, db, os.DirFS("../store/migrations"))
	d.must(err)
	_, err = p.UpTo(t.Context(), 69)
	d.must(err)
	_, err = db.Exec(string(rows))
	d.must(err)
	old := leavesBefore(d, db)
	var bodies int
	d.must(db.QueryRow("SELECT count(*) FROM releases").Scan(&bodies))
	d.must(db.Close())

	d.open()
	d.check()
	d.must(d.reader.Read(t.Context(), func(v store.View) error {
		n := int64(0)
		for l, err := range v.AllLeaves(t.Context()) {
			d.must(err)
			if l.Seq < int64(len(old)) && !bytes.Equal(l.Leaf, old[l.Seq]) {
				t.Errorf("leaf %d is %s, was %s", l.Seq, l.Leaf, old[l.Seq])
			}
			n++
		}
		if n != int64(len(old))+1 { // that it is derived anew is a leaf, too
			t.Errorf("%d leaves, were %d", n, len(old))
		}
		report, err := Verify(t.Context(), v, Trust{Checkpoint: latestNote(d, rows)})
		if int(report.Releases) != bodies {
			t.Errorf("%d releases, were %d", report.Releases, bodies)
		}
		return err
	}))
}

func leavesBefore(d *desk, db *sql.DB) (list [][]byte) {
	d.Helper()
	rows, err := db.Query("SELECT leaf FROM leaves ORDER BY seq")
	d.must(err)
	defer rows.Close()
	for rows.Next() {
		var leaf []byte
		d.must(rows.Scan(&leaf))
		list = append(list, leaf)
	}
	d.must(rows.Err())
	return list
}

// latestNote is the last signed head of the rows.
func latestNote(d *desk, rows []byte) []byte {
	d.Helper()
	lines := bytes.Split(rows, []byte("INSERT INTO checkpoints(size,note) VALUES("))
	text, _, ok := bytes.Cut(lines[len(lines)-1], []byte("');"))
	_, text, ok2 := bytes.Cut(text, []byte(",X'"))
	note, err := hex.DecodeString(string(text))
	if !ok || !ok2 || err != nil {
		d.Fatalf("no checkpoint in the rows: %v", err)
	}
	return note
}
