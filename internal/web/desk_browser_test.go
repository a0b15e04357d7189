package web

import (
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"daylight/internal/access"
)

// A person makes an account and signs in with a real browser, at 127.0.0.1 and
// without TLS: browsers hold that to be secure and keep the cookie. Set
// DAYLIGHT_SHOTS to a folder to keep a picture of every page.
func TestTheDeskInABrowser(t *testing.T) {
	o := newOffice(t)
	site := httptest.NewServer(o)
	defer site.Close()
	ctx, seen := browse(t, site.Listener.Addr().String())
	other := o.signedIn("other@example.org", "", access.SiteAdmin)
	page := "/desk/organisations/" + o.organisation("MOPAC")
	other.get(page).fill(page+"/invite", "email", "waits@example.org", "role", "organisation administrator").wants(200)
	other.get(page).fill(page+"/mandate", "buyer", metKey, "from", "2026-01-01", "source", "https://example.org/law").leads(page + "?done=mandate")
	token, err := o.Access.Invite(ctx, byOperator, "ada@example.org", "", access.SiteAdmin, "", access.Client{})
	o.must(err)

	d := &desktop{office: o, ctx: ctx, base: site.URL}
	d.at("/invitations/" + token)
	seed := run[string](d, `document.querySelector("[name=seed]").value`)
	code, err := access.Code(seed, o.clock)
	o.must(err)
	d.look(seen, "invitation")
	d.send("name", "Ada", "password", "short", "code", code)
	d.expects("A password has at least 15 characters", "invitation-wrong")
	d.at("/invitations/" + token)
	seed = run[string](d, `document.querySelector("[name=seed]").value`)
	code, err = access.Code(seed, o.clock)
	o.must(err)
	d.send("name", "Ada", "password", password, "code", code)
	d.expects("Your recovery codes", "")
	d.look(seen, "codes")
	for _, path := range []string{"/desk", "/desk/account", "/desk/account/factor", "/desk/organisations", page, "/desk/people", "/desk/security-log"} {
		d.at(path)
		d.look(seen, strings.ReplaceAll(strings.Trim(strings.ReplaceAll(path, o.organisation("MOPAC"), "one"), "/"), "/", "-"))
	}
	d.press("/sign-out")
	d.expects("You are signed out", "sign-in")
	d.at("/desk")
	d.expects("Reading needs no account", "")
	d.seeds["ada@example.org"] = seed
	d.send("email", "ada@example.org", "password", password, "code", (&browser{office: o}).code("ada@example.org"))
	d.expects("Your desk", "")
	seen.take() // an answer of 422 is noted too
}

// desktop is a real browser at the desk.
type desktop struct {
	*office
	ctx  context.Context
	base string
}

func (d *desktop) at(path string) {
	d.t.Helper()
	d.must(chromedp.Do(d.ctx, chromedp.Navigate(d.base+path)))
}

func run[T any](d *desktop, script string) T {
	d.t.Helper()
	x, err := chromedp.Run(d.ctx, chromedp.Evaluate[T](script))
	d.must(err)
	return x
}

// send writes into the last form of the page and sends it.
func (d *desktop) send(written ...string) {
	d.t.Helper()
	for i := 0; i < len(written); i += 2 {
		d.must(chromedp.Do(d.ctx, chromedp.SetValue("main form.written [name="+written[i]+"]", written[i+1])))
	}
	d.must(chromedp.Do(d.ctx, chromedp.Click("main form.written button")))
}

func (d *desktop) press(action string) {
	d.t.Helper()
	d.must(chromedp.Do(d.ctx, chromedp.Click(`form[action="`+action+`"] button`)))
}

// expects waits until the page says something.
func (d *desktop) expects(words, shot string) {
	d.t.Helper()
	says := `!!document.body && document.body.innerText.includes(` + strconv.Quote(words) + `)`
	for found := false; !found; { // while one page gives way to the next, there is nobody to ask
		found, _ = chromedp.Run(d.ctx, chromedp.Evaluate[bool](says))
		d.must(d.ctx.Err())
	}
	if shot != "" {
		d.keep(shot)
	}
}

