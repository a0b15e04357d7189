package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"daylight/internal/procurement"
)

// Each counted part is a row. Another part is one only of who has no row yet.
func TestParticipants(t *testing.T) {
	org := func(key string, roles ...string) procurement.Organisation {
		return procurement.Organisation{Key: key, Name: key, Roles: roles}
	}
	buyer, board := org("ministry"), org("board")
	p := &procurement.Process{
		Buyer:     &buyer,
		Tender:    procurement.Tender{Tenderers: []procurement.Organisation{org("winner"), org("loser")}},
		Awards:    []procurement.Award{{ID: "a", Status: "active", Suppliers: []procurement.Organisation{org("winner")}}},
		Decisions: []procurement.Decision{{ID: "d", Body: &board}},
		Parties: []procurement.Organisation{
			org("ministry", "buyer", "procuringEntity", "payer"), org("winner", "supplier", "tenderer", "payee"),
			org("loser", "tenderer", "enquirer"), org("agency", "procuringEntity", "payer"), org("ministry", "reviewBody"),
		},
	}
	want := []part{
		{"buyer", "ministry", "ministry"}, {"supplier", "winner", "winner"}, {"reviewBody", "board", "board"},
		{"tenderer", "loser", "loser"}, {"procuringEntity", "agency", "agency"}, {"reviewBody", "ministry", "ministry"},
	}
	if diff := cmp.Diff(want, participants(p), cmp.AllowUnexported(part{})); diff != "" {
		t.Error(diff)
	}
}
