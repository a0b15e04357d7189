package web

import (
	"strings"
	"time"

	"daylight/internal/procurement"
)

// drawing is a timeline laid out: places across in per cent of the width, so
// that it is as wide as the reader's window and its letters stay the size of
// letters; places down in pixels.
type drawing struct {
	Height  int
	Undated bool // a zone at the left holds what has no place in time
	Zone    float64
	Ticks   []tick
	Rows    []row
	Today   float64 // place of the recorded day; 0 where none is recorded
	TodayAt string
	TodayAs anchor
	More    int // facts in the table that are not drawn
}

// row is one fact drawn: words above a bar, or beside a mark.
type row struct {
	timelineFact
	Heading  []string // over the row
	HeadingY int
	Mark     bool
	X, Width float64 // of the bar; a mark has no width but where its date is loose
	End      float64 // X and Width together
	Y        int     // top of the bar, middle of the mark
	Hatched  bool    // dates not stated
	Open     bool    // neither length nor end is known
	TextX    float64
	TextY    int
	Beside   string   // detail in the line of the label
	Lines    []string // further lines of detail
	Anchor   anchor
	Indent   int // of the words from their place, in pixels
}

// HeadingAt is how far down the nth line of the heading stands.
func (r row) HeadingAt(n int) int { return r.HeadingY + n*(lineHeight+2) }

// LineAt is how far below the label the nth line of detail stands.
func (row) LineAt(n int) int { return (n + 1) * lineHeight }

// anchor is which end of the words stands at their place (SVG text-anchor).
type anchor string

const (
	atStart  anchor = "start"
	atMiddle anchor = "middle"
	atEnd    anchor = "end"
)

// Sizes down, in pixels. A telephone shows about lineRoom letters in two thirds
// of its width.
const (
	axisHeight = 26
	lineHeight = 16
	barHeight  = 14
	rowGap     = 14
	footHeight = 22
	markRoom   = 14
	lineRoom   = 34
	drawnRows  = 40
)

// thin is the least width of a bar that can be seen.
const thin = 0.8

// draw lays facts out one under the other, in their order.
func draw(facts []timelineFact, day procurement.Date) drawing {
	places := spans(facts)
	d := drawing{}
	if len(facts) > drawnRows {
		d.More = len(facts) - drawnRows
		facts, places = facts[:drawnRows], places[:drawnRows]
	}
	var moments []time.Time
	for i, p := range places {
		for _, t := range []time.Time{p.from, p.to} {
			if !t.IsZero() {
				moments = append(moments, t)
			}
		}
		d.Undated = d.Undated || p.from.IsZero() && !facts[i].moment()
	}
	if day.Known() {
		moments = append(moments, day.Time())
	}
	scale := newScale(moments, d.Undated)
	d.Ticks, d.Zone = scale.ticks(), undatedZone
	y := axisHeight
	slots := zoneSlots(facts, places)
	for i, f := range facts {
		r := row{timelineFact: f}
		if f.Group != "" {
			r.Heading, r.HeadingY = lines(f.Group), y+lineHeight
			y += (lineHeight+2)*len(r.Heading) + rowGap/2
		}
		if f.moment() {
			y = r.mark(places[i], scale, y)
		} else {
			y = r.bar(places[i], slots[i], scale, y)
		}
		r.End = hundredth(r.X + r.Width)
		d.Rows = append(d.Rows, r)
	}
	if day.Known() {
		d.Today, d.TodayAt = scale.at(day.Time()), day.String()
		_, d.TodayAs = wordsAt(d.Today)
	}
	d.Height = y + footHeight
	return d
}

// slot is a stretch of the zone for what has no place in time.
type slot struct{ from, to float64 }

// zoneSlots shares the zone among the undated facts of each chain, in turn.
func zoneSlots(facts []timelineFact, places []span) []slot {
	slots := make([]slot, len(facts))
	for i := 0; i < len(facts); {
		n := i + 1
		for n < len(facts) && !facts[n].First && !facts[n].moment() {
			n++
		}
		var undated []int
		for j := i; j < n; j++ {
			if places[j].from.IsZero() {
				undated = append(undated, j)
			}
		}
		for k, j := range undated {
			wide := (undatedZone - margin) / float64(len(undated))
			slots[j] = slot{margin/2 + float64(k)*wide, margin/2 + float64(k+1)*wide}
		}
		i = n
	}
	return slots
}

// bar draws a stretch of time: on the scale as far as its ends are known, the
// rest in its slot of the zone. It gives the place below it.
func (r *row) bar(p span, s slot, scale scale, y int) int {
	from, to := s.from, s.to
	if !p.from.IsZero() {
		from, to = scale.at(p.from), scale.end
		r.Open = p.to.IsZero()
	}
	if !p.to.IsZero() {
		to = scale.at(p.to)
	}
	r.X, r.Width = hundredth(from), hundredth(max(to-from, thin))
	r.Hatched = !p.stated
	r.Beside, r.Lines = wrap(r.Label, r.Detail)
	r.TextX, r.Anchor = wordsAt(r.X)
	r.TextY = y + lineHeight - 4
	r.Y = y + lineHeight*(1+len(r.Lines)) + 2
	return r.Y + barHeight + rowGap
}

// mark draws a moment: a shape with its words beside it, and a thin line over
// all the days a loose date can mean.
func (r *row) mark(p span, scale scale, y int) int {
	r.Mark, r.X, r.Indent = true, scale.at(p.from), markRoom
	if p.to.After(p.from) {
		to := scale.at(p.to)
		r.Width = hundredth(to - r.X)
	}
	r.Lines = []string{r.When}
	r.TextX, r.Anchor = r.X+r.Width, atStart
	if r.X+r.Width/2 > 50 {
		r.TextX, r.Anchor, r.Indent = r.X, atEnd, -markRoom
	}
	r.TextY = y + lineHeight - 4
	r.Y = y + lineHeight
	return y + 2*lineHeight + rowGap - 4
}

// wordsAt is where words over a place stand, so that at least two thirds of
// the width are theirs.
func wordsAt(x float64) (float64, anchor) {
	switch {
	case x < 34:
		return x, atStart
	case x < 66:
		return x, atMiddle
	}
	return 100 - margin/2, atEnd
}

// wrap sets a detail beside its label where both fit in one line, else below it
// in lines of at most lineRoom letters.
func wrap(label, detail string) (beside string, below []string) {
	if n := len([]rune(label + detail)); detail == "" || n+2 <= lineRoom {
		return detail, nil
	}
	return "", lines(detail)
}

// lines breaks words into lines of at most lineRoom letters.
func lines(text string) []string {
	var list []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && len([]rune(line+word)) >= lineRoom {
			list, line = append(list, line), ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(list, line)
}
