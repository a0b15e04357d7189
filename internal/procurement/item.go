package procurement

// Item is something bought: a line of a tender, an award or a contract.
type Item struct {
	ID             string
	Description    string
	Lot            string // id of the lot it belongs to
	Classification Classification
	More           []Classification // additional ones
}

// Classification is a code of a published scheme, such as CPV 72000000.
type Classification struct{ Scheme, ID, Description string }

// Class is the classification cut to so many digits ("CPV:72" for 2), or ""
// where it has fewer or no scheme: schemes are never mixed.
func (c Classification) Class(digits int) string {
	if c.Scheme == "" || len(c.ID) < digits {
		return ""
	}
	return c.Scheme + ":" + c.ID[:digits]
}

// Items are what the process buys, as far as stated latest: the items of
// contracts made, else of standing awards, else of the tender.
func (p *Process) Items() []Item {
	var items []Item
	for _, c := range p.Contracts {
		if c.Made() {
			items = append(items, c.Items...)
		}
	}
	if len(items) == 0 {
		for _, a := range p.Awards {
			if a.Stands() {
				items = append(items, a.Items...)
			}
		}
	}
	if len(items) == 0 {
		items = p.Tender.Items
	}
	return items
}
