package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
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

// countKey is a row of the counts.
type countKey struct{ rule, state, field, publisher string }

// count adds results to the counts that are written at the end of the
// transaction: a few rows once, rather than for each process.
func (t *Tx) count(publisher string, checks []Check, by int64) {
	for _, c := range checks {
		t.counts[countKey{c.Rule, string(c.State), "", publisher}] += by
		for _, field := range c.Missing {
			t.counts[countKey{c.Rule, string(c.State), field, publisher}] += by
		}
	}
}

// putChecks writes what the rules found for a process.
func (t *Tx) putChecks(w *rowWriter, p *procurement.Process, docid int64, flags []procurement.Flag) {
	book, err := t.rules(w.ctx)
	if err == nil {
		var states, details string
		if states, details, err = packChecks(book, flags); err == nil {
			w.insert("checks", p.OCID, docid, states, details)
			var checks []Check
			checks, err = unpackChecks(book, states, details)
			t.count(p.Publisher, checks, 1)
		}
	}
	w.err = errors.Join(w.err, err)
}

// dropChecks takes a process's results out of the counts; its row goes with
// the other derived ones.
func (t *Tx) dropChecks(ctx context.Context, ocid string) error {
	var states, details, publisher string
	err := t.tx.QueryRowContext(ctx, `SELECT c.states, c.details, p.publisher FROM checks c JOIN processes p ON p.ocid = c.ocid
		WHERE c.ocid = $1`, ocid).Scan(&states, &details, &publisher)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	book, err := t.rules(ctx)
	if err != nil {
		return err
	}
	checks, err := unpackChecks(book, states, details)
	t.count(publisher, checks, -1)
	return err
}

func (t *Tx) rules(ctx context.Context) (_ []RuleRow, err error) {
	if t.book == nil {
		t.book, err = t.Rules(ctx)
	}
	return t.book, err
}

// Flush writes the counts so far, for readers in the same transaction.
func (t *Tx) Flush(ctx context.Context) error {
	w := &rowWriter{ctx: ctx, tx: t.tx}
	for _, k := range slices.SortedFunc(maps.Keys(t.counts), func(a, b countKey) int {
		return strings.Compare(a.rule+"\n"+a.state+"\n"+a.field+"\n"+a.publisher, b.rule+"\n"+b.state+"\n"+b.field+"\n"+b.publisher)
	}) {
		if n := t.counts[k]; n != 0 {
			w.exec(`INSERT INTO check_counts (rule, state, field, publisher, n) VALUES ($1, $2, $3, $4, $5)
				ON CONFLICT (rule, state, field, publisher) DO UPDATE SET n = n + excluded.n`, k.rule, k.state, k.field, k.publisher, n)
			if n < 0 {
				w.exec(`DELETE FROM check_counts WHERE rule = $1 AND state = $2 AND field = $3 AND publisher = $4 AND n = 0`, k.rule, k.state, k.field, k.publisher)
			}
		}
	}
	clear(t.counts)
	t.tally.write(w)
	t.tally = newTally()
	if w.err == nil {
		w.err = t.tx.flush(ctx)
	}
	return w.err
}

// RuleCounts are how many results a rule has in each state, and how many of
// those without data miss each field.
type RuleCounts struct {
	States  map[procurement.FlagState]int
	Missing map[string]int
}

// CheckCounts are the counts of every rule, over what these publishers publish,
// or over everything where none is named.
func (v View) CheckCounts(ctx context.Context, publishers ...string) (map[string]RuleCounts, error) {
	b := selectFrom("check_counts").Select("rule, state, field, sum(n)").GroupBy("rule", "state", "field")
	if len(publishers) > 0 {
		b.Where(b.In("publisher", anys(publishers)...))
	}
	type row struct {
		countKey
		n int
	}
	list, err := list(ctx, v, b, func(rows *sql.Rows) (r row, err error) {
		err = rows.Scan(&r.rule, &r.state, &r.field, &r.n)
		return
	})
	counts := map[string]RuleCounts{}
	for _, r := range list {
		c, ok := counts[r.rule]
		if !ok {
			c = RuleCounts{map[procurement.FlagState]int{}, map[string]int{}}
			counts[r.rule] = c
		}
		if r.field == "" {
			c.States[procurement.FlagState(r.state)] = r.n
		} else {
			c.Missing[r.field] = r.n
		}
	}
	return counts, err
}

// buyerReach is how many of a buyer's processes are looked at.
const buyerReach = 5000

// BuyerChecks are how many results each rule has in each state for the
// processes of a buyer, the latest buyerReach of them, and who publishes these.
func (v View) BuyerChecks(ctx context.Context, buyer string) (counts map[string]RuleCounts, publishers []string, err error) {
	book, err := v.Rules(ctx)
	if err != nil {
		return nil, nil, err
	}
	type row struct{ states, details, publisher string }
	rows, err := v.q.QueryContext(ctx, `SELECT c.states, c.details, p.publisher FROM processes p JOIN checks c ON c.ocid = p.ocid
		WHERE p.buyer_key = $1 ORDER BY p.docid DESC LIMIT $2`, buyer, buyerReach)
	list, err := collect(rows, err, func(rows *sql.Rows) (r row, err error) {
		err = rows.Scan(&r.states, &r.details, &r.publisher)
		return
	})
	if err != nil {
		return nil, nil, err
	}
	counts = map[string]RuleCounts{}
	for _, r := range list {
		checks, err := unpackChecks(book, r.states, r.details)
		if err != nil {
			return nil, nil, err
		}
		for _, c := range checks {
			if counts[c.Rule].States == nil {
				counts[c.Rule] = RuleCounts{States: map[procurement.FlagState]int{}}
			}
			counts[c.Rule].States[c.State]++
		}
		if !slices.Contains(publishers, r.publisher) {
			publishers = append(publishers, r.publisher)
		}
	}
	slices.Sort(publishers)
	return counts, publishers, nil
}
