package registry

import (
	"encoding/hex"
	"slices"
	"sync"

	"daylight/internal/history"
	"daylight/internal/ocds"
	"daylight/internal/procurement"
	"daylight/internal/rules"
	"daylight/internal/store"
)

// A Judge checks releases by all rules as a record would that held them and
// nothing else, without one: each release is a process by itself, such as the
// compiled releases of many. It looks at no neighbours. First it counts every
// process for the rules that compare with the market, then it judges each; it
// keeps the counts, not the processes.
type Judge struct {
	day    procurement.Date
	counts map[string]rules.Table
	adding sync.Mutex
	run    *surveyRun
	market rules.Market
}

// NewJudge judges as of a day.
func NewJudge(day procurement.Date) *Judge {
	return &Judge{day: day, counts: map[string]rules.Table{}}
}

// Lone is a release read as a process by itself.
type Lone struct {
	body  []byte
	state history.State
	tag   []string // where it was checked
}

// Compiled reports whether a release that was checked is tagged as compiled, or
// not at all.
func (l *Lone) Compiled() bool { return len(l.tag) == 0 || slices.Contains(l.tag, "compiled") }

// ReadLone reads a release that was checked already; see CheckLone. It may be
// called from many goroutines.
func ReadLone(item *ocds.Item, publisher string) *Lone {
	return newLone(item.Body, publisher, item.Release())
}

func newLone(body []byte, publisher string, said *ocds.Release) *Lone {
	l := &Lone{body: body}
	if !said.HasAny(oversightLists) {
		if record, alone := said.Alone(ocds.Strategies11); alone {
			p := ocds.NewStateReader(publisher).Next(record)
			l.state = history.State{Release: itself, Date: said.String("date"), Process: p}
			return l
		}
	}
	r := store.Release{Identity: itself, OCID: said.String("ocid"), Date: said.String("date"), Publisher: publisher, Body: body}
	merger := mergers.Get().(*ocds.Merger)
	defer mergers.Put(merger)
	l.state = mergeAll(merger, []statement{{Release: r, said: said}})[0]
	return l
}

// itself stands for the name of the one release there is, which is worth
// reckoning only where evidence names it.
const itself = "itself"

// CheckLone reads a release, and refuses as *Rejected what could not be filed.
func CheckLone(item *ocds.Item, publisher string) (*Lone, error) {
	said := item.Release()
	if err := fileable(0, said); err != nil {
		return nil, err
	}
	l := newLone(item.Body, publisher, said)
	l.tag = said.Strings("tag")
	return l, nil
}

// Count adds a process to the counts. It may be called from many goroutines.
func (j *Judge) Count(l *Lone) {
	j.adding.Lock()
	defer j.adding.Unlock()
	rules.Collect(j.counts, l.state.Process, j.day)
}

// Survey ends the counting.
func (j *Judge) Survey() (err error) {
	if j.run, err = surveyed(j.counts, store.SurveyRow{Day: string(j.day)}); err != nil {
		return err
	}
	j.counts = nil
	figures := map[string]rules.SurveyFigures{}
	j.market = rules.Market{Day: j.day, Rules: map[string]int{}, Find: func(rule, key string) (rules.Figures, bool) {
		f, ok := figures[rule][key]
		return f, ok
	}}
	for _, s := range j.run.Rules {
		j.market.Rules[s.Rule] = s.Version
		figures[s.Rule] = rules.SurveyFigures{}
		for key, text := range j.run.text[s.Rule] {
			figures[s.Rule][key] = readFigures(text) // as a stored run is read
		}
	}
	j.run.figures = figures
	return nil
}

// Flags are the results of every rule about the process and its contracts. It
// may be called from many goroutines, once Survey was.
func (j *Judge) Flags(l *Lone) ([]procurement.Flag, error) {
	p := l.state.Process
	life := history.NewLife(p.OCID)
	life.Next(l.state)
	flags := rules.Check(rules.Dossier{
		Process: p, States: []*procurement.Process{p}, Chains: life.Chains(nil), Day: j.day, Market: j.market,
	})
	for i := range flags {
		e := &flags[i].Evidence
		if flags[i].State != procurement.Raised || len(e.Releases) == 0 {
			continue
		}
		id, err := ocds.Identity(l.body)
		if err != nil {
			return nil, err
		}
		e.Releases = []string{hex.EncodeToString(id[:])}
	}
	return flags, nil
}

// Organisations are the results about organisations, by rule and key.
func (j *Judge) Organisations() []procurement.OrganisationFlag {
	return j.run.organisations()
}
