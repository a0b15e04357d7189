package cardinal

import "daylight/internal/outlier"

// r048 is "Heterogeneous supplier": the items that a supplier alone was awarded
// fall in at least as many classes as the upper fence; a class is the first
// digits of a classification id. Suppliers with fewer processes than the
// minimum take no part. Method:
// https://cardinal.readthedocs.io/en/latest/cli/indicators/R/048.html
type r048 struct {
	*tally
	digits, minimum int64
	threshold       *float64
	suppliers       map[string]*supplied
	seen            ids
}

type supplied struct {
	processes int64
	classes   set
}

func newR048(s *section, t *tally) indicator {
	x := &r048{tally: t, digits: s.count("digits", 2), minimum: s.count("minimum_contracting_processes", 20),
		suppliers: map[string]*supplied{}}
	if s.has("threshold") {
		threshold := float64(s.count("threshold", 0))
		x.threshold = &threshold
	}
	return x
}

func (x *r048) fold(r *release) {
	x.seen.clear()
	for i := range r.awards.all {
		a := &r.awards.all[i]
		supplier := only(a.suppliers)
		if !a.status.is("active") || supplier == nil || len(a.items.all) == 0 {
			continue
		}
		s := x.suppliers[string(supplier)]
		if s == nil {
			s = &supplied{classes: set{}}
			x.suppliers[string(supplier)] = s
		}
		if x.seen.add(supplier) {
			s.processes++
		}
		for _, id := range a.items.all {
			if class := first(id, x.digits); !s.classes[string(class)] {
				s.classes[string(class)] = true
			}
		}
	}
}

// first is the first n characters.
func first(id text, n int64) text {
	for i := range string(id) {
		if n == 0 {
			return id[:i]
		}
		n--
	}
	return id
}

func (x *r048) finish() {
	counts := make([]float64, 0, len(x.suppliers))
	for _, s := range x.suppliers {
		if s.processes >= x.minimum {
			counts = append(counts, float64(len(s.classes)))
		}
	}
	fence := x.upperFence("R048", "", x.threshold, outlier.Of(counts))
	for id, s := range x.suppliers {
		if n := float64(len(s.classes)); s.processes >= x.minimum && n >= fence {
			x.set(Tenderer, id, "R048", n)
		}
	}
}
