package cardinal

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Settings are those of a settings file of Cardinal's, with the same names and
// defaults.
type Settings struct {
	file *iniFile
}

// Default is every indicator with its defaults.
func Default() *Settings {
	file := &iniFile{sections: []*section{{}}}
	for _, k := range kinds {
		file.sections = append(file.sections, &section{name: k.code})
	}
	return &Settings{file}
}

// otherSections are those that are not an indicator's.
var otherSections = []string{"", "output", "exclusions", "defaults", "redactions", "corrections", "modifications",
	"codelists.bid_status", "codelists.award_status"}

const methodDetails = "procurement_method_details"

// ReadSettings reads a settings file. Only the indicators that have a section
// are run. A section, a key or a value that Cardinal does not know is refused.
func ReadSettings(r io.Reader) (*Settings, error) {
	file, err := readINI(r)
	if err != nil {
		return nil, err
	}
	s := &Settings{file}
	for _, x := range file.sections {
		code, nested := strings.CutSuffix(x.name, "."+methodDetails)
		known := isCode(x.name) || slices.Contains(otherSections, x.name) || nested && code == "R003"
		if !known {
			return nil, fmt.Errorf("line %d: [%s] is not a section of Cardinal's", x.line, x.name)
		}
	}
	// Building everything once asks for every setting that there is.
	s.run(Options{Prepare: true})
	for _, x := range file.sections {
		if err := x.problem(); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func isCode(name string) bool {
	return slices.ContainsFunc(kinds, func(k kind) bool { return k.code == name })
}

// section is one that may be absent.
func (s *Settings) section(name string) *section { return s.file.section(name) }

// enabled is an indicator's section, or nil. R003 is enabled by either of its
// two.
func (s *Settings) enabled(code string) *section {
	x, nested := s.section(code), s.section(code+"."+methodDetails)
	if x == nil && nested != nil {
		x = &section{name: code}
	}
	if x != nil {
		x.nested = nested
	}
	return x
}

// comparable are the processes whose prices can be compared.
func (s *Settings) comparable() methods {
	general := s.section("")
	return methods{
		include: general.list("price_comparison_procurement_methods", ""),
		exclude: general.list("no_price_comparison_procurement_methods", ""),
	}
}

func (s *section) has(key string) bool { return s.setting(key) != nil }

func (s *section) text(key string) *string {
	if x := s.setting(key); x != nil {
		return &x.value
	}
	return nil
}

func (s *section) string(key string) string {
	if x := s.setting(key); x != nil {
		return x.value
	}
	return ""
}

// list is a setting of values with | between them.
func (s *section) list(key, byDefault string) set {
	value := byDefault
	if x := s.setting(key); x != nil {
		value = x.value
	}
	all := set{}
	for item := range strings.SplitSeq(strings.TrimSuffix(value, "|"), "|") {
		if value != "" {
			all[item] = true
		}
	}
	return all
}

func (s *section) whole(key string, byDefault int64) int64 {
	x := s.setting(key)
	if x == nil {
		return byDefault
	}
	return x.whole()
}

func (x *setting) whole() int64 {
	n, err := strconv.ParseInt(x.value, 10, 64)
	if err != nil {
		x.wrong = "a whole number"
	}
	return n
}

// count is a whole number that is not negative.
func (s *section) count(key string, byDefault int64) int64 {
	n := s.whole(key, byDefault)
	if n < 0 {
		s.setting(key).wrong = "a whole number from 0"
	}
	return n
}

func (s *section) float(key string) *float64 {
	x := s.setting(key)
	if x == nil {
		return nil
	}
	f, err := strconv.ParseFloat(x.value, 64)
	if err != nil || math.IsNaN(f) {
		x.wrong = "a decimal number"
	}
	return &f
}

func (s *section) flag(key string) bool {
	x := s.setting(key)
	if x == nil {
		return false
	}
	switch strings.ToLower(x.value) {
	case "1", "true", "on", "yes":
		return true
	case "0", "false", "off", "no":
	default:
		x.wrong = "true or false"
	}
	return false
}

// pairs are all keys with their values.
func (s *section) pairs() map[string]string {
	all := map[string]string{}
	if s != nil {
		for _, x := range s.keys {
			x.asked = true
			all[x.key] = x.value
		}
	}
	return all
}

// within are whole numbers by key, in a section below this one.
func (s *section) within(name string) map[string]int64 {
	all := map[string]int64{}
	if s.nested != nil {
		for _, x := range s.nested.keys {
			x.asked = true
			all[x.key] = x.whole()
		}
	}
	return all
}
