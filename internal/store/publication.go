package store

import (
	"context"
	"database/sql"
	"slices"

	"github.com/huandu/go-sqlbuilder"

	"daylight/internal/procurement"
)

// Publication is on what terms the releases of a batch were published.
func (o Origin) Publication() procurement.Publication {
	return procurement.Publication{Licence: o.Licence, Policy: o.Policy, Extensions: o.Extensions}
}

// Under is the origin with the terms that a package states, where it states any.
func (o Origin) Under(p procurement.Publication) Origin {
	p = p.Or(o.Publication())
	o.Licence, o.Policy, o.Extensions = p.Licence, p.Policy, p.Extensions
	return o
}

// Publications are those of batches, by their number. A batch that states
// nothing has none.
type Publications map[int64]procurement.Publication

// Publications are those of the batches that some releases came in.
func (v View) Publications(ctx context.Context, releases []Release) (Publications, error) {
	var batches []any
	seen := map[int64]bool{}
	for _, r := range releases {
		if !seen[r.Batch] {
			seen[r.Batch], batches = true, append(batches, r.Batch)
		}
	}
	all := Publications{}
	for part := range slices.Chunk(batches, detailBatch) {
		b := selectFrom("batches").Select(batchColumns)
		if err := v.publications(ctx, b.Where(b.In("id", part...)), all); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// AllPublications are all there are.
func (v View) AllPublications(ctx context.Context) (Publications, error) {
	all := Publications{}
	return all, v.publications(ctx, selectFrom("batches").Select(batchColumns), all)
}

// publications adds what is selected. Equal ones share their memory.
func (v View) publications(ctx context.Context, b *sqlbuilder.SelectBuilder, all Publications) error {
	same := map[procurement.Publication]procurement.Publication{}
	for b, err := range streamBuilt(ctx, v, b.Where("licence || policy || extensions <> ''"), scanBatch) {
		if err != nil {
			return err
		}
		p := b.Publication()
		if was, known := same[p]; known {
			p = was
		}
		same[p], all[b.ID] = p, p
	}
	return nil
}

// PublicationsOf are those of the releases of the chosen processes, each once,
// in order.
func (v View) PublicationsOf(ctx context.Context, f ProcessFilter) ([]procurement.Publication, error) {
	b := selectFrom("releases r").JoinWithOption("", "batches b", "b.id = r.batch").Select("DISTINCT b.licence, b.policy, b.extensions")
	f.chosen(b)
	b.OrderBy("b.licence", "b.policy", "b.extensions")
	return list(ctx, v, b, func(rows *sql.Rows) (p procurement.Publication, err error) {
		err = rows.Scan(&p.Licence, &p.Policy, &p.Extensions)
		return
	})
}
