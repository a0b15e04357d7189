package access

import "context"

// Store is where a Service keeps its rows.
type Store struct {
	Updater
	Key           FactorKey // kept apart from the rows
	Organisations Table[Organisation]
	People        Table[Person]
	RecoveryCodes Table[RecoveryCode]
	Members       Table[Membership]
	Mandates      Table[Mandate]
	Invitations   Table[Invitation]
	Resets        Table[Reset]
	Sessions      Table[Session]
	DeskVisits    Table[DeskVisit]
	Tokens        Table[Token]
	Submissions   Table[Submission]
	Attempts      Table[Attempts]
	Log           Table[Entry]
}

// Updater runs fn in one transaction, which its context carries: all of it is
// kept, or none.
type Updater interface {
	Update(ctx context.Context, fn func(context.Context) error) error
}

// Table keeps rows of one type. A match is columns and their values in turn.
type Table[T any] interface {
	Insert(ctx context.Context, row T) (added bool, err error) // false where a key is taken
	Replace(ctx context.Context, row T) error                  // of the row with the same key
	Delete(ctx context.Context, match ...any) (int64, error)
	Find(ctx context.Context, match ...any) ([]T, error)        // in order of the key
	Last(ctx context.Context, n int, match ...any) ([]T, error) // the highest key first
}

// one is the row that matches, of a key or another unique column.
func one[T any](ctx context.Context, t Table[T], match ...any) (T, bool, error) {
	rows, err := t.Find(ctx, match...)
	if err != nil || len(rows) == 0 {
		var none T
		return none, false, err
	}
	return rows[0], true, nil
}
