package registry

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"daylight/internal/ledger"
	"daylight/internal/rules"
	"daylight/internal/store"
)

// deriving counts the changes of what follows from the releases that show
// neither in the derived tables nor in a rule's version: one more with each.
const deriving = 2

const fingerprintSetting = "derived_by"

// fingerprint names what this program derives by: its tables, its rules and
// their versions.
func fingerprint(ctx context.Context, v store.View) (string, error) {
	schema, err := v.DerivedSchema(ctx)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%d\n%s\n", deriving, schema)
	for _, r := range rules.All() {
		fmt.Fprintf(&text, "%s %d %s\n", r.ID, r.Version(), strings.Join(r.Fields(), " "))
	}
	return sum(text.String()), nil
}

// ruleBook is the order in which the store keeps what the rules found.
func ruleBook() []store.RuleRow {
	var book []store.RuleRow
	for _, r := range rules.All() {
		if r.Subject != rules.OfOrganisation {
			book = append(book, store.RuleRow{Rule: r.ID, Version: r.Version(), Fields: r.Fields()})
		}
	}
	return book
}

func sum(text string) string {
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:])
}

// renew derives everything again where it was derived by other tables or rules
// than this program's, and publishes what happened by these. The change is
// recorded with a leaf, which dates the new events and what they supersede.
func (r *Registry) renew(ctx context.Context) error {
	return r.orSurveyed(ctx, func(f *filing, anew bool) error {
		now, err := fingerprint(ctx, f.tx.View)
		if err != nil {
			return err
		}
		before, err := f.tx.Setting(ctx, fingerprintSetting)
		if err != nil || before == now {
			return err
		}
		if f.log.first > 0 {
			if !anew {
				r.say("this record was derived by other rules or into other tables: deriving it again")
			}
			if err := f.renew(now, anew); err != nil {
				return err
			}
		}
		if err := f.tx.PutRules(ctx, ruleBook()); err != nil {
			return err
		}
		return f.tx.SetSetting(ctx, fingerprintSetting, now)
	})
}

func (f *filing) renew(fingerprint string, anew bool) error {
	leaf, err := f.log.append(ledger.Leaf{Kind: "renewal", Body: sum(fingerprint)})
	if err != nil {
		return err
	}
	if err := f.tx.PutRenewal(f.ctx, store.RenewalRow{Seq: leaf.Seq, Fingerprint: fingerprint}); err != nil {
		return err
	}
	if anew {
		if err := f.log.sign(); err != nil { // each of the two leaves ends what is signed
			return err
		}
		f.log.first = f.log.tree.Size()
		if _, err := f.takeSurvey(); err != nil {
			return err
		}
	}
	if err := f.tx.DropDerived(f.ctx); err != nil {
		return err
	}
	if _, err := rebuild(f.ctx, f.tx, f.tx.View, f.publish); err != nil {
		return err
	}
	return f.log.sign()
}

// verifyRenewal checks that the rows were derived by this program's tables and
// rules.
func verifyRenewal(ctx context.Context, v store.View, recorded []store.RenewalRow) error {
	now, err := fingerprint(ctx, v)
	if err != nil {
		return err
	}
	stored, err := v.Setting(ctx, fingerprintSetting)
	if err != nil {
		return err
	}
	if n := len(recorded); stored != now || n > 0 && recorded[n-1].Fingerprint != now {
		return mismatch("row", "of all", "were derived by another version of Daylight: `daylight rebuild` derives them again")
	}
	return nil
}
