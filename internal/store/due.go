package store

import "context"

// DueBetween are the processes to look at again, a day being recorded after
// another: those with something due since or, where no day was recorded before,
// with anything due.
func (v View) DueBetween(ctx context.Context, before, day string) ([]string, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT DISTINCT ocid FROM due_days
		WHERE day > $1 AND (day <= $2 OR $1 = '') ORDER BY ocid`, before, day)
	return collect(rows, err, scanString)
}
