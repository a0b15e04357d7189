package store

import "context"

// Prune forgets work of the desk that is older than an instant of each kind:
// what programs were answered and which forms were sent; what was written in
// tickets that were decided; drafts that nobody went on with, and the versions
// of those that were published. Nothing of the record is touched.
func (t *Tx) Prune(ctx context.Context, answers, tickets, drafts string) error {
	w := &rowWriter{ctx: ctx, tx: t.tx}
	w.exec(`DELETE FROM requests WHERE at < $1`, answers)
	w.exec(`DELETE FROM submissions WHERE at < $1`, answers)
	w.exec(`UPDATE tickets SET words = $1, source = '', name = '', office = '', mail = '', digest = 'forgotten ' || id
		WHERE decided_at <> '' AND decided_at < $2 AND state <> 'accepted' AND words <> $1`, Forgotten, tickets)
	w.exec(`DELETE FROM draft_versions WHERE draft IN (SELECT id FROM drafts WHERE changed_at < $1)`, drafts)
	w.exec(`DELETE FROM drafts WHERE state <> 'published' AND changed_at < $1`, drafts)
	return w.err
}

// Forgotten stands where the words of a ticket were that are no longer kept.
const Forgotten = "What was written is no longer kept: it was decided more than a year ago."
