package web

import (
	"strings"
	"sync"
	"testing"

	"daylight/internal/access"
)

// Who is alone in an organisation learns from their draft that nobody can
// publish it, and whom to ask.
func TestAnAuthorAloneIsTold(t *testing.T) {
	o := newOffice(t)
	editor := o.signedIn("editor@example.org", "Newsroom", access.Publisher)
	editor.begin("process", "Newsroom", "")
	at := editor.draftAddress()
	editor.fill(at, append(sourced("May 2026", "title", "Radios", "buyer", "Met"), "do", "check")...).leads(at+"/check").wants(200, "Nobody else of Newsroom can yet")
	editor.fill(at+"/submit").leads(at+"/check?done=submitted-alone").
		wants(200, "Submitted. It waits until a second person can publish it.", "ask an administrator of Newsroom to invite a second publisher")
}

// T15: two hundred approvals of one draft publish it once.
func TestADraftIsPublishedOnce(t *testing.T) {
	o := newOffice(t)
	editor, second := o.signedIn("editor@example.org", "Newsroom", access.Publisher), o.signedIn("second@example.org", "Newsroom", access.Publisher)
	editor.begin("process", "Newsroom", "")
	at := editor.submits(sourced("May 2026", "title", "Radios", "buyer", "Met")...)
	second.get(at + "/check").wants(200)
	form := second.doc.Find(`form[action="` + at + `/publish"]`)
	var mu sync.Mutex
	answers := map[int]int{}
	var all sync.WaitGroup
	for i := range 200 {
		fields := fieldsOf(form, "once", "sent "+strings.Repeat("x", i)) // each from a page of its own
		all.Go(func() {
			x := o.browser()
			x.cookie = second.cookie
			for x.send("POST", at+"/publish", fields); x.status == 503; { // busy: nothing was done, try again
				x.send("POST", at+"/publish", fields)
			}
			mu.Lock()
			defer mu.Unlock()
			answers[x.status]++
		})
	}
	all.Wait()
	if answers[303] != 1 || answers[409] != 199 {
		t.Errorf("answers: %v", answers)
	}
	o.verify()
}
