package store

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"daylight/internal/procurement"
)

// A process has a result for every rule, and most are not raised. These are
// kept as two short texts rather than as rows. For each rule in the order of
// the book, states has the letter of its result; details names, apart by
// spaces, the rules that have several results or miss something: place, colon,
// and for each result its letter and, apart by points, the numbers from 0 of
// the missing fields in the book ("2:n1" or "7:rcn0.2").

// letters of the states, the weightiest first; noResult is a rule's that gave
// none.
var letters = []struct {
	letter byte
	state  procurement.FlagState
}{{'r', procurement.Raised}, {'n', procurement.NoData}, {'c', procurement.Clear}, {'a', procurement.NotApplicable}}

const noResult = '-'

func letterOf(state procurement.FlagState) byte {
	for _, l := range letters {
		if l.state == state {
			return l.letter
		}
	}
	return noResult
}

// Book is the rules in the order of the texts.
type Book struct {
	rules []RuleRow
	at    map[string]int
}

func newBook(rules []RuleRow) *Book {
	b := &Book{rules, make(map[string]int, len(rules))}
	for place, r := range rules {
		b.at[r.Rule] = place
	}
	return b
}

// pack writes results, which stand in the order of rules, as two texts.
func (b *Book) pack(flags []procurement.Flag) (states, details string, err error) {
	letter := bytes.Repeat([]byte{noResult}, len(b.rules))
	var more []byte
	for len(flags) > 0 {
		n := 1
		for n < len(flags) && flags[n].Rule == flags[0].Rule {
			n++
		}
		place, known := b.at[flags[0].Rule]
		if !known {
			return "", "", fmt.Errorf("rule %s is not in the book", flags[0].Rule)
		}
		if letter[place] != noResult {
			return "", "", fmt.Errorf("the results of rule %s stand apart", flags[0].Rule)
		}
		if letter[place], more, err = b.packRule(place, flags[:n], more); err != nil {
			return "", "", err
		}
		flags = flags[n:]
	}
	return string(letter), string(more), nil
}

// packRule gives the letter of one rule's results, and appends to the details
// what it does not say.
func (b *Book) packRule(place int, flags []procurement.Flag, details []byte) (letter byte, _ []byte, err error) {
	letter = noResult
	text := make([]byte, 0, 16)
	for _, f := range flags {
		own := letterOf(f.State)
		text = append(text, own)
		for i, field := range f.Evidence.Missing {
			number := slices.Index(b.rules[place].Fields, field)
			if number < 0 {
				return letter, details, fmt.Errorf("rule %s misses %s, which it does not say it needs", f.Rule, field)
			}
			if i > 0 {
				text = append(text, '.')
			}
			text = strconv.AppendInt(text, int64(number), 10)
		}
		if weight(own) < weight(letter) {
			letter = own
		}
	}
	if len(text) > 1 {
		if len(details) > 0 {
			details = append(details, ' ')
		}
		details = append(append(strconv.AppendInt(details, int64(place), 10), ':'), text...)
	}
	return letter, details, nil
}

func weight(letter byte) int {
	for i, l := range letters {
		if l.letter == letter {
			return i
		}
	}
	return len(letters)
}

// unpackChecks reads the two texts.
func unpackChecks(book []RuleRow, states, details string) ([]Check, error) {
	results := map[int]string{}
	for word := range strings.FieldsSeq(details) {
		place, text, _ := strings.Cut(word, ":")
		n, err := strconv.Atoi(place)
		if err != nil || n >= len(book) {
			return nil, fmt.Errorf("checks: %q names no rule", word)
		}
		results[n] = text
	}
	if len(states) > len(book) {
		return nil, fmt.Errorf("checks of %d rules, the book has %d", len(states), len(book))
	}
	var list []Check
	for place := range len(states) {
		text, ok := results[place]
		if !ok {
			text = states[place : place+1]
		}
		list = append(list, unpackRule(book[place], text)...)
	}
	return list, nil
}

func unpackRule(rule RuleRow, text string) []Check {
	var list []Check
	for text != "" && text[0] != noResult {
		end := len(text)
		if next := strings.IndexFunc(text[1:], func(r rune) bool { return r >= 'a' && r <= 'z' }); next >= 0 {
			end = next + 1
		}
		c := Check{Rule: rule.Rule, Version: rule.Version}
		if w := weight(text[0]); w < len(letters) {
			c.State = letters[w].state
		}
		for number := range strings.SplitSeq(text[1:end], ".") {
			if i, err := strconv.Atoi(number); err == nil && i < len(rule.Fields) {
				c.Missing = append(c.Missing, rule.Fields[i])
			}
		}
		list = append(list, c)
		text = text[end:]
	}
	return list
}
