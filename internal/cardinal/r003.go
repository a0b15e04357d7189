package cardinal

// r003 is "Short submission period": fewer whole days than a threshold between
// the start and the end of the tender period. Method:
// https://cardinal.readthedocs.io/en/latest/cli/indicators/R/003.html
type r003 struct {
	perRelease
	*tally
	threshold int64
	methods   set
	details   map[string]int64 // thresholds by procurementMethodDetails
}

func newR003(s *section, t *tally) indicator {
	return &r003{tally: t, threshold: s.whole("threshold", 15), methods: s.list("procurement_methods", ""),
		details: s.within("procurement_method_details")}
}

func (x *r003) fold(r *release) {
	if !among(x.methods, r.tender.method) {
		return
	}
	days, ok := wholeDays(r.tender.start, r.tender.end)
	if !ok {
		return
	}
	threshold, own := x.details[string(r.tender.methodDetails)]
	if !own || r.tender.methodDetails == nil {
		threshold = x.threshold
	}
	if days < threshold {
		x.set(OCID, string(r.ocid), "R003", 1)
	}
}

// among reports whether a procurement method is one of those asked for. No
// method asked for means any, also none.
func among(methods set, method text) bool {
	return len(methods) == 0 || method != nil && methods[string(method)]
}
