package web

import (
	"net/url"
	"strings"
	"testing"

	"daylight/internal/access"
)

// Somebody who lost everything comes back by a link that two administrators
// agreed to; whoever looks at the organisation sees who made it.
func TestBackIntoAnAccount(t *testing.T) {
	o := newOffice(t)
	one, two := o.signedIn("one@example.org", "Audit", access.OrganisationAdmin), o.signedIn("two@example.org", "Audit", access.OrganisationAdmin)
	ada := o.signedIn("ada@example.org", "Audit", access.Publisher)
	page := "/desk/organisations/" + o.organisation("Audit")

	one.get(page).fill(page+"/reset", "email", "ada@example.org").wants(422, "Say what the person has lost", `value="ada@example.org"`)
	one.fill(page+"/reset", "email", "nobody@example.org", "lost", "password").wants(422, "Nobody with this address", "checked")
	form := fieldsOf(one.doc.Find(`form[action="`+page+`/reset"]`), "email", "ada@example.org")
	form["lost"] = []string{"password", "authenticator"}
	one.send("POST", page+"/reset", form).wants(200, "does not work yet", "password and authenticator")
	link := strings.TrimPrefix(one.doc.Find(".key code").Text(), "https://daylight.example")

	ada.get("/desk").wants(200, "has made a link to set your password and authenticator anew")
	lost := o.browser()
	lost.get(link).wants(200, "ada@example.org", "second administrator has to confirm")
	one.get(page).wants(200, "Waits for a second administrator", "by Person one@example.org")
	if strings.Contains(one.body, page+"/reset/confirm") {
		t.Error("who made the link is offered to confirm it")
	}
	one.send("POST", page+"/reset/confirm", url.Values{"email": {"ada@example.org"}}).wants(403, "A second person")
	two.get(page).fill(page+"/reset/confirm").leads(page+"?done=reset-confirmed").wants(200, "Can be used")

	lost.get(link)
	o.seeds["ada@example.org"] = lost.doc.Find("input[name=seed]").AttrOr("value", "")
	lost.fill(link, "password", "short", "code", "000000").wants(422, "at least 15 characters", "not the code your new authenticator")
	lost.fill(link, "password", "nine green lamps whisper loudly", "code", lost.code("ada@example.org")).wants(200, "Your new recovery codes")
	lost.get("/desk").wants(200, "Publisher")
	ada.get("/desk").leads("/sign-in")
	late := o.browser()
	late.get(link).wants(410, "No longer valid")
	one.get(page).wants(200, "Used", "confirmed by Person two@example.org")

	// Who can still sign in needs no link, and ends one.
	o.signedIn("bea@example.org", "Audit", access.Contributor)
	one.get(page).fill(page+"/reset", "email", "bea@example.org", "lost", "password").wants(200, "authenticator or a recovery code is still needed")
	link = strings.TrimPrefix(one.doc.Find(".key code").Text(), "https://daylight.example")
	bea := o.browser()
	bea.signIn("bea@example.org")
	bea.get("/desk/account").fill("/desk/account/reset/refuse").leads("/desk/account?done=reset-withdrawn").wants(200, "no longer works")
	late.get(link).wants(410)
	late.send("POST", link, url.Values{"password": {password}, "code": {"000000"}}).wants(410)
}

// By a link the password alone is set; the code is one of the authenticator
// that the person has, as at sign-in.
func TestANewPasswordByALink(t *testing.T) {
	o := newOffice(t)
	site := o.signedIn("site@example.org", "", access.SiteAdmin)
	o.signedIn("ada@example.org", "Audit", access.Publisher)
	page := "/desk/organisations/" + o.organisation("Audit")
	site.get(page).fill(page+"/reset", "email", "ada@example.org", "lost", "password").wants(200, "Link made")
	link := strings.TrimPrefix(site.doc.Find(".key code").Text(), "https://daylight.example")
	ada := o.browser()
	ada.get(link).wants(200)
	ada.fill(link, "password", "nine green lamps whisper loudly", "code", "000000").wants(422, "That code is not right")
	if strings.Contains(ada.body, "lamps") {
		t.Error("a password is given back")
	}
	ada.fill(link, "password", "nine green lamps whisper loudly", "code", ada.code("ada@example.org")).leads("/desk?done=reset").wants(200, "back in your account")
}
