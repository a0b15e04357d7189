package registry

import (
	"context"

	"daylight/internal/access"
	"daylight/internal/store"
)

// Accounts are the desk's accounts in the record's database, written through
// the registry's one connection and read through a pool.
func (r *Registry) Accounts(ctx context.Context, reader *store.Reader) (s access.Store, err error) {
	s = accountTables(r.writer, reader)
	s.Key, err = factorKey(ctx, r.writer, s, r.factorKeyPath)
	return s, err
}

// AccountsBeside are the desk's accounts while another process, such as the
// server, has the record open. Nothing else can be written by them; close ends
// them.
func AccountsBeside(ctx context.Context, c Config, reader *store.Reader) (s access.Store, close func() error, err error) {
	w, err := store.OpenBeside(c.DB)
	if err != nil {
		return s, nil, err
	}
	s = accountTables(w, reader)
	if s.Key, err = factorKey(ctx, w, s, c.FactorKeyPath()); err != nil {
		w.Close()
		return s, nil, err
	}
	return s, w.Close, nil
}

func accountTables(w *store.Writer, reader *store.Reader) access.Store {
	a := store.NewAccounts(w, reader)
	return access.Store{
		Updater:       a,
		Organisations: store.NewTable[access.Organisation](a, "desk_organisations", 1),
		People:        store.NewTable[access.Person](a, "people", 1),
		RecoveryCodes: store.NewTable[access.RecoveryCode](a, "recovery_codes", 2),
		Members:       store.NewTable[access.Membership](a, "members", 3),
		Mandates:      store.NewTable[access.Mandate](a, "mandates", 1),
		Invitations:   store.NewTable[access.Invitation](a, "invitations", 1),
		Resets:        store.NewTable[access.Reset](a, "resets", 1),
		Sessions:      store.NewTable[access.Session](a, "sessions", 1),
		DeskVisits:    store.NewTable[access.DeskVisit](a, "desk_visits", 1),
		Tokens:        store.NewTable[access.Token](a, "tokens", 1),
		Submissions:   store.NewTable[access.Submission](a, "submissions", 2),
		Attempts:      store.NewTable[access.Attempts](a, "attempts", 1),
		Log:           store.NewTable[access.Entry](a, "security_log", 1),
	}
}
