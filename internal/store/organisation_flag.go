package store

import (
	"context"
	"database/sql"

	"github.com/go-json-experiment/json"

	"daylight/internal/procurement"
)

// OrganisationFlagFilter selects results about organisations; the zero value
// selects all.
type OrganisationFlagFilter struct {
	Organisation string // key
	Rule         string
	State        procurement.FlagState
	After        Place // keyset, of one rule in one state: only results after this place in the list
	Limit        int
}

// OrganisationPlace is where a result stands in the list of its rule and state.
func OrganisationPlace(f procurement.OrganisationFlag) Place { return Place{f.Name, f.Organisation} }

// OrganisationFlags are the results that match, by rule and the organisation's
// name.
func (v View) OrganisationFlags(ctx context.Context, f OrganisationFlagFilter) ([]procurement.OrganisationFlag, error) {
	b := selectFrom("organisation_flags").Select("key, rule, name, version, state, evidence")
	if f.Organisation != "" {
		b.Where(b.Equal("key", f.Organisation))
	}
	if f.Rule != "" {
		b.Where(b.Equal("rule", f.Rule))
	}
	if f.State != "" {
		b.Where(b.Equal("state", string(f.State)))
	}
	if err := f.After.after(b, ">", "name", "key"); err != nil {
		return nil, err
	}
	b.OrderBy("rule", "name", "key")
	if f.Limit > 0 {
		b.Limit(f.Limit)
	}
	return list(ctx, v, b, func(rows *sql.Rows) (f procurement.OrganisationFlag, err error) {
		var evidence string
		if err = rows.Scan(&f.Organisation, &f.Rule, &f.Name, &f.Version, &f.State, &evidence); err == nil {
			err = json.Unmarshal([]byte(evidence), &f.Evidence)
		}
		return
	})
}
