package rules

import (
	"testing"

	"daylight/internal/procurement"
)

func TestContinuedAfterRefusal(t *testing.T) {
	police, hospital := &procurement.Organisation{Key: "police"}, &procurement.Organisation{Key: "hospital"}
	overseer := &procurement.Organisation{Name: "City Overseer"}
	acme, other := []procurement.Organisation{{Key: "acme"}}, []procurement.Organisation{{Key: "other"}}
	refusal := func(status string, decided procurement.Date) procurement.Decision {
		return procurement.Decision{ID: "no", Body: overseer, Type: "refused", Status: status, Decided: decided, FiledByTheBody: true, Awards: []string{"1"}}
	}
	refused := func(status string, decided procurement.Date) *procurement.Process {
		return &procurement.Process{OCID: "refused", Buyer: police, Awards: []procurement.Award{{ID: "1", Status: "cancelled", Suppliers: acme}},
			Decisions: []procurement.Decision{refusal(status, decided)}}
	}
	pilot := func(suppliers []procurement.Organisation, extended procurement.Date, neighbour *procurement.Process) Dossier {
		s := step(procurement.No, "2026-06-30", "2027-06-30")
		s.Date = extended
		d := chained(procurement.Period{Start: "2026-01-01", End: "2026-06-30"}, s)
		d.Process.Buyer = police
		d.Process.Awards = []procurement.Award{{ID: "a", Status: "active", Date: "2025-12-01", Suppliers: suppliers}}
		d.Process.Contracts[0].AwardID = "a"
		if neighbour != nil {
			d.Neighbours = []*procurement.Process{neighbour}
		}
		return d
	}
	approved := pilot(acme, "2026-06-24", refused("inForce", "2026-05-20"))
	approved.Process.Decisions = []procurement.Decision{{ID: "yes", Body: overseer, Type: "approvedWithConditions", Decided: "2026-06-24",
		Conditions: []procurement.Condition{{ID: "1"}}}}
	again := of(procurement.Process{OCID: "p", Buyer: police, Decisions: []procurement.Decision{refusal("inForce", "2026-05-20")},
		Awards: []procurement.Award{{ID: "1", Status: "cancelled", Suppliers: acme}, {ID: "2", Status: "active", Date: "2026-09-01", Suppliers: acme}}})
	elsewhere := refused("inForce", "2026-05-20")
	elsewhere.Buyer = hospital
	unnamed := refused("inForce", "2026-05-20")
	unnamed.Awards[0].Suppliers = nil
	runTable(t, "continued-after-refusal", []tableCase{
		{name: "a pilot extended weeks later, with the overseer's approval", state: procurement.Raised, dossier: approved,
			summary: "The incumbent was kept on: a contract was extended (24 June 2026) after City Overseer refused another contract with the same " +
				"supplier (decision of 20 May 2026); City Overseer approved this (decision of 24 June 2026, as reported), with 1 condition.",
			figures: map[string]any{"refused_in": "refused", "continued": "2026-06-24", "approval": "yes", "conditions": 1.0, "steps_after": 1.0}},
		{name: "without any approval", state: procurement.Raised, dossier: pilot(acme, "2026-06-24", refused("inForce", "2026-05-20")),
			summary: "The incumbent was kept on: a contract was extended (24 June 2026) after City Overseer refused another contract with the same supplier (decision of 20 May 2026)."},
		{name: "awarded all the same", state: procurement.Raised, dossier: again,
			summary: "The supplier was awarded a contract (1 September 2026) after City Overseer refused this award (decision of 20 May 2026)."},
		{name: "extended before", state: procurement.Clear, dossier: pilot(acme, "2026-04-01", refused("inForce", "2026-05-20")),
			summary: "City Overseer refused another contract with the same supplier (decision of 20 May 2026); nothing was extended or awarded to that supplier here afterwards."},
		{name: "another supplier kept on", state: procurement.Clear, dossier: pilot(other, "2026-06-24", refused("inForce", "2026-05-20"))},
		{name: "an extension without a date", state: procurement.NoData, dossier: pilot(acme, "", refused("inForce", "2026-05-20")),
			missing: []string{"contracts/amendments/date"}},
		{name: "in the month of the refusal: before or after", state: procurement.NoData, dossier: pilot(acme, "2026-05", refused("inForce", "2026-05-20"))},
		{name: "a refusal without a date", state: procurement.NoData, dossier: pilot(acme, "2026-06-24", refused("inForce", "")), missing: []string{decidedField}},
		{name: "a refusal that names no supplier", state: procurement.NoData, dossier: pilot(acme, "2026-06-24", unnamed), missing: []string{supplierField}},
		{name: "a refusal since superseded", state: procurement.NotApplicable, dossier: pilot(acme, "2026-06-24", refused("superseded", "2026-05-20"))},
		{name: "another buyer's refusal", state: procurement.NotApplicable, dossier: pilot(acme, "2026-06-24", elsewhere)},
		{name: "no overseer", state: procurement.NotApplicable, dossier: pilot(acme, "2026-06-24", nil)},
	})
}
