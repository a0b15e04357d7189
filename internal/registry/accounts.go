package registry

import (
	"daylight/internal/access"
	"daylight/internal/store"
)

// Accounts are the desk's accounts in the record's database, written through
// the registry's one connection and read through a pool.
func (r *Registry) Accounts(reader *store.Reader) access.Store {
	a := store.NewAccounts(r.writer, reader)
	return access.Store{
		Updater:       a,
		Organisations: store.NewTable[access.Organisation](a, "desk_organisations", 1),
		People:        store.NewTable[access.Person](a, "people", 1),
		RecoveryCodes: store.NewTable[access.RecoveryCode](a, "recovery_codes", 2),
		Members:       store.NewTable[access.Membership](a, "members", 3),
		Mandates:      store.NewTable[access.Mandate](a, "mandates", 1),
		Invitations:   store.NewTable[access.Invitation](a, "invitations", 1),
		Sessions:      store.NewTable[access.Session](a, "sessions", 1),
		DeskVisits:    store.NewTable[access.DeskVisit](a, "desk_visits", 1),
		Tokens:        store.NewTable[access.Token](a, "tokens", 1),
		Submissions:   store.NewTable[access.Submission](a, "submissions", 2),
		Log:           store.NewTable[access.Entry](a, "security_log", 1),
	}
}
