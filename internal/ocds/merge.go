package ocds

import "maps"

// A Merger merges the releases of one contracting process into its record, by
// the OCDS 1.1 merging rules as the reference program (ocds-merge) has them.
// Add the releases in merge order (SortReleases), and read the state between.
//
// Where a path is first one kind of thing and later another, the reference
// stops; here an object or an array of objects stands over plain values, and
// of the two the later. Objects in an array are one by their id and its type:
// 1 and "1" are two, and a null id is an id. Numbers are equal by value.
type Merger struct {
	strategies *Strategies
	releases   []stamp
	root       object
}

// stamp is what versioned values say of the release that set them.
type stamp struct{ ocid, id, date, tag any }

// NewMerger starts an empty record. A nil s merges everything by default.
func NewMerger(s *Strategies) *Merger { return &Merger{strategies: s} }

// Add merges one release. It is neither kept nor changed.
func (m *Merger) Add(release Object) {
	n := len(m.releases)
	m.releases = append(m.releases, stamp{
		ocid: clone(release["ocid"]), id: clone(release["id"]),
		date: clone(release["date"]), tag: clone(release["tag"]),
	})
	m.root.expect(len(release))
	for name, v := range release {
		s := m.strategies.member(name)
		if name != "ocid" && name != "tag" && !s.omit && m.root.addField(name, v, s, n) {
			m.root.cached = nil
		}
	}
}

// Compiled is the record after the releases so far: their latest values, with
// an id of "<ocid>-<latest date>" and the tag "compiled"; nil before the first.
// It may be asked for after every Add: states share what did not change, so
// read them and change nothing.
func (m *Merger) Compiled() Object {
	if len(m.releases) == 0 {
		return nil
	}
	last := m.releases[len(m.releases)-1]
	out := Object{"tag": []any{"compiled"}, "id": text(last.ocid) + "-" + text(last.date)}
	if last.date != nil {
		out["date"] = last.date
	}
	if last.ocid != nil {
		out["ocid"] = last.ocid
	}
	maps.Copy(out, m.root.compiled())
	return out
}

// Versioned is the record with, for each field, every value it had and the
// release that set it; nil before the first release. The ocid and the ids of
// objects in arrays are not versioned. It is built anew at each call.
func (m *Merger) Versioned() Object {
	if len(m.releases) == 0 {
		return nil
	}
	out := m.root.versioned(m.releases)
	if last := m.releases[len(m.releases)-1]; last.ocid != nil {
		out["ocid"] = last.ocid
	}
	return out
}

// Compile sorts and merges the releases of one process.
func Compile(s *Strategies, releases []Object) Object {
	return merged(s, releases).Compiled()
}

// Version sorts and merges the releases of one process, keeping every value.
func Version(s *Strategies, releases []Object) Object {
	return merged(s, releases).Versioned()
}

func merged(s *Strategies, releases []Object) *Merger {
	m := NewMerger(s)
	for _, r := range SortReleases(releases) {
		m.Add(r)
	}
	return m
}
