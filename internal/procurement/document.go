package procurement

import (
	"cmp"
	"slices"
)

// Document is a published paper.
type Document struct {
	ID, Type, Title, URL string
	Notice               string // type of the notice it is, such as UK7
	Published            Date
}

// Notices are the process's documents that are notices, in the order they were
// published, each once.
func (p *Process) Notices() []Document {
	var notices []Document
	var seen map[Document]bool
	add := func(list []Document) {
		for i := range list {
			d := &list[i]
			if d.Notice == "" || seen[*d] {
				continue
			}
			if seen == nil {
				seen = map[Document]bool{}
			}
			seen[*d] = true
			notices = append(notices, *d)
		}
	}
	add(p.Documents)
	add(p.Tender.Documents)
	for i := range p.Awards {
		add(p.Awards[i].Documents)
	}
	for i := range p.Contracts {
		add(p.Contracts[i].Documents)
	}
	slices.SortStableFunc(notices, func(a, b Document) int { return cmp.Compare(a.Published.First(), b.Published.First()) })
	return notices
}
