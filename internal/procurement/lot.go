package procurement

// Lot is a part of what is bought, which is awarded by itself.
type Lot struct {
	ID          string
	Title       string
	Description string
	Status      string // OCDS tenderStatus
	Value       *Money
	Gross       *Money // the value with all taxes, where published beside it
	Contract    Period // planned
}

// LotAwards are the awards of a lot, by the lots that each names.
func (p *Process) LotAwards(lot string) []*Award {
	var list []*Award
	for i := range p.Awards {
		for _, id := range p.Awards[i].Lots {
			if id == lot {
				list = append(list, &p.Awards[i])
			}
		}
	}
	return list
}

// BidStatistic is a figure that is published about the bids (OCDS bids
// extension), such as how many came from abroad.
type BidStatistic struct {
	Measure string // bids, validBids, electronicBids, lowestValidBidValue …
	Value   string // as published
	Lot     string // "" where it is about all
}
