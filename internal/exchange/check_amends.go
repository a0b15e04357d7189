package exchange

import (
	"hash/maphash"
	"slices"
	"strconv"

	"daylight/internal/ocds"
)

// amended remembers which releases were read, by a hash of few bytes each, and
// which amendments name one that was not so far.
type amended struct {
	seed    maphash.Seed
	known   map[uint64]bool
	pending []pending
}

// pending is an amendment that waits for the release it amends.
type pending struct {
	release   uint64
	field     string // in its release
	place     Place
	publisher string
}

const (
	maxKnown   = 4 << 20 // releases: past these, amendments are not looked at
	maxPending = 100_000
)

func (a *amended) hash(ocid, id string) uint64 {
	return maphash.String(a.seed, ocid+"\x00"+id)
}

// amends notes which releases a release says it amends.
func (c *checking) amends(release ocds.Object, place Place, publisher string) {
	a, ocid := &c.amended, ocds.String(release, "ocid")
	if len(a.known) < maxKnown {
		a.known[a.hash(ocid, ocds.String(release, "id"))] = true
	}
	if slices.Contains(ocds.Strings(release, "tag"), "compiled") {
		return // what it was made of is elsewhere
	}
	look := func(at string, o ocds.Object) {
		for i, x := range ocds.Children(o, "amendments") {
			id := ocds.String(x, "amendsReleaseID")
			if id == "" || a.known[a.hash(ocid, id)] || len(a.pending) >= maxPending {
				continue
			}
			field := at + "/amendments/" + strconv.Itoa(i) + "/amendsReleaseID"
			a.pending = append(a.pending, pending{a.hash(ocid, id), general(field), place.at(field), publisher})
		}
	}
	look("/tender", ocds.Child(release, "tender"))
	for _, list := range []string{"awards", "contracts"} {
		for i, o := range ocds.Children(release, list) {
			look("/"+list+"/"+strconv.Itoa(i), o)
		}
	}
}

// dangling reports the amendments of releases that were not there.
func (c *checking) dangling() {
	if len(c.amended.known) >= maxKnown {
		return
	}
	for _, p := range c.amended.pending {
		if c.amended.known[p.release] {
			continue
		}
		c.problems.add(ocds.NoteReference, p.field, "no release of this process, in what was read, has this id", p.place)
		c.publishers[p.publisher].Problems++
	}
}
