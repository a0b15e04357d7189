package registry

import (
	"context"
	"slices"
	"sync"

	"daylight/internal/history"
	"daylight/internal/ocds"
	"daylight/internal/procurement"
	"daylight/internal/store"
)

// statement is a filed release, parsed.
type statement struct {
	store.Release
	said *ocds.Release
	key  ocds.MergeKey
}

// load reads what was filed about a process, as far as a Moment shows it, in
// merge order.
func load(ctx context.Context, v store.View, ocid string, m Moment, filed map[string]*ocds.Release) ([]statement, error) {
	releases, err := v.Releases(ctx, ocid)
	if err != nil {
		return nil, err
	}
	return shown(releases, m, filed)
}

// shown are the releases that a Moment shows, read, in merge order; what stands
// for a removed one is shown where that was. Those just filed were read to be
// checked.
func shown(releases []store.Release, m Moment, filed map[string]*ocds.Release) (list []statement, err error) {
	for _, r := range releases {
		if m.Log > 0 && r.Place >= m.Log {
			continue
		}
		if d, err := procurement.ParseDate(r.Date); m.At.Known() && (err != nil || d.First() > m.At.Last()) {
			continue
		}
		said := filed[r.Identity]
		if said == nil {
			if said, err = ocds.ReadRelease(r.Body); err != nil {
				return nil, err
			}
		}
		list = append(list, newStatement(r, said))
	}
	inMergeOrder(list)
	return list, nil
}

func newStatement(r store.Release, said *ocds.Release) statement {
	return statement{Release: r, said: said, key: ocds.KeyOf(r.Date, r.ID, r.Identity)}
}

func inMergeOrder(list []statement) {
	slices.SortFunc(list, func(a, b statement) int { return a.key.Compare(b.key) })
}

// project is the successive states of a process, one for each release, and its
// record after the last.
//
// The process has one publisher of record, the first to publish it. What
// others say of its core sections is left out of the record and told apart as
// AlsoReported; what they say in the lists of the oversight extension is
// merged, but cannot change an item that somebody else stated first.
func project(list []statement) (states []history.State, record []byte) {
	if len(list) == 0 {
		return nil, nil
	}
	merger := mergers.Get().(*ocds.Merger)
	defer mergers.Put(merger)
	states = mergeAll(merger, list)
	return states, merger.AppendCompiled(make([]byte, 0, len(list[0].Body)))
}

// mergeAll is the states of project, and leaves the record in the merger.
func mergeAll(merger *ocds.Merger, list []statement) (states []history.State) {
	publisher := list[0].Publisher
	merger.Reset(ocds.Strategies11)
	reader := ocds.NewStateReader(publisher)
	var others voices
	owners := itemOwners{}
	var deciders decisionReleases
	for _, s := range list {
		switch {
		case s.Publisher != publisher:
			others.add(s)
			release := ownSources(oversightOnly(s.said.Object()), s.Publisher)
			owners.adopt(merger, release, s)
			release = owners.corrects(owners.keep(release, s.Publisher), s.Publisher, false)
			merger.Add(release)
			deciders.note(release, s)
		case s.said.HasAny(oversightLists):
			release := s.said.Object()
			owners.adopt(merger, release, s)
			release = owners.corrects(owners.keep(release, s.Publisher), s.Publisher, true)
			merger.Add(release)
			deciders.note(release, s)
		default:
			merger.AddRelease(s.said)
		}
		p := reader.Next(merger.Compiled())
		p.Also = others.alsoReported(p)
		deciders.attribute(p)
		states = append(states, history.State{Release: s.Identity, Date: s.Date, Tags: s.Tag, Process: p})
	}
	return states
}

// mergers are used again: the memory that merging takes costs more than the
// merging of a release.
var mergers = sync.Pool{New: func() any { return &ocds.Merger{} }}

// oversightLists are the arrays that any publisher may add to.
var oversightLists = []string{"decisions", "challenges", "statements", "disputes", "corrections", "sources"}

// oversightOnly is a release without its core sections.
func oversightOnly(release ocds.Object) ocds.Object {
	kept := ocds.Object{}
	for _, name := range append([]string{"ocid", "id", "date", "tag"}, oversightLists...) {
		if v, ok := release[name]; ok {
			kept[name] = v
		}
	}
	return kept
}

// itemOwners remembers who first stated each item of the oversight lists.
type itemOwners map[[2]string]string

// keep is the release without items that another publisher owns.
func (o itemOwners) keep(release ocds.Object, publisher string) ocds.Object {
	kept := release
	for _, name := range oversightLists {
		items, ok := release[name].([]any)
		if !ok {
			continue
		}
		var own []any
		for _, x := range items {
			item, _ := x.(ocds.Object)
			key := [2]string{name, ocds.String(item, "id")}
			if _, taken := o[key]; !taken {
				o[key] = publisher
			}
			if o[key] == publisher {
				own = append(own, x)
			}
		}
		if len(own) < len(items) {
			if len(kept) == len(release) {
				kept = clone(release)
			}
			kept[name] = own
		}
	}
	return kept
}

// Stated are the ids of what a publisher stated first in the lists that are
// open to all: what it can put right.
func Stated(ctx context.Context, v store.View, ocid, publisher string) (map[string]bool, error) {
	list, err := load(ctx, v, ocid, Moment{}, nil)
	if err != nil {
		return nil, err
	}
	owners, own := itemOwners{}, map[string]bool{}
	for _, s := range list {
		owners.keep(s.said.Object(), s.Publisher)
	}
	for key, owner := range owners {
		if owner == publisher {
			own[key[1]] = true
		}
	}
	return own, nil
}

func clone(o ocds.Object) ocds.Object {
	c := make(ocds.Object, len(o))
	for k, v := range o {
		c[k] = v
	}
	return c
}

// byBody reports whether a statement is that of a body itself, filed at the desk
// by the body's own people. Who is imported under a body's name is not the body.
func (s statement) byBody(name string) bool {
	return s.Filer == deskFiler.Name && name != "" && procurement.NormalName(name) == procurement.NormalName(s.Publisher)
}

// adopt gives a decision that stands as reported to the body that now files it
// itself: what was reported of it is taken out of the record whole, and stays in
// the history.
func (o itemOwners) adopt(m *ocds.Merger, release ocds.Object, s statement) {
	for _, x := range ocds.Children(release, "decisions") {
		key := [2]string{"decisions", ocds.String(x, "id")}
		owner, taken := o[key]
		if !taken || owner == s.Publisher || !s.byBody(ocds.String(ocds.Child(x, "body"), "name")) {
			continue
		}
		o[key] = s.Publisher
		m.Drop("decisions", key[1])
	}
}

// decisionReleases remembers who reported each decision and which release last
// set it.
type decisionReleases struct{ by map[string]statement }

func (d *decisionReleases) note(release ocds.Object, s statement) {
	for _, x := range ocds.Children(release, "decisions") {
		if d.by == nil {
			d.by = map[string]statement{}
		}
		d.by[ocds.String(x, "id")] = s
	}
}

func (d *decisionReleases) attribute(p *procurement.Process) {
	if len(p.Decisions) == 0 {
		return
	}
	p.Decisions = slices.Clone(p.Decisions) // which earlier states share
	for i := range p.Decisions {
		s := d.by[p.Decisions[i].ID]
		p.Decisions[i].Release, p.Decisions[i].ReportedBy = s.Identity, s.Publisher
		p.Decisions[i].FiledByTheBody = p.Decisions[i].Body != nil && s.byBody(p.Decisions[i].Body.Name)
	}
}
