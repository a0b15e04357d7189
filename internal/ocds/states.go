package ocds

import (
	"reflect"
	"slices"

	"daylight/internal/procurement"
)

// StateReader reads the successive states of one process, as ReadProcess would
// read each. A process of n releases mostly says at each what it said before,
// so what did not change is not read again but shared by the states: read them
// and change nothing.
type StateReader struct {
	publisher string
	record    Object               // read last
	process   *procurement.Process // the same, read
	parties   list[procurement.Organisation]
	known     map[string]Object // parties by id
	changed   map[string]bool   // ids of parties that are not what they were

	bids       list[procurement.Bid]
	awards     list[procurement.Award]
	contracts  list[procurement.Contract] // as they state themselves
	links      list[[]procurement.RelatedProcess]
	documents  list[procurement.Document]
	products   list[procurement.Product]
	decisions  list[procurement.Decision]
	challenges list[procurement.Challenge]
	statements list[procurement.Statement]
	disputes   list[procurement.Dispute]
	corrected  list[procurement.Correction]
	sources    list[procurement.Source]
}

// NewStateReader is for the states of one process; publisher as for ReadProcess.
func NewStateReader(publisher string) *StateReader {
	return &StateReader{publisher: publisher, process: &procurement.Process{}}
}

// list is a list of objects and what was read of them.
type list[T any] struct {
	objects []Object
	values  []T
}

// next reads a later form of the list. Items are merged in order of first
// appearance, so an object that is still the same stands in its place; stale,
// where given, tells one that reads differently all the same. A list that only
// grew shares the memory of the one before.
func (l *list[T]) next(objects []Object, read func(Object) T, stale func(Object) bool) []T {
	kept := func(i int) bool {
		return i < len(l.objects) && identical(objects[i], l.objects[i]) && (stale == nil || !stale(objects[i]))
	}
	n := 0
	for n < len(objects) && kept(n) {
		n++
	}
	before, values := l.values, l.values
	if n < len(l.objects) {
		values = append(make([]T, 0, len(objects)), before[:n]...)
	}
	for i := n; i < len(objects); i++ {
		if kept(i) {
			values = append(values, before[i])
		} else {
			values = append(values, read(objects[i]))
		}
	}
	l.objects, l.values = objects, values
	if len(values) == 0 {
		return nil
	}
	return values[:len(values):len(values)]
}

// identical tells an object that the merger handed out before.
func identical(a, b Object) bool {
	return reflect.ValueOf(a).UnsafePointer() == reflect.ValueOf(b).UnsafePointer()
}

// Next reads the next state. The record is one that a Merger compiled, or any
// other that shares with the one before no object that changed.
func (s *StateReader) Next(record Object) *procurement.Process {
	was, before := s.record, s.process
	s.readParties(record)
	r := resolver{publisher: s.publisher, parties: s.known, gone: takenOut(record)}
	p := &procurement.Process{
		OCID:      String(record, "ocid"),
		Language:  String(record, "language"),
		Publisher: s.publisher,
		Regime:    procurement.Regime(String(record, "legalRegime")),
		Parties:   s.named(record, r),
		Buyer:     s.buyer(record, r),
	}
	if p.OCID == before.OCID { // which each release says anew
		p.OCID = before.OCID
	}
	if p.Regime == "" {
		p.Regime = procurement.RegimeUnknown
	}
	if p.Buyer == nil {
		p.Buyer = r.buyerAmong(record, p.Parties)
	}
	tender := Child(record, "tender")
	if was != nil && identical(tender, Child(was, "tender")) && !s.stale(tender, "tenderers") {
		p.Tender = before.Tender
	} else {
		p.Tender = r.tender(tender)
	}
	if law := p.Tender.Law; p.Regime == procurement.RegimeUnknown && law.Scheme == "UKPGA" && law.ID == procurementAct {
		p.Regime = procurement.PA2023
	}
	p.Documents = s.documents.next(Children(Child(record, "planning"), "documents"), document, nil)
	p.Bids = s.bids.next(r.present(Children(Child(record, "bids"), "details"), "bids", "details"), r.bid, s.refer("tenderers"))
	p.Statistics = each(Children(Child(record, "bids"), "statistics"), statistic)
	p.Awards = s.awards.next(r.present(Children(record, "awards"), "awards"), r.award, s.refer("suppliers"))
	p.Contracts = s.contracts.next(r.present(Children(record, "contracts"), "contracts"), r.contract, nil)
	p.Contracts = agreedTerms(record, p)
	p.Related = s.related(record)
	s.oversight(r, record, p)
	p.Title, p.Description = title(record, p), p.Tender.Description
	s.record, s.process = record, p
	return p
}

