package web

import (
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"daylight/internal/access"
	"daylight/internal/procurement"
)

// theatre is a desk over an empty record, served to real browsers. Set
// DAYLIGHT_SHOTS to a folder to keep two pictures of every page that somebody
// comes to: wide and light, narrow and dark.
type theatre struct {
	*office
	site    *httptest.Server
	browser context.Context
	shots   int
}

// When a story, and a step of it, is taken to hang. It is no measure of speed.
const (
	longestStory = 8 * time.Minute
	longestWait  = 30 * time.Second
)

func newTheatre(t *testing.T) *theatre {
	t.Helper()
	s := &theatre{office: officeWith(t), browser: chromium(t, longestStory)}
	s.site = httptest.NewServer(s.office)
	t.Cleanup(s.site.Close)
	s.must(chromedp.Do(s.browser)) // it starts
	return s
}

// player is a person at a browser of their own, which runs no scripts. They
// find things by what is written beside them, type, and click.
type player struct {
	*theatre
	name, email string
	tab         context.Context
	key         string // in their authenticator
}

// enters is somebody at a browser that has no cookie yet.
func (s *theatre) enters(name string) *player {
	s.t.Helper()
	tab, leave := chromedp.NewContext(s.browser, chromedp.WithNewBrowserContext())
	s.t.Cleanup(leave)
	p := &player{theatre: s, name: name, email: strings.ToLower(name) + "@example.org", tab: tab}
	_, err := chromedp.Call(tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	p.must(err)
	return p
}

// does one thing, which fails with what the player has before them.
func (p *player) does(what string, steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, stop := context.WithTimeout(p.tab, longestWait)
	defer stop()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.t.Fatalf("%s %s: %v\n%s", p.name, what, err, p.page())
	}
}

// page is what the player reads.
func (p *player) page() string {
	text, err := chromedp.Run(p.tab, chromedp.Evaluate[string](`location.pathname + "\n" + document.body.innerText`))
	if err != nil {
		return "nothing: " + err.Error()
	}
	return text
}

// goes does what leads to another page, which has to arrive well.
func (p *player) goes(what string, how chromedp.Action[chromedp.Void]) *player {
	p.t.Helper()
	status := int64(0)
	p.does(what, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		answer, err := chromedp.RunResponse(ctx, how)
		if err == nil {
			status = answer.Status
		}
		return err
	}))
	p.pictures()
	if status >= 400 && status != 422 { // 422 shows a form again
		p.t.Fatalf("%s %s, which answers %d: %s", p.name, what, status, p.page())
	}
	return p
}

// opens writes an address into the browser.
func (p *player) opens(address string) *player {
	p.t.Helper()
	return p.goes("opens "+address, chromedp.Navigate(p.site.URL+strings.TrimPrefix(address, p.BaseURL)))
}

// turns chooses from the desk's own menu, or from the foot of any other page.
func (p *player) turns(to string) *player {
	p.t.Helper()
	return p.goes("turns to "+to, chromedp.Click(`//*[self::footer or self::nav[@aria-label="Desk"]]//a[normalize-space()="`+to+`"]`))
}

func (p *player) follows(link string) *player {
	p.t.Helper()
	return p.goes("follows "+link, chromedp.Click(`//main//a[normalize-space()="`+link+`"]`))
}

// presses clicks the button that says so, or begins so: under a heading where
// that is said before a slash.
func (p *player) presses(button string) *player {
	p.t.Helper()
	form, name := under(button)
	return p.goes("presses "+button, chromedp.Click(form+`//button[starts-with(normalize-space(.), "`+name+`") and not(@tabindex)]`))
}

// under is where to look for something: in a group or form of that heading,
// which ends with a slash, or on the whole page.
func under(what string) (place, name string) {
	heading, name, found := strings.Cut(what, " / ")
	if !found {
		return `//main`, what
	}
	says := `[starts-with(normalize-space(.), "` + heading + `")]`
	return `//main//*[(self::fieldset or self::form) and (legend` + says + ` or h2` + says + ` or h3` + says +
		` or preceding-sibling::*[self::h2 or self::h3][1]` + says + `)]`, name
}

// writes types into the field of that label.
func (p *player) writes(label, text string) *player {
	p.t.Helper()
	place, name := under(label)
	p.does("writes beside "+label, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		field, err := chromedp.Run(ctx, chromedp.AttributeValue(place+`//label[starts-with(normalize-space(.), "`+name+`")]`, "for"))
		if err != nil {
			return err
		}
		at := chromedp.ID(field.Value)
		if kind, err := chromedp.Run(ctx, chromedp.AttributeValue(at, "type")); err == nil && kind.Exists {
			if err := chromedp.Do(ctx, chromedp.Clear(at)); err != nil { // what the form had filled in
				return err
			}
		}
		return chromedp.Do(ctx, chromedp.SendKeys(at, text))
	}))
	return p
}

