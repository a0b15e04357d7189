package web

import (
	"strings"

	"github.com/labstack/echo/v4"

	"daylight/internal/access"
	"daylight/internal/forms"
)

// route is one line of the table: who may come there is for access to say.
type route struct {
	method, path string
	needs        access.Action
	fields       []string // that its form may have, beside those of every form
}

// routes is the whole site. What get names is public and can only be read; each
// line names the forms a page has beside itself: its address with that ending.
// What form and desk name is for the actor who may do the action beside it:
// access.SignIn is anybody's. A form also names the fields it takes.
func (s *Server) routes(e *echo.Echo) {
	add := func(r *route, h echo.HandlerFunc) {
		s.table = append(s.table, r)
		e.Add(r.method, r.path, h)
	}
	get := func(path string, h handler, forms ...form) {
		for _, address := range addresses(path, forms) {
			add(&route{"GET", address, access.ReadRecord, nil}, s.serve(h, forms))
		}
	}
	desk := func(path string, needs access.Action, h deskHandler) {
		r := &route{"GET", path, needs, nil}
		add(r, s.desk(r, h))
	}
	form := func(path string, needs access.Action, h deskHandler, fields ...string) {
		r := &route{"POST", path, needs, fields}
		add(r, s.desk(r, h))
	}

	get("/", s.home, asPage)
	get("/feed", s.feed, asRSS)

	get("/contracts", s.contracts, asPage, asJSON, asCSV, asRSS)
	get("/contracts/:ocid", s.contract, asPage, asJSON, asCSV, asRSS, asICS)
	get("/contracts/:ocid/ocds", s.contractOCDS, asJSON)
	get("/contracts/:ocid/releases/:seq", s.release, asPage, asJSON)
	get("/cases/:id", s.caseStory, asPage, asJSON, asRSS)
	get("/organisations", s.organisations, asPage, asJSON, asCSV, asRSS)
	get("/organisations/:key", s.organisation, asPage, asJSON, asCSV, asRSS)

	get("/extensions", s.extensions, asPage, asJSON, asCSV, asRSS)
	get("/decisions", s.decisions, asPage, asJSON, asCSV, asRSS)
	get("/decisions/:id", s.decision, asPage, asJSON, asRSS)
	get("/conditions", s.conditions, asPage, asJSON, asCSV, asRSS)
	get("/flags", s.flags, asPage, asJSON, asCSV, asRSS)
	get("/flags/:rule", s.flag, asPage, asJSON, asCSV, asRSS)

	get("/feeds", s.feeds, asPage, asOPML)
	get("/log", s.log, asPage)
	get("/log/checkpoint", s.checkpoint, asPage)
	get("/log/tile/*", s.tile, asPage)
	get("/log/leaf/:seq", s.leaf, asPage)
	get("/log/proof/:seq", s.inclusion, asPage)
	get("/log/consistency", s.consistency, asPage)

	get("/data", s.data, asPage)
	get("/data/files", s.bulkFiles, asPage, asJSON)
	get("/data/fields", s.fields, asPage, asCSV)
	get("/data/openapi.json", s.openAPI, asPage)
	add(&route{"GET", "/data/bulk/:name", access.ReadRecord, nil}, s.bulkFile)
	get("/api/ocds/releases", s.apiReleases, asPage)
	get("/api/ocds/releases/:ocid", s.apiProcessReleases, asPage)
	get("/api/ocds/records", s.apiRecords, asPage)
	get("/api/ocds/records/:ocid", s.apiRecord, asPage)
	get("/data/extension/*", s.extensionFile, asPage)
	get("/about", s.text("about", "About", "What Daylight is, what it holds, and how it decides what to say."), asPage)
	get("/corrections", s.corrections, asPage, asJSON, asRSS)
	get("/mandates", s.mandates, asPage, asJSON)
	get("/accessibility", s.text("accessibility", "Accessibility", "How these pages are made to be read by everybody."), asPage)

	get("/static/:name", s.static, asPage)
	add(&route{"GET", "/healthz", access.ReadRecord, nil}, s.healthy)
	add(&route{"GET", "/readyz", access.ReadRecord, nil}, s.ready)

	if s.Access == nil {
		return
	}
	desk("/sign-in", access.SignIn, s.signInPage)
	form("/sign-in", access.SignIn, s.signIn, "email", "password", "code", "next", "kept", "to")
	form("/sign-out", access.UseDesk, s.signOut)
	desk("/invitations/:token", access.SignIn, s.invitation)
	form("/invitations/:token", access.SignIn, s.accept, "name", "password", "seed", "code")
	desk("/resets/:token", access.SignIn, s.reset)
	form("/resets/:token", access.SignIn, s.useReset, "password", "seed", "code")

	desk("/corrections/new", access.AskCorrection, s.ask)
	form("/corrections/new", access.AskCorrection, s.sendAsk, "ocid", "about", "kind", "words", "source", "name", "office", "email", "for", "website", "shown")
	desk("/corrections/tickets", access.AskCorrection, s.findTicket)
	form("/corrections/tickets", access.AskCorrection, s.findTicket, "number", "email")
	desk("/corrections/tickets/:token", access.AskCorrection, s.ticket)

	send := &route{"POST", "/api/releases", access.SendReleases, nil}
	add(send, s.sendReleases(send))

	desk("/desk", access.UseDesk, s.deskFront)
	desk("/desk/account", access.OwnAccount, s.account)
	form("/desk/account/password", access.ChangeAccount, s.changePassword, "current", "password")
	desk("/desk/account/factor", access.OwnAccount, s.factor)
	form("/desk/account/factor", access.ChangeAccount, s.replaceFactor, "seed", "code")
	form("/desk/account/reset/refuse", access.OwnAccount, s.refuseReset)
	form("/desk/account/sessions/:id/end", access.OwnAccount, s.endSession)
	form("/desk/account/tokens", access.MakeToken, s.makeToken, "organisation", "name", "scopes", "days")
	form("/desk/account/tokens/:id/revoke", access.OwnAccount, s.revokeToken)

	desk("/desk/write", access.WriteDraft, s.write)
	form("/desk/write", access.WriteDraft, s.beginDraft, "form", "organisation", "ocid", "subject")
	desk("/desk/drafts/:id", access.WriteDraft, s.draft)
	form("/desk/drafts/:id", access.WriteDraft, s.saveDraft, append(forms.Fields(), "version", "do")...)
	desk("/desk/drafts/:id/check", access.WriteDraft, s.checkDraft)
	desk("/desk/drafts/:id/preview", access.WriteDraft, s.previewDraft)
	form("/desk/drafts/:id/submit", access.WriteDraft, s.submitDraft, "version")
	form("/desk/drafts/:id/take-back", access.WriteDraft, s.takeBackDraft, "version")
	form("/desk/drafts/:id/discard", access.WriteDraft, s.discardDraft)
	form("/desk/drafts/:id/return", access.ApproveDraft, s.returnDraft, "hash", "note")
	form("/desk/drafts/:id/publish", access.ApproveDraft, s.publishDraft, "hash")
	desk("/desk/corrections", access.SeeTickets, s.deskTickets)
	desk("/desk/corrections/:id", access.SeeTickets, s.deskTicket)
	form("/desk/corrections/:id", access.DecideTicket, s.decideTicket, "do", "reason", "release")
	form("/desk/corrections/:id/hand", access.AssignTicket, s.handTicket, "organisation")

	desk("/desk/people", access.SeePeople, s.people)
	form("/desk/people/disable", access.DisablePerson, s.disablePerson, "email")
	desk("/desk/redactions", access.SeeRedactions, s.deskRedactions)
	desk("/desk/redactions/new", access.ProposeRedaction, s.newRedaction)
	form("/desk/redactions/new", access.ProposeRedaction, s.proposeRedaction, "release", "pointers", "ground", "organisation", "note")
	desk("/desk/redactions/:id", access.SeeRedactions, s.deskOneRedaction)
	form("/desk/redactions/:id/approve", access.ApproveRedaction, s.approveRedaction)
	form("/desk/redactions/:id/close", access.SeeRedactions, s.closeRedaction)
	desk("/desk/security-log", access.ReadSecurityLog, s.securityLog)
	desk("/desk/organisations", access.SeeOrganisations, s.deskOrganisations)
	form("/desk/organisations", access.AddOrganisation, s.addOrganisation, "name", "key", "oversight")
	desk("/desk/organisations/:id", access.SeeOrganisations, s.deskOrganisation)
	form("/desk/organisations/:id/invite", access.Invite, s.invite, "email", "role")
	form("/desk/organisations/:id/invite/confirm", access.ConfirmRole, s.confirmInvitation, "email")
	form("/desk/organisations/:id/invite/withdraw", access.Invite, s.withdrawInvitation, "email")
	form("/desk/organisations/:id/role", access.GrantRole, s.grantRole, "email", "role")
	form("/desk/organisations/:id/role/confirm", access.ConfirmRole, s.confirmRole, "email", "role")
	form("/desk/organisations/:id/role/take", access.GrantRole, s.takeRole, "email", "role")
	form("/desk/organisations/:id/reset", access.ResetAccount, s.makeReset, "email", "lost")
	form("/desk/organisations/:id/reset/confirm", access.ConfirmReset, s.confirmReset, "email")
	form("/desk/organisations/:id/reset/withdraw", access.ResetAccount, s.withdrawReset, "email")
	form("/desk/organisations/:id/mandate", access.RequestMandate, s.requestMandate, "buyer", "same", "from", "to", "source")
	form("/desk/organisations/:id/mandate/:mandate/approve", access.ApproveMandate, s.approveMandate)
	form("/desk/organisations/:id/mandate/:mandate/end", access.EndMandate, s.endMandate)
}

// addresses are the patterns of a page in its forms. Where the last part of
// the path is a parameter, the endings are part of that.
func addresses(path string, forms []form) []string {
	if strings.HasPrefix(path[strings.LastIndex(path, "/"):], "/:") {
		return []string{path}
	}
	var list []string
	for _, f := range forms {
		list = append(list, path+string(f))
	}
	return list
}
