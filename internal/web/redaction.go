package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"daylight/internal/procurement"
	"daylight/internal/store"
)

// tombstone is what was removed, as readers see it.
type tombstone struct {
	store.Tombstone
	Day     procurement.Date // of the release
	Fields  []string         // kinds of field, in words
	On      string           // the day on which it was removed
	History string           // addresses
	Stands  string
	Entry   string
}

func newTombstone(t store.Tombstone) tombstone {
	day, _ := procurement.ParseDate(t.Date)
	x := tombstone{Tombstone: t, Day: day, On: t.At[:min(10, len(t.At))], History: href("contracts", t.OCID),
		Stands: href("contracts", t.OCID, "releases", t.Replacement), Entry: href("log", "leaf", t.Leaf)}
	for _, p := range t.Pointers {
		x.Fields = append(x.Fields, fieldWords(p))
	}
	return x
}

// Removed is the day on which it was.
func (t tombstone) Removed() procurement.Date { return procurement.Date(t.On) }

func newTombstones(list []store.Tombstone) []tombstone {
	out := make([]tombstone, len(list))
	for i, t := range list {
		out[i] = newTombstone(t)
	}
	return out
}

// fieldWords names the kind of field that a JSON pointer leads to, without
// which one of several: "contracts, value, amount".
func fieldWords(pointer string) string {
	var words []string
	for part := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		if _, err := strconv.Atoi(part); err != nil {
			words = append(words, apart(strings.NewReplacer("~1", "/", "~0", "~").Replace(part)))
		}
	}
	return strings.Join(words, ", ")
}

// jsonTombstone is what was removed, as data.
type jsonTombstone struct {
	OCID       string   `json:"ocid"`
	Release    int64    `json:"release"` // the entry whose body was removed
	Entry      int64    `json:"entry"`   // the entry that says so
	ReplacedBy int64    `json:"replaced_by"`
	Date       string   `json:"release_date"`
	Removed    string   `json:"removed_at"`
	Ground     string   `json:"ground"`
	Pointers   []string `json:"pointers"`
	AskedBy    string   `json:"asked_by"`
	ApprovedBy string   `json:"approved_by"`
}

func tombstoneJSON(t store.Tombstone) jsonTombstone {
	return jsonTombstone{t.OCID, t.Seq, t.Leaf, t.Replacement, t.Date, t.At, t.Ground, t.Pointers, t.AskedBy, t.ApprovedBy}
}

func tombstonesJSON(list []store.Tombstone) []jsonTombstone {
	out := make([]jsonTombstone, len(list))
	for i, t := range list {
		out[i] = tombstoneJSON(t)
	}
	return out
}

// tombstonePage stands at the address of a release that was removed.
type tombstonePage struct {
	Page
	Tombstone tombstone
	Process   string // title
}

func (*tombstonePage) template() string { return "tombstone" }

// removed answers, with 451, for a release that was removed, in every form.
func (s *Server) removed(ctx context.Context, r *request, ocid string, seq int64) (*answer, error) {
	t, err := r.Tombstone(ctx, ocid, seq)
	if err != nil {
		return nil, err
	}
	var a *answer
	if r.Form == asJSON {
		a, err = s.json(map[string]any{"removed": tombstoneJSON(t)})(ctx)
	} else {
		p := &tombstonePage{Page: s.page(r, "Removed", "What stood here was removed, on a legal ground."), Tombstone: newTombstone(t)}
		p.Styles = []string{"history.css"}
		if p.Process, err = r.titleOf(ctx, ocid, t.Publisher); err != nil {
			return nil, err
		}
		a, err = s.html(p)(ctx)
	}
	if err == nil {
		a.Status = http.StatusUnavailableForLegalReasons
	}
	return a, err
}
