package web

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"daylight/internal/access"
	"daylight/internal/procurement"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// How often the public may send something, and how long a form is good for: one
// sent sooner than a person could fill it in was sent by a program.
const (
	ticketsEach = 5 // an hour, of one network
	ticketsAll  = 100
	formSoonest = 3 * time.Second
	formLatest  = 12 * time.Hour
)

// askPage is the form with which anybody asks for a correction or replies.
type askPage struct {
	Desk
	Form    *Form
	OCID    string
	History string // title of the history it is about
	About   []option
	For     []option // organisations that the person signed in may answer for
	Shown   string
}

func (*askPage) template() string { return "ask" }

// option is one of what a form offers.
type option struct{ Value, Name string }

// answerKinds say what somebody answers.
var answerKinds = map[string]string{"decision": "The decision", "flag": "The flag", "statement": "What was said by"}

func (s *Server) newAsk(ctx context.Context, v *visit) (*askPage, error) {
	p := &askPage{Desk: s.deskPage(v, "Reply, or ask for a correction"), Form: s.newForm(v, "ask", "/corrections/new"), Shown: s.stamped(s.Access.NewOnce())}
	p.Form.Code = false
	if p.OCID = v.Field("ocid"); v.form == nil {
		p.OCID = strings.TrimSpace(v.c.QueryParam("ocid"))
		p.Form.Values = map[string][]string{"about": {v.c.QueryParam("about")}, "kind": {"correction"}}
	}
	err := s.Reader.Read(ctx, func(view store.View) error {
		h, err := registry.Read(ctx, view, p.OCID, registry.Moment{})
		if err != nil {
			return err
		}
		p.History = h.Process.Title
		for _, a := range h.Answerable() {
			name := a.Name
			if a.Kind == "flag" {
				name = ruleTitle(a.ID)
			}
			p.About = append(p.About, option{a.ID, answerKinds[a.Kind] + ": " + clip(name, 80)})
		}
		return nil
	})
	if err != nil || v.Actor.Kind != access.Signed {
		return p, err
	}
	list, err := s.Access.Organisations(ctx, v.Actor)
	for _, o := range list {
		if access.Can(v.Actor, access.WriteReply, access.Object{Organisation: o.ID}) == nil {
			p.For = append(p.For, option{o.ID, o.Name})
		}
	}
	return p, err
}

// clip shortens a text to so many characters.
func clip(text string, n int) string {
	if r := []rune(text); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return text
}

func (s *Server) ask(ctx context.Context, v *visit) error {
	p, err := s.newAsk(ctx, v)
	if err != nil {
		return err
	}
	return s.show(v, http.StatusOK, p)
}

// stamped is the number of a form with the time it was shown and a seal.
func (s *Server) stamped(once string) string {
	at := strconv.FormatInt(s.Access.Now().Unix(), 10)
	return once + "." + at + "." + s.seal(once+"."+at)
}

func (s *Server) seal(text string) string {
	m := hmac.New(sha256.New, s.secret[:])
	m.Write([]byte(text))
	return hex.EncodeToString(m.Sum(nil)[:16])
}

// person reports what speaks against a person's having filled in a form: it was
// not shown here, or was sent at once, or has a field that only programs see.
func (s *Server) person(v *visit) (once string, err error) {
	parts := strings.Split(v.Field("shown"), ".")
	again := access.Invalid{{Sentence: "This form was open too long, or was sent faster than it can be read. It is below as you wrote it: send it once more."}}
	if len(parts) != 3 || !hmac.Equal([]byte(parts[2]), []byte(s.seal(parts[0]+"."+parts[1]))) || v.Field("website") != "" {
		return "", again
	}
	at, _ := strconv.ParseInt(parts[1], 10, 64)
	if age := s.Access.Now().Sub(time.Unix(at, 0)); age < formSoonest || age > formLatest {
		return "", again
	}
	return parts[0], nil
}

func (s *Server) sendAsk(ctx context.Context, v *visit) error {
	p, err := s.newAsk(ctx, v)
	if err != nil {
		return err
	}
	once, err := s.person(v)
	if err != nil {
		return s.again(v, p.Form, err, p)
	}
	if err := s.asked.Take(v.from.Address, s.Access.Now()); err != nil {
		return s.again(v, p.Form, err, p)
	}
	number, secret, err := s.Tickets.Ask(ctx, v.Actor, registry.Ticket{
		Kind: registry.TicketKind(v.Field("kind")), OCID: p.OCID, About: v.Field("about"), Words: v.Field("words"), Source: v.Field("source"),
		Name: v.Field("name"), Office: v.Field("office"), ForWhom: v.Field("for"),
	}, v.Field("email"), once)
	if err != nil {
		p.Shown = v.Field("shown") // the same form still
		return s.again(v, p.Form, err, p)
	}
	return v.done(href("corrections", "tickets", number+"-"+secret), "asked")
}

// ticketPage is what became of a ticket, for who holds it.
type ticketPage struct {
	Desk
	Form   *Form // with which it is looked up
	Ticket *ticketView
	Keep   string // the address to keep; "" where it was found by e-mail
}

