package web

import (
	"strings"
	"testing"

	"daylight/internal/access"
)

// Everybody sees who may decide on what and by which law, at once when it
// changes, and not who asked for it or what was not approved.
func TestWhoDecidesHere(t *testing.T) {
	o := newOffice(t)
	reader := o.browser()
	reader.get("/mandates").wants(200, "No oversight body has an account here")
	site := o.signedIn("site@example.org", "", access.SiteAdmin)
	admin := o.signedIn("ada@example.org", "MOPAC", access.OrganisationAdmin)
	reader.get("/mandates").wants(200, "MOPAC", "It has no mandate")
	visit, err := o.Access.Visit(t.Context(), admin.cookie)
	o.must(err)
	m := access.Mandate{Organisation: o.organisation("MOPAC"), Buyers: metKey, FromDay: "2026-01-01", ToDay: "2027-12-31", Source: "https://example.org/law"}
	o.must(o.Access.RequestMandate(t.Context(), visit.Actor, m, o.Access.NewOnce(), access.Client{}))
	reader.get("/mandates").wants(200, "It has no mandate")
	list, err := o.Access.Mandates(t.Context(), visit.Actor, m.Organisation)
	o.must(err)
	approver, err := o.Access.Visit(t.Context(), site.cookie)
	o.must(err)
	o.must(o.Access.ApproveMandate(t.Context(), approver.Actor, m.Organisation, list[0].ID, access.Client{}))
	reader.get("/mandates").wants(200, "Met", "31 December 2027", "Holds", `href="https://example.org/law"`)
	for _, path := range []string{"/mandates", "/mandates.json"} {
		if reader.get(path); strings.Contains(reader.body, "ada@example.org") || strings.Contains(reader.body, visit.Person.ID) || strings.Contains(reader.body, approver.Person.ID) {
			t.Errorf("%s names a person", path)
		}
	}
	reader.get("/mandates.json").wants(200, `"body": "MOPAC"`, `"buyers": [`, `"`+metKey+`"`, `"source": "https://example.org/law"`, `"state": "holds"`)
	o.must(o.Access.EndMandate(t.Context(), visit.Actor, m.Organisation, list[0].ID, access.Client{}))
	reader.get("/mandates").wants(200, "Ended")
}