// look wants the page to be laid out well, narrow and wide, light and dark.
func (d *desktop) look(seen *trouble, name string) {
	d.t.Helper()
	address, err := chromedp.Run(d.ctx, chromedp.Location())
	d.must(err)
	if name == "codes" {
		d.keep(name) // it is shown once: it cannot be opened again
		return
	}
	seen.take()
	for _, width := range []int64{1280, 375} {
		for _, scheme := range []string{"light", "dark"} {
			open(d.ctx, d.t, address, width, scheme)
			for _, line := range seen.take() {
				d.t.Errorf("%s: %s", name, line)
			}
			d.keep(name + "-" + strconv.FormatInt(width, 10) + "-" + scheme)
		}
	}
}

func (d *desktop) keep(name string) {
	dir := os.Getenv("DAYLIGHT_SHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(d.ctx, chromedp.FullScreenshot(100))
	d.must(err)
	d.must(os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644))
}

// An officer writes a decision with a real browser: each page of it is laid out
// well, with and without something wrong.
func TestADraftInABrowser(t *testing.T) {
	o := newOffice(t)
	site := httptest.NewServer(o)
	defer site.Close()
	ctx, seen := browse(t, site.Listener.Addr().String())
	officer, approver := o.signedIn("officer@example.org", "MOPAC", access.OversightOfficer), o.signedIn("approver@example.org", "MOPAC", access.OversightOfficer)
	o.oversee("MOPAC", metKey)
	officer.begin("decision", "MOPAC", "daylight-one")
	first := officer.submits(sourced("May 2026", "title", "Approval of the contract refused", "type", "refused", "date", "21 May 2026", "grounds", "Only one supplier had been seriously considered.")...)
	approver.publishes(first, "approver@example.org")

	d := &desktop{office: o, ctx: ctx, base: site.URL}
	d.at("/sign-in")
	d.send("email", "officer@example.org", "password", password, "code", (&browser{office: o}).code("officer@example.org"))
	d.expects("Your desk", "")
	d.at("/desk/write")
	d.look(seen, "write-find")
	d.at("/desk/write?ocid=daylight-one")
	d.expects("A decision", "")
	d.look(seen, "write")
	d.must(chromedp.Do(d.ctx, chromedp.Click("form.offer button")))
	d.expects("The decision in a line", "")
	d.look(seen, "draft")
	draft := run[string](d, `location.pathname`)
	for name, text := range map[string]string{"title": "Twelve more months allowed", "date": "24 June 2026", "grounds": "Until a competition is held.", "condition-1-text": "Run an open procurement",
		"condition-1-due": "Christmas", "source-title": "Letter to the Commissioner", "source-url": "https://example.org/letter", "source-date": "24 June 2026"} {
		d.must(chromedp.Do(d.ctx, chromedp.SetValue(`[name="`+name+`"]`, text)))
	}
	d.must(chromedp.Do(d.ctx, chromedp.Click(`[name=type][value=approvedWithConditions]`)))
	d.must(chromedp.Do(d.ctx, chromedp.Click(`.buttons button`)))
	d.expects("There is something to put right", "")
	d.keep("draft-wrong")
	seen.take()
	d.must(chromedp.Do(d.ctx, chromedp.SetValue(`[name="condition-1-due"]`, "June 2027")))
	d.must(chromedp.Do(d.ctx, chromedp.SetValue(`[name="condition-1-basis"]`, "stated")))
	d.must(chromedp.Do(d.ctx, chromedp.Click(`.buttons button`)))
	d.expects("What changes in the record", "")
	d.look(seen, "draft-check")
	d.at(draft + "/preview")
	d.expects("A preview", "")
	d.look(seen, "draft-preview")
	d.at(draft + "/check")
	d.press(draft + "/submit")
	d.expects("Submitted", "")
	d.look(seen, "desk-drafts")
	approver.publishes(draft, "approver@example.org")
	officer.get(draft+"/check").wants(200, "approved by Person approver@example.org")
}