func (*ticketPage) template() string { return "ticket" }

// ticketView is a ticket in words.
type ticketView struct {
	registry.Ticket
	History   string   // title
	Subject   string   // what it answers
	State     string   // what became of it
	For       string   // organisation that answers, of the desk
	Decides   string   // organisation whose publishers decide
	Paragraph []string // what was written
	Late      string   // which target has passed
	Release   string   // address of the release that came of it
	Mine      bool     // sent by who looks
}

var ticketStates = map[registry.TicketState]string{
	registry.TicketOpen: "waits to be decided", registry.TicketAccepted: "accepted: the correction is being written", registry.TicketCorrected: "corrected",
	registry.TicketPublished: "published as a reply", registry.TicketRefused: "refused",
}

// Day is the day of an instant.
func (ticketView) Day(at string) procurement.Date {
	if len(at) < 10 {
		return ""
	}
	return procurement.Date(at[:10])
}

func (s *Server) ticketView(ctx context.Context, t registry.Ticket) (*ticketView, error) {
	x := &ticketView{Ticket: t, State: ticketStates[t.State], Subject: "a fact on the page", Paragraph: strings.Split(t.Words, "\n")}
	err := s.Reader.Read(ctx, func(view store.View) error {
		h, err := registry.Read(ctx, view, t.OCID, registry.Moment{})
		if errors.Is(err, store.ErrNotFound) {
			x.History = t.OCID
			return nil
		}
		if err != nil {
			return err
		}
		x.History = h.Process.Title
		for _, a := range h.Answerable() {
			if a.ID == t.About {
				x.Subject = a.Kind + ": " + a.Name
				if a.Kind == "flag" {
					x.Subject = "flag: " + ruleTitle(a.ID)
				}
			}
		}
		for _, r := range h.Releases {
			if r.Seq == t.Seq {
				x.Release = href("contracts", t.OCID, "releases", strconv.FormatInt(r.Seq, 10))
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for id, name := range map[string]*string{t.ForWhom: &x.For, t.Organisation: &x.Decides} {
		if id == "" {
			continue
		}
		o, err := s.Access.Organisation(ctx, id)
		if err != nil && !errors.Is(err, access.ErrNotFound) {
			return nil, err
		}
		*name = o.Name
	}
	if t.ForWhom != "" && t.ForWhom == t.Organisation {
		x.For = x.Decides
		if o, err := s.Access.Organisation(ctx, t.ForWhom); err == nil {
			x.For, x.Decides = o.Name, o.Name
		}
	}
	today := procurement.Date(s.Access.Now().Format(time.DateOnly))
	switch {
	case !t.Decided() && today.After(t.DecideBy()):
		x.Late = "The day to decide has passed."
	case t.AcknowledgedAt == "" && !t.Decided() && today.After(t.AcknowledgeBy()):
		x.Late = "The day to acknowledge has passed."
	}
	return x, nil
}

// ticket shows a ticket to who holds its address.
func (s *Server) ticket(ctx context.Context, v *visit) error {
	if err := s.looked.Take(v.from.Address, s.Access.Now()); err != nil {
		return err
	}
	token := v.Param("token")
	i := strings.LastIndex(token, "-")
	if i < 0 {
		return access.ErrNotFound
	}
	t, err := s.Tickets.BySecret(ctx, token[:i], token[i+1:])
	if err != nil {
		return err
	}
	p, err := s.newTicket(ctx, v, t)
	if err != nil {
		return err
	}
	p.Keep = s.BaseURL + p.Here
	return s.show(v, http.StatusOK, p)
}

func (s *Server) newTicket(ctx context.Context, v *visit, t registry.Ticket) (*ticketPage, error) {
	x, err := s.ticketView(ctx, t)
	p := &ticketPage{Desk: s.deskPage(v, "Ticket "+t.ID), Form: s.newForm(v, "find", "/corrections/tickets"), Ticket: x}
	p.Canonical = "" // told to nobody
	p.NoIndex = true
	return p, err
}

// findTicket is the form with which a ticket is found by number and address.
func (s *Server) findTicket(ctx context.Context, v *visit) error {
	p := &ticketPage{Desk: s.deskPage(v, "Find your ticket"), Form: s.newForm(v, "find", "/corrections/tickets")}
	if v.form == nil {
		return s.show(v, http.StatusOK, p)
	}
	if err := s.looked.Take(v.from.Address, s.Access.Now()); err != nil {
		return s.again(v, p.Form, err, p)
	}
	t, err := s.Tickets.ByMail(ctx, v.Field("number"), v.Field("email"))
	if errors.Is(err, access.ErrNotFound) {
		return s.again(v, p.Form, access.Invalid{{Field: "number", Sentence: "There is no ticket of this number with this e-mail address."}}, p)
	}
	if err != nil {
		return err
	}
	if p, err = s.newTicket(ctx, v, t); err != nil {
		return err
	}
	return s.show(v, http.StatusOK, p)
}
