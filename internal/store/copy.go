package store

import (
	"context"
	"database/sql"
)

// Copy writes one moment of a database to another file.
func Copy(ctx context.Context, from, to string) error {
	if err := Exists(from); err != nil {
		return err
	}
	db, err := sql.Open("sqlite3", dsn(from, false))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, `VACUUM INTO $1`, to)
	return err
}
