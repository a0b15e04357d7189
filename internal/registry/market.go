package registry

import (
	"context"
	"math"

	"github.com/go-json-experiment/json"

	"daylight/internal/procurement"
	"daylight/internal/rules"
	"daylight/internal/store"
)

// market is the latest survey as rules see it, as of a size of the ledger. Of
// an earlier moment nothing is kept.
func market(ctx context.Context, v store.View, m Moment, failed *error) (rules.Market, error) {
	size := int64(math.MaxInt64)
	if m.Log > 0 {
		size = m.Log
	}
	row, err := v.LastSurvey(ctx, size)
	if err != nil || row == nil || m.At.Known() && m.At.Last() < row.Day {
		return rules.Market{}, err
	}
	found := rules.Market{Size: row.Size, Day: procurement.Date(row.Day), Rules: map[string]int{}}
	for _, s := range row.Rules {
		found.Rules[s.Rule] = s.Version
	}
	found.Find = finder(ctx, v, failed)
	return found, nil
}

// finder reads figures; an error is kept for who asked the rules.
func finder(ctx context.Context, v store.View, failed *error) func(rule, key string) (rules.Figures, bool) {
	return func(rule, key string) (rules.Figures, bool) {
		text, err := v.Figures(ctx, rule, key)
		if err != nil {
			*failed = err
		}
		if text == "" {
			return nil, false
		}
		return readFigures(text), true
	}
}

func readFigures(text string) rules.Figures {
	var f rules.Figures
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		panic(err) // written by figuresText
	}
	return f
}
