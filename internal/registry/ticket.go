package registry

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"daylight/internal/access"
	"daylight/internal/procurement"
	"daylight/internal/store"
)

// Ticket is a reply or a correction that somebody asked for. It is no part of
// the public record: what comes of it is.
type Ticket struct {
	ID             string // its number
	Secret         string // hash of the secret in the address of its page
	Mail           string // hash of number and e-mail address; "" where none was given
	Digest         string // hash of what is asked
	Organisation   string // whose publishers decide; "" until it is handed to one
	Author         string // person signed in; "" for the public
	ForWhom        string // organisation of the desk that answers; "" for the public
	Kind           TicketKind
	OCID           string
	About          string // id of the decision, rule, statement … it answers; "" is a fact of the page
	Words          string
	Source         string // web address
	Name           string // as a reply is to be signed: a person or an organisation
	Office         string
	State          TicketState
	Reason         string // published
	CreatedAt      string
	AcknowledgedAt string
	DecidedAt      string
	DecidedBy      string // person
	Seq            int64  // of the release that came of it; -1 where none
}

// TicketKind is what somebody asks for.
type TicketKind string

// The kinds.
const (
	Reply      TicketKind = "reply"
	Correction TicketKind = "correction"
)

// TicketState is what became of a ticket.
type TicketState string

// The states. All but the first are decisions.
const (
	TicketOpen      TicketState = "open"
	TicketAccepted  TicketState = "accepted"  // as a correction, which is to follow
	TicketCorrected TicketState = "corrected" // by a release
	TicketPublished TicketState = "published" // as a reply
	TicketRefused   TicketState = "refused"
)

// How many working days a ticket is to wait at most.
const (
	acknowledgeWithin = 2
	decideWithin      = 10
)

// AcknowledgeBy is the day by which a ticket is to be acknowledged; "" where
// the bank holidays are not known yet.
func (t Ticket) AcknowledgeBy() procurement.Date {
	return procurement.WorkingDay(day(t.CreatedAt), acknowledgeWithin)
}

// DecideBy is the day by which it is to be decided; "" likewise.
func (t Ticket) DecideBy() procurement.Date {
	return procurement.WorkingDay(day(t.CreatedAt), decideWithin)
}

// Decided reports whether it was.
func (t Ticket) Decided() bool { return t.State != TicketOpen }

// day is the day in London on which an instant lay.
func day(instant string) procurement.Date {
	at, err := time.Parse(time.RFC3339, instant)
	if err != nil {
		return ""
	}
	return procurement.Date(at.In(london).Format(time.DateOnly))
}

// london is where working days are counted. UTC, where the system knows no
// zones, moves a day's end by an hour in summer.
var london = func() *time.Location {
	if zone, err := time.LoadLocation("Europe/London"); err == nil {
		return zone
	}
	return time.UTC
}()

// Tickets keeps what was asked for, and carries it out.
type Tickets struct {
	registry      *Registry
	accounts      *access.Service
	reader        *store.Reader
	rows          *store.Table[Ticket]
	organisations *store.Table[access.Organisation]
}

// Tickets are those of this record, for the people of an access.Service made
// with its Accounts.
func (r *Registry) Tickets(reader *store.Reader, accounts *access.Service) *Tickets {
	a := store.NewAccounts(r.writer, reader)
	return &Tickets{r, accounts, reader, store.NewTable[Ticket](a, "tickets", 1), store.NewTable[access.Organisation](a, "desk_organisations", 1)}
}

// Rows are the tickets as they are kept.
func (k *Tickets) Rows() access.Table[Ticket] { return k.rows }

// BySecret is the ticket whose page's address somebody holds, as number and
// secret.
func (k *Tickets) BySecret(ctx context.Context, number, secret string) (Ticket, error) {
	return k.one(ctx, "id", number, "secret", digest(secret))
}

// ByMail is the ticket of a number and the e-mail address given with it.
func (k *Tickets) ByMail(ctx context.Context, number, mail string) (Ticket, error) {
	number = strings.ToUpper(strings.TrimSpace(number))
	return k.one(ctx, "id", number, "mail", digest(number, strings.ToLower(strings.TrimSpace(mail))))
}

func (k *Tickets) one(ctx context.Context, match ...any) (Ticket, error) {
	list, err := k.rows.Find(ctx, match...)
	if err == nil && len(list) == 0 {
		err = access.ErrNotFound
	}
	if err != nil {
		return Ticket{}, err
	}
	return list[0], nil
}

// Ticket is one ticket for somebody who may see it: to others there is none.
func (k *Tickets) Ticket(ctx context.Context, who access.Actor, number string) (Ticket, error) {
	t, err := k.one(ctx, "id", number)
	if err != nil {
		return t, err
	}
	if access.Can(who, access.SeeTickets, access.Object{Organisation: t.Organisation}) != nil {
		return Ticket{}, access.ErrNotFound
	}
	return t, nil
}

// Queue is what waits for somebody, those to be decided first by the day they
// are due; what was accepted and is not corrected yet comes after.
func (k *Tickets) Queue(ctx context.Context, who access.Actor) ([]Ticket, error) {
	var all []Ticket
	for _, state := range []TicketState{TicketOpen, TicketAccepted} {
		list, err := k.rows.Find(ctx, "state", state)
		if err != nil {
			return nil, err
		}
		list = slices.DeleteFunc(list, func(t Ticket) bool {
			return access.Can(who, access.SeeTickets, access.Object{Organisation: t.Organisation}) != nil
		})
		slices.SortFunc(list, func(a, b Ticket) int { return cmp.Compare(a.CreatedAt+a.ID, b.CreatedAt+b.ID) })
		all = append(all, list...)
	}
	return all, nil
}

// Register is what was decided, the latest first.
func (k *Tickets) Register(ctx context.Context) ([]Ticket, error) {
	list, err := k.rows.Find(ctx)
	list = slices.DeleteFunc(list, func(t Ticket) bool { return !t.Decided() })
	slices.SortFunc(list, func(a, b Ticket) int { return cmp.Compare(b.DecidedAt+b.ID, a.DecidedAt+a.ID) })
	return list, err
}

// Answerable is a thing of a history that a reply can stand beside.
type Answerable struct{ ID, Kind, Name string }

// Answerable are the decisions, raised flags and statements of a history.
func (h *History) Answerable() (list []Answerable) {
	for _, d := range h.Process.Decisions {
		list = append(list, Answerable{d.ID, "decision", cmp.Or(d.Title, d.Reference, d.ID)})
	}
	seen := map[string]bool{}
	for _, f := range h.Flags {
		if f.State == procurement.Raised && !seen[f.Rule] {
			seen[f.Rule] = true
			list = append(list, Answerable{f.Rule, "flag", f.Rule})
		}
	}
	for _, s := range h.Process.Statements {
		list = append(list, Answerable{s.ID, "statement", cmp.Or(s.Organisation, s.Speaker, s.Office, s.ID)})
	}
	return list
}
