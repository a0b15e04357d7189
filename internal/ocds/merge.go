package ocds

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

	// What the record is made of.
	nodes   builder
	fields  slab[field]
	items   slab[item]
	objects slab[object]
	arrays  slab[array]
}

// stamp is what versioned values say of the release that set them; nil where
// it says nothing.
type stamp struct{ ocid, id, date, tag *node }

// NewMerger starts an empty record. A nil s merges everything by default.
func NewMerger(s *Strategies) *Merger {
	m := &Merger{}
	m.Reset(s)
	return m
}

// Reset starts another record in the place of the last, in the same memory.
// What Compiled handed out stays as it is.
func (m *Merger) Reset(s *Strategies) {
	if m.strategies = s; s == nil {
		m.strategies = defaultStrategies
	}
	m.releases, m.root = m.releases[:0], object{}
	m.nodes.reset()
	m.fields.reset()
	m.items.reset()
	m.objects.reset()
	m.arrays.reset()
}

// Add merges one release. It is neither kept nor changed.
func (m *Merger) Add(release Object) {
	n := m.nodes.of(release)
	m.add(&n)
}

// AddRelease merges one release, whose parts the merger keeps.
func (m *Merger) AddRelease(r *Release) { m.add(&r.n) }

func (m *Merger) add(release *node) {
	m.releases = append(m.releases, stamp{
		ocid: release.member("ocid"), id: release.member("id"),
		date: release.member("date"), tag: release.member("tag"),
	})
	m.root.add(release.list, m.strategies, m)
}

// Drop takes an object out of a list of the record, by its id: what is added
// under that id next begins anew. Merging itself never does so.
func (m *Merger) Drop(list, id string) {
	if at, found := m.root.find(list); found && m.root.fields[at].array != nil {
		m.root.fields[at].array.drop(itemKey{kind: '"', text: id})
		m.root.cached = nil
	}
}

// release is the place of the release that is being added.
func (m *Merger) release() int { return len(m.releases) - 1 }

// Compiled is the record after the releases so far: their latest values, with
// an id of "<ocid>-<latest date>" and the tag "compiled"; nil before the first.
// It may be asked for after every Add: states share what did not change, so
// read them and change nothing.
func (m *Merger) Compiled() Object {
	if len(m.releases) == 0 {
		return nil
	}
	return m.headed().compiled()
}

// AppendCompiled writes what Compiled gives, as Write would.
func (m *Merger) AppendCompiled(b []byte) []byte {
	if len(m.releases) == 0 {
		return append(b, "null"...)
	}
	return m.headed().append(b)
}

// Versioned is the record with, for each field, every value it had and the
// release that set it; nil before the first release. The ocid and the ids of
// objects in arrays are not versioned. It is built anew at each call.
func (m *Merger) Versioned() Object {
	if len(m.releases) == 0 {
		return nil
	}
	n := m.versioned()
	return n.tree().(Object)
}

// headed is the root with the head of a compiled release, as far as no release
// set it.
func (m *Merger) headed() *object {
	last := m.releases[len(m.releases)-1]
	head := []node{
		{name: "id", kind: '"', text: last.ocid.plain() + "-" + last.date.plain()},
		{name: "tag", kind: '[', list: []node{{kind: '"', text: "compiled"}}},
		last.date.named("date"), last.ocid.named("ocid"),
	}
	o := &object{fields: m.fields.take(len(m.root.fields) + len(head))[:0]}
	o.fields = append(o.fields, m.root.fields...)
	for i := range head {
		if at, found := o.find(head[i].name); !found || o.fields[at].removed() {
			o.place(field{name: head[i].name, latest: value{of: &head[i]}})
		}
	}
	return o
}

func (m *Merger) versioned() node {
	last := m.releases[len(m.releases)-1]
	n := m.root.versioned(m.releases)
	if !last.ocid.isNull() {
		n.list = append(n.list, last.ocid.named("ocid"))
		sortMembers(n.list)
	}
	return n
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