// chooses clicks the answer to a question that shows its answers.
func (p *player) chooses(question, answer string) *player {
	p.t.Helper()
	place, name := under(question)
	p.does("answers "+question+" with "+answer,
		chromedp.Click(place+`//fieldset[legend[starts-with(normalize-space(.), "`+name+`")]]//label[starts-with(normalize-space(.), "`+answer+`")]`))
	return p
}

// ticks clicks a box.
func (p *player) ticks(box string) *player {
	p.t.Helper()
	p.does("ticks "+box, chromedp.Click(`//main//label[contains(normalize-space(.), "`+box+`")]`))
	return p
}

// at is where the player is.
func (p *player) at() string {
	p.t.Helper()
	address, err := chromedp.Run(p.tab, chromedp.Location())
	p.must(err)
	return strings.TrimPrefix(address, p.site.URL)
}

// sees wants the page to say something.
func (p *player) sees(words ...string) *player {
	p.t.Helper()
	page := p.page()
	for _, w := range words {
		if !strings.Contains(page, w) {
			p.t.Fatalf("%s does not read %q at %s", p.name, w, page)
		}
	}
	return p
}

// lacks wants the page not to say something.
func (p *player) lacks(words string) *player {
	p.t.Helper()
	if page := p.page(); strings.Contains(page, words) {
		p.t.Fatalf("%s reads %q at %s", p.name, words, page)
	}
	return p
}

// reads is the text of what the page shows at a place.
func (p *player) reads(place string) string {
	p.t.Helper()
	text := ""
	p.does("reads "+place, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) (err error) {
		text, err = chromedp.Run(ctx, chromedp.Text(chromedp.CSS(place)))
		return err
	}))
	return text
}

// code is what the player's authenticator shows: a new one each time.
func (p *player) code() string {
	p.t.Helper()
	p.clock = p.clock.Add(30 * time.Second)
	code, err := access.Code(p.key, p.clock)
	p.must(err)
	return code
}

// joins opens an invitation and makes an account: the key is copied by hand
// from the page into an authenticator.
func (p *player) joins(invitation string) *player {
	p.t.Helper()
	p.opens(invitation).sees("Make your account", p.email)
	p.key = strings.Join(strings.Fields(p.reads("p.key")), "")
	return p.writes("Your name", p.name).writes("A new password", password).writes("The code it shows now", p.code()).
		presses("Make the account").sees("Your recovery codes").follows("I have kept them: go to the desk").sees("Your desk")
}

func (p *player) signsIn() *player {
	p.t.Helper()
	return p.writes("E-mail address", p.email).writes("Password", password).writes("Code", p.code()).presses("Sign in")
}

// invites asks somebody by the page of an organisation and returns the link.
func (p *player) invites(email, role string) string {
	p.t.Helper()
	p.writes("Invite somebody / E-mail address", email).writes("Invite somebody / Role", role).presses("Make an invitation").sees("Invitation made", email)
	link := p.reads("p.key")
	p.follows("Back to the organisation")
	return link
}

// waits lets time pass, as it does while a person writes.
func (p *player) waits(d time.Duration) *player {
	p.clock = p.clock.Add(d)
	return p
}

// pictures keeps how a page looks.
func (p *player) pictures() {
	dir := os.Getenv("DAYLIGHT_SHOTS")
	if dir == "" {
		return
	}
	p.shots++
	for _, look := range []struct {
		name, scheme string
		width        int64
	}{{"375dark", "dark", 375}, {"1280light", "light", 1280}} {
		_, err := chromedp.Call(p.tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: look.scheme}}})
		p.must(err)
		p.must(chromedp.Do(p.tab, chromedp.EmulateViewport(look.width, 900)))
		png, err := chromedp.Run(p.tab, chromedp.FullScreenshot(100))
		p.must(err)
		p.must(os.WriteFile(filepath.Join(dir, strconv.Itoa(100+p.shots)+"-"+look.name+".png"), png, 0o644))
	}
}

// moveTo moves the clock and records the day, as the server does when one
// begins.
func (s *theatre) moveTo(year int, month time.Month, day int) {
	s.t.Helper()
	s.clock = time.Date(year, month, day, 9, 0, 0, 0, time.UTC)
	_, err := s.registry.AdvanceDay(context.Background(), byOperator, procurement.Date(s.clock.Format(time.DateOnly)))
	s.must(err)
	s.verify()
}
