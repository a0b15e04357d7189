package web

import (
	"context"

	"daylight/internal/ocds"
	"daylight/internal/procurement"
)

// contractName tells a contract from the others of its process: by its title,
// and by its id only where it has none or shares it. It is "" where there is no
// other.
func contractName(p *procurement.Process, id string) string {
	c := p.Contract(id)
	if c == nil || len(p.Contracts) < 2 {
		return ""
	}
	if c.Title == "" {
		return "contract " + id
	}
	for _, other := range p.Contracts {
		if other.ID != id && other.Title == c.Title {
			return c.Title + " (contract " + id + ")"
		}
	}
	return c.Title
}

// contractNames names contracts of many processes as contractName does, for
// lists on a page; the data has their ids. Each record is read once.
func (r *request) contractNames(ctx context.Context, contracts []procurement.ContractRef) ([]string, error) {
	if r.Form != asPage {
		return nil, nil
	}
	known := map[string]*procurement.Process{}
	var names []string
	for _, c := range contracts {
		if c.Contract == "" {
			names = append(names, "")
			continue
		}
		if known[c.OCID] == nil {
			p, err := r.process(ctx, c.OCID)
			if err != nil {
				return nil, err
			}
			known[c.OCID] = p
		}
		names = append(names, contractName(known[c.OCID], c.Contract))
	}
	return names, nil
}

// process is a process as its record has it, without its history.
func (r *request) process(ctx context.Context, ocid string) (*procurement.Process, error) {
	record, err := r.Record(ctx, ocid)
	if err != nil {
		return nil, err
	}
	tree, err := ocds.ParseObject(record)
	if err != nil {
		return nil, err
	}
	return ocds.ReadProcess(tree, ""), nil
}
