package cardinal

// Options of a run.
type Options struct {
	Maps    bool // gather which organisations belong to which process
	Prepare bool // correct the releases first: see preparing
}

// A run takes in releases and gives the result.
type run struct {
	*tally
	indicators []indicator
	excluded   methods
	prepare    *preparing
}

func (s *Settings) run(o Options) *run {
	general := s.section("")
	t := &tally{settings: s, currency: general.text("currency"), compared: map[string]priced{}}
	t.Groups, t.Meta = map[Group]map[string][]Value{}, map[string][]Value{}
	if o.Maps {
		t.Maps = map[string]map[string][]string{}
		for name := range mapNames {
			t.Maps[name] = map[string][]string{}
		}
	}
	x := &run{tally: t, excluded: methods{exclude: s.section("exclusions").list(methodDetails, "")}}
	s.section("output").flag("info_currency_mismatches")
	for _, key := range []string{"item_classification_scheme", "party_roles"} {
		s.section("defaults").has(key) // they change no result
	}
	comparable := s.comparable()
	if s.enabled("R024") != nil || s.enabled("R058") != nil {
		x.indicators = append(x.indicators, &prices{tally: t, methods: comparable})
	}
	if o.Maps && (s.enabled("R025") != nil || s.enabled("R038") != nil || s.enabled("R048") != nil) {
		x.indicators = append(x.indicators, &bidders{tally: t})
	}
	for _, k := range kinds {
		if section := s.enabled(k.code); section != nil {
			x.indicators = append(x.indicators, k.make(section, t))
		}
	}
	if o.Prepare {
		x.prepare = newPreparing(s)
	}
	return x
}

// fold takes in a release, unless it is not to be judged: it has no ocid, its
// process is cancelled, or it is excluded by the settings.
func (x *run) fold(r *release) {
	x.Releases++
	if r.ocid == nil {
		x.Nameless++
	}
	if r.ocid == nil || r.cancelled() || !x.excluded.match(r) {
		return
	}
	if r.raw {
		x.Uncompiled++
	}
	for _, i := range x.indicators {
		i.fold(r)
	}
}

func (x *run) finish() *Result {
	for _, i := range x.indicators {
		i.finish()
	}
	return &x.Result
}

// bidders maps processes to all who submitted bids.
type bidders struct {
	perRelease
	*tally
}

func (x *bidders) fold(r *release) {
	for i := range r.bids.all {
		b := &r.bids.all[i]
		if !b.submitted() {
			continue
		}
		for _, id := range b.tenderers.all {
			if id != nil {
				x.link("ocid_tenderer", string(r.ocid), string(id))
			}
		}
	}
}
