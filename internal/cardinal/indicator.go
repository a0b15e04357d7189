package cardinal

// An indicator takes in releases one by one, in order, and may have more to
// say once it has seen all.
type indicator interface {
	fold(*release)
	finish()
}

// A kind is an indicator that there is.
type kind struct {
	code string
	make func(*section, *tally) indicator
}

// kinds are all of them, each in a file of its own.
var kinds = []kind{
	{"R003", newR003},
	{"R018", newR018},
	{"R024", newR024},
	{"R025", newR025},
	{"R028", newR028},
	{"R030", newR030},
	{"R035", newR035},
	{"R036", newR036},
	{"R038", newR038},
	{"R048", newR048},
	{"R058", newR058},
}

// perRelease is for indicators that have said all when a release is folded.
type perRelease struct{}

func (perRelease) finish() {}

// perMarket is for indicators that only look at what another has gathered.
type perMarket struct{}

func (perMarket) fold(*release) {}

// A tally is what all indicators of a run share.
type tally struct {
	Result
	settings *Settings
	// currency is the one whose amounts are compared: that of the settings,
	// else of the first amount that was to be compared.
	currency *string
	// compared are the price comparisons, by ocid, for R024 and R058.
	compared map[string]priced
}

// mainCurrency reports whether an amount in that currency is compared.
func (t *tally) mainCurrency(currency text) bool {
	if t.currency == nil {
		c := string(currency)
		t.currency = &c
	}
	same := *t.currency == string(currency)
	if !same {
		t.Mismatches++
	}
	return same
}

// A ratio is how many of how many, summed over processes.
type ratio struct{ of, all int }

func (r ratio) float() float64 { return float64(r.of) / float64(r.all) }

type ratios map[string]*ratio

func (m ratios) add(id text, of, all int) {
	r := m[string(id)]
	if r == nil {
		r = &ratio{}
		m[string(id)] = r
	}
	r.of += of
	r.all += all
}