// procurementAct is the number of the Procurement Act 2023, by which Find a
// Tender names the law of a tender (OCDS legalBasis). A directive of the EU is
// the law behind those of many countries and tells no regime.
const procurementAct = "2023/54"

// buyer is the one before where the record still says the same.
func (s *StateReader) buyer(record Object, r resolver) *procurement.Organisation {
	buyer := Child(record, "buyer")
	if was := s.process.Buyer; was != nil && buyer != nil && identical(buyer, Child(s.record, "buyer")) && !s.changed[String(buyer, "id")] {
		return was
	}
	return r.organisation(buyer)
}

// related are the links of the process and of its contracts; those before where
// they say the same.
func (s *StateReader) related(record Object) []procurement.RelatedProcess {
	all := links(record)
	for _, of := range s.links.next(Children(record, "contracts"), links, nil) {
		all = append(all, of...)
	}
	if was := s.process.Related; slices.EqualFunc(all, was, sameLink) {
		return was
	}
	return all
}

func sameLink(a, b procurement.RelatedProcess) bool {
	return a.ID == b.ID && a.Title == b.Title && a.OCID == b.OCID && slices.Equal(a.Relationships, b.Relationships)
}

// readParties notes the parties by id, and those that changed.
func (s *StateReader) readParties(record Object) {
	clear(s.changed)
	now := Children(record, "parties")
	same := len(now) == len(s.parties.objects)
	for i := 0; same && i < len(now); i++ {
		same = identical(now[i], s.parties.objects[i])
	}
	if same {
		return
	}
	if s.changed == nil {
		s.changed = map[string]bool{}
	}
	if s.addParties(now) {
		return
	}
	known := make(map[string]Object, len(now))
	for _, o := range now {
		known[String(o, "id")] = o
	}
	for _, of := range []map[string]Object{s.known, known} {
		for id := range of {
			s.changed[id] = s.changed[id] || !identical(s.known[id], known[id])
		}
	}
	s.known = known
}

// addParties notes parties that changed or are new, and reports whether that is
// all: whether each has an id of its own, and is where it was.
func (s *StateReader) addParties(now []Object) bool {
	was := s.parties.objects
	if len(was) == 0 || len(s.known) != len(was) || len(now) < len(was) {
		return false
	}
	for i, o := range was {
		if !identical(o, now[i]) && String(o, "id") != String(now[i], "id") {
			return false
		}
	}
	for _, o := range now[len(was):] {
		if s.known[String(o, "id")] != nil {
			return false
		}
	}
	for i, o := range now {
		if id := String(o, "id"); i >= len(was) || !identical(o, was[i]) {
			s.known[id] = o
			s.changed[id] = true
		}
	}
	return true
}

// named are the parties that have a name or identifier to be known by.
func (s *StateReader) named(record Object, r resolver) []procurement.Organisation {
	all := s.parties.next(Children(record, "parties"), func(o Object) procurement.Organisation {
		if org := r.organisation(o); org != nil && len(r.present([]Object{o}, "parties")) > 0 {
			return *org
		}
		return procurement.Organisation{}
	}, func(o Object) bool { return s.changed[String(o, "id")] })
	nameless := func(o procurement.Organisation) bool { return o.Key == "" }
	if slices.ContainsFunc(all, nameless) {
		all = slices.DeleteFunc(slices.Clone(all), nameless)
	}
	if len(all) == 0 {
		return nil
	}
	return all
}

// refer tells the objects that refer, in a list of that name, to parties that
// changed; nil where none did.
func (s *StateReader) refer(name string) func(Object) bool {
	if len(s.changed) == 0 {
		return nil
	}
	return func(o Object) bool { return s.stale(o, name) }
}

func (s *StateReader) stale(o Object, name string) bool {
	return len(s.changed) > 0 && slices.ContainsFunc(Children(o, name), func(ref Object) bool { return s.changed[String(ref, "id")] })
}
