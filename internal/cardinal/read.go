package cardinal

import "strconv"

// A reader reads releases from JSON text. Of members that stand twice in an
// object the last counts, as for Cardinal.
type reader struct {
	scanner
	prepare *preparing // nil unless the releases are to be prepared
}

// read fills in a release. What it reads refers to the text, which is not to
// change as long as the release is looked at. It reports errJSON at a text that
// is not one JSON value; of a value that is no object, nothing is read.
func (x *reader) read(t []byte, r *release) error {
	x.begin(t)
	r.clear()
	x.object(func(name text) {
		switch string(name) {
		case "ocid":
			r.ocid = x.words()
		case "buyer":
			r.buyer = x.reference()
		case "tender":
			x.tender(&r.tender)
		case "awards":
			r.awards.clear()
			r.awards.isArray = x.array(func() { x.award(r.awards.more()) })
		case "bids":
			r.bidsSet = true
			x.bids(&r.bids)
		case "tag":
			r.raw = true
			x.array(func() { r.raw = !x.words().is("compiled") && r.raw })
		case "releases", "records", "compiledRelease":
			r.holds = true
			x.skip()
		case "contracts", "auctions":
			if x.prepare == nil {
				x.skip()
			} else {
				x.asides(string(name), r)
			}
		default:
			x.skip()
		}
	})
	if !x.end() {
		return errJSON
	}
	if x.prepare != nil {
		x.prepare.release(r)
	}
	return nil
}

func (x *reader) tender(t *tender) {
	*t = tender{}
	x.object(func(name text) {
		switch string(name) {
		case "status":
			t.status = x.words()
		case "procurementMethod":
			t.method = x.words()
		case "procurementMethodDetails":
			t.methodDetails = x.words()
		case "numberOfTenderers":
			t.numberOfTenderers = x.digits()
		case "procuringEntity":
			t.procuringEntity = x.reference()
		case "tenderPeriod":
			t.start, t.end = nil, nil
			x.object(func(name text) {
				switch string(name) {
				case "startDate":
					t.start = x.words()
				case "endDate":
					t.end = x.words()
				default:
					x.skip()
				}
			})
		default:
			x.skip()
		}
	})
}

func (x *reader) award(a *award) {
	a.id, a.status, a.statusSet = nil, nil, false
	a.suppliers.clear()
	a.items.clear()
	x.object(func(name text) {
		switch string(name) {
		case "id":
			a.id = x.id()
		case "status":
			a.status, a.statusSet = x.words(), true
		case "suppliers":
			x.references(&a.suppliers)
		case "items":
			a.items.clear()
			a.items.isArray = x.array(func() { x.item(&a.items) })
		default:
			x.skip()
		}
	})
}

// item adds the id of an item's classification, where it has one.
func (x *reader) item(items *list[text]) {
	var class text
	x.object(func(name text) {
		if string(name) == "classification" {
			class = x.reference()
		} else {
			x.skip()
		}
	})
	if class != nil {
		*items.more() = class
	}
}

func (x *reader) bids(bids *list[bid]) {
	bids.clear()
	x.object(func(name text) {
		if string(name) == "details" {
			bids.clear()
			bids.isArray = x.array(func() { x.bid(bids.more()) })
		} else {
			x.skip()
		}
	})
}

func (x *reader) bid(b *bid) {
	*b = bid{tenderers: b.tenderers}
	b.tenderers.clear()
	x.object(func(name text) {
		switch string(name) {
		case "status":
			b.status, b.statusSet = x.words(), true
		case "date":
			b.date = x.words()
		case "tenderers":
			x.references(&b.tenderers)
		case "value":
			x.value(b)
		default:
			x.skip()
		}
	})
}

func (x *reader) value(b *bid) {
	b.hasAmount, b.currency, b.currencySet = false, nil, false
	b.hasValue = x.object(func(name text) {
		switch string(name) {
		case "amount":
			b.amount, b.hasAmount = number(x.digits())
		case "currency":
			b.currency, b.currencySet = x.words(), true
		default:
			x.skip()
		}
	})
}

// number is a number's value; one that a float64 cannot hold is none.
func number(digits text) (float64, bool) {
	if digits == nil {
		return 0, false
	}
	f, err := strconv.ParseFloat(string(digits), 64)
	return f, err == nil
}

// references are the ids of an array of objects; nil for an element without.
func (x *reader) references(l *list[text]) {
	l.clear()
	if x.prepare != nil && x.peek() == '{' {
		l.isArray = true
		*l.more() = x.reference()
		return
	}
	l.isArray = x.array(func() {
		id := x.reference()
		*l.more() = id
	})
}

// reference is the id of an object, or nil.
func (x *reader) reference() text {
	var id text
	x.object(func(name text) {
		if string(name) == "id" {
			id = x.id()
		} else {
			x.skip()
		}
	})
	return id
}

// id is a string; where releases are prepared, also a number.
func (x *reader) id() text {
	if x.peek() == '"' || x.prepare == nil {
		return x.words()
	}
	return x.digits()
}
