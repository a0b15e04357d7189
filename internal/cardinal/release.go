package cardinal

// A text is a string of a release as it stands in its JSON text, without
// quotes; nil where the field is absent or not a string.
type text []byte

func (t text) is(word string) bool { return t != nil && string(t) == word }

// A release holds the fields of a compiled release that indicators look at. It
// is read into again and again, and its texts hold only until the next time.
type release struct {
	ocid    text
	buyer   text // id
	tender  tender
	awards  list[award]
	bids    list[bid] // bids/details
	bidsSet bool      // bids is there, whatever it is
	raw     bool      // tagged, and not as compiled
	holds   bool      // it has what packages and records hold releases in

	// Read only where releases are prepared.
	auctions  list[bid] // auctions/stages/bids
	contracts list[contract]
}

func (r *release) clear() {
	r.ocid, r.buyer, r.tender = nil, nil, tender{}
	r.bidsSet, r.raw, r.holds = false, false, false
	r.awards.clear()
	r.bids.clear()
	r.auctions.clear()
	r.contracts.clear()
}

// cancelled reports whether the process is: it is left out of everything.
func (r *release) cancelled() bool { return r.tender.status.is("cancelled") }

type tender struct {
	status                text
	method, methodDetails text
	start, end            text // of the tenderPeriod
	numberOfTenderers     text // as written, where it is a number
	procuringEntity       text // id
}

type contract struct {
	awardID   text
	cancelled bool
}

type award struct {
	id        text // for prepare alone
	status    text
	statusSet bool       // to whatever
	suppliers list[text] // ids; nil for those without
	items     list[text] // ids of classifications
}

type bid struct {
	status, date text
	statusSet    bool
	tenderers    list[text] // ids; nil for those without
	hasValue     bool       // value is an object
	hasAmount    bool
	amount       float64
	currency     text
	currencySet  bool
}

// A list is an array that may be absent. Its room is used again.
type list[T any] struct {
	isArray bool
	all     []T
}

// more is a further element, which its reader has to clear.
func (l *list[T]) more() *T {
	if len(l.all) < cap(l.all) {
		l.all = l.all[:len(l.all)+1]
	} else {
		var none T
		l.all = append(l.all, none)
	}
	return &l.all[len(l.all)-1]
}

func (l *list[T]) clear() { l.isArray, l.all = false, l.all[:0] }

// only is the one element of a list of one; of ids, nil where it has none.
func only(l list[text]) text {
	if len(l.all) != 1 {
		return nil
	}
	return l.all[0]
}

// submitted reports whether a bid was: it has a status, and was not merely
// invited or withdrawn.
func (b *bid) submitted() bool {
	return b.status != nil && !b.status.is("invited") && !b.status.is("withdrawn")
}

// price reports whether a bid has an amount and a currency.
func (b *bid) price() bool { return b.hasAmount && b.currency != nil }

// final reports whether no award is pending, so that results are stable, and
// there are lists of awards and of bids. Awards without a status do not count.
func (r *release) final() bool {
	if !r.awards.isArray || !r.bids.isArray {
		return false
	}
	for i := range r.awards.all {
		switch status := r.awards.all[i].status; {
		case status == nil, status.is("active"), status.is("cancelled"), status.is("unsuccessful"):
		default:
			return false
		}
	}
	return true
}

// soleSupplier is the id of the one supplier of the one active award, or nil.
// Where there are more, it cannot be known which bids compete.
func (r *release) soleSupplier() text {
	var found *award
	for i := range r.awards.all {
		if a := &r.awards.all[i]; a.status.is("active") {
			if found != nil {
				return nil
			}
			found = a
		}
	}
	if found == nil {
		return nil
	}
	return only(found.suppliers)
}

// A methods setting includes processes by procurementMethodDetails, or else
// excludes them.
type methods struct{ include, exclude set }

func (m methods) match(r *release) bool {
	details := r.tender.methodDetails
	switch {
	case details == nil:
		return len(m.include) == 0
	case len(m.include) > 0:
		return m.include[string(details)]
	}
	return !m.exclude[string(details)]
}

// set is a setting of several values.
type set map[string]bool
