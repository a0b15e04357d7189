package cardinal

// r018 is "Single bid received": one tenderer in an open or selective
// procedure. Method:
// https://cardinal.readthedocs.io/en/latest/cli/indicators/R/018.html
type r018 struct {
	perRelease
	*tally
	methods set
}

func newR018(s *section, t *tally) indicator {
	return &r018{tally: t, methods: s.list("procurement_methods", "open|selective")}
}

func (x *r018) fold(r *release) {
	if among(x.methods, r.tender.method) && r.tender.numberOfTenderers.is("1") {
		x.set(OCID, string(r.ocid), "R018", 1)
	}
}
