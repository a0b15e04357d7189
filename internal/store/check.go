package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"

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

// RuleRow is one rule in the book: its fields are those it can miss.
type RuleRow struct {
	Rule    string
	Version int
	Fields  []string
}

// Check is a result of one rule for one process: its state and what it misses.
type Check struct {
	Rule    string
	Version int
	State   procurement.FlagState
	Missing []string
}

// PutRules writes the book of rules, in the order of their results.
func (t *Tx) PutRules(ctx context.Context, rules []RuleRow) error {
	w := &rowWriter{ctx: ctx, tx: t.tx}
	w.exec(`DELETE FROM rule_book`)
	for place, r := range rules {
		w.insert("rule_book", place, r.Rule, r.Version, encode(r.Fields))
	}
	t.book = rules
	return w.err
}

// Rules is the book of rules that the stored results follow.
func (v View) Rules(ctx context.Context) ([]RuleRow, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT rule, version, fields FROM rule_book ORDER BY place`)
	return collect(rows, err, func(rows *sql.Rows) (r RuleRow, err error) {
		var fields string
		if err = rows.Scan(&r.Rule, &r.Version, &fields); err == nil {
			err = json.Unmarshal([]byte(fields), &r.Fields)
		}
		return
	})
}

// packChecks writes results, which stand in the order of rules, as two texts.
func packChecks(book []RuleRow, flags []procurement.Flag) (states, details string, err error) {
	at := map[string]int{}
	for place, r := range book {
		at[r.Rule] = place
	}
	letter := []byte(strings.Repeat(string(noResult), len(book)))
	results := make([]string, len(book))
	for _, f := range flags {
		place, known := at[f.Rule]
		if !known {
			return "", "", fmt.Errorf("rule %s is not in the book", f.Rule)
		}
		text := string(letterOf(f.State))
		var missing []string
		for _, field := range f.Evidence.Missing {
			i := slices.Index(book[place].Fields, field)
			if i < 0 {
				return "", "", fmt.Errorf("rule %s misses %s, which it does not say it needs", f.Rule, field)
			}
			missing = append(missing, strconv.Itoa(i))
		}
		results[place] += text + strings.Join(missing, ".")
		if weight(text[0]) < weight(letter[place]) {
			letter[place] = text[0]
		}
	}
	var more []string
	for place, text := range results {
		if len(text) > 1 {
			more = append(more, strconv.Itoa(place)+":"+text)
		}
	}
	return string(letter), strings.Join(more, " "), nil
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
