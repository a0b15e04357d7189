package registry

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

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

// The bounds of what somebody may write.
const (
	longestWords  = 2000
	longestSigned = 100
	mostLinks     = 3
	mostWaiting   = 20 // undecided tickets of the public on one process
)

var (
	contactDetail = regexp.MustCompile(`[^\s@]+@[^\s@]+\.\w|(\+\d|\b0)[\d ()-]{8,}\d`)
	link          = regexp.MustCompile(`(?i)https?://|www\.`)
)

// check says what is wrong with what was written.
func (t Ticket) check() (wrong access.Invalid) {
	add := func(field, sentence string) { wrong = append(wrong, access.Wrong{Field: field, Sentence: sentence}) }
	if t.Kind != Reply && t.Kind != Correction {
		add("kind", "Choose whether you ask for a correction or want to reply.")
	}
	switch n := len([]rune(t.Words)); {
	case n < 10 || n > longestWords:
		add("words", "Write what is wrong, or your reply, in 10 to 2,000 characters.")
	case strings.ContainsFunc(t.Words, unprintable), len(link.FindAllString(t.Words, mostLinks+1)) > mostLinks:
		add("words", "Write plain text with at most three web addresses in it.")
	case t.Kind == Reply && contactDetail.MatchString(t.Words):
		add("words", "Leave e-mail addresses and telephone numbers out: a reply is published as it is written.")
	}
	for field, text := range map[string]string{"name": t.Name, "office": t.Office} {
		if len([]rune(text)) > longestSigned || strings.ContainsFunc(text, unicode.IsControl) || contactDetail.MatchString(text) || link.MatchString(text) {
			add(field, "Write a name in at most 100 characters, without contact details.")
		}
	}
	if t.Kind == Reply && t.Name == "" {
		add("name", "Write how the reply is to be signed: it is published with it.")
	}
	if u, err := url.Parse(t.Source); t.Source != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || len(t.Source) > longestWords) {
		add("source", "Write a web address that begins with https:// or http://, or leave it empty.")
	}
	return wrong
}

func unprintable(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r)
}

// Ask takes a ticket in and returns its number and the secret of its page,
// which is told once. Of x it takes what was written. What is asked already and
// waits is not taken twice.
func (k *Tickets) Ask(ctx context.Context, who access.Actor, x Ticket, mail, once string) (number, secret string, err error) {
	x.Words = strings.TrimSpace(strings.ReplaceAll(x.Words, "\r\n", "\n"))
	var speaker access.Organisation
	if x.ForWhom != "" {
		if err := access.Can(who, access.WriteReply, access.Object{Organisation: x.ForWhom}); err != nil {
			return "", "", err
		}
		if speaker, err = k.accounts.Organisation(ctx, x.ForWhom); err != nil {
			return "", "", err
		}
		x.Name = speaker.Name
	}
	wrong := x.check()
	if mail = strings.ToLower(strings.TrimSpace(mail)); mail != "" && (!strings.Contains(mail, "@") || len(mail) > 254 || strings.ContainsFunc(mail, unicode.IsSpace)) {
		wrong = append(wrong, access.Wrong{Field: "email", Sentence: "Write an e-mail address such as name@example.org, or leave it empty."})
	}
	if len(wrong) > 0 {
		return "", "", wrong
	}
	letters := strings.ToUpper(k.accounts.NewOnce())
	x.ID, secret = letters[:4]+"-"+letters[4:8], k.accounts.NewOnce()
	x.Secret, x.Mail = digest(secret), ""
	if mail != "" {
		x.Mail = digest(x.ID, mail)
	}
	x.Digest = digest(string(x.Kind), x.OCID, x.About, x.ForWhom, x.Name, x.Words)
	x.State, x.Seq, x.Author = TicketOpen, -1, ""
	if x.ForWhom != "" {
		x.Author = who.Person
	}
	x.CreatedAt = k.accounts.Now().Format(time.RFC3339)
	x.AcknowledgedAt, x.DecidedAt, x.DecidedBy, x.Reason = "", "", "", ""
	return x.ID, secret, k.change(ctx, who, func(ctx context.Context, tx *store.Tx, who access.Actor) error {
		if x.ForWhom != "" {
			if err := access.Can(who, access.WriteReply, access.Object{Organisation: x.ForWhom}); err != nil {
				return err
			}
		}
		h, err := Read(ctx, tx.View, x.OCID, Moment{})
		if err != nil {
			return err
		}
		if x.About != "" && !slices.ContainsFunc(h.Answerable(), func(s Answerable) bool { return s.ID == x.About }) {
			return access.Invalid{{Field: "about", Sentence: "Choose one of the things on the page."}}
		}
		if err := k.accounts.Once(ctx, who.Person, once); err != nil {
			return err
		}
		if x.ForWhom == "" {
			waiting, err := k.rows.Find(ctx, "ocid", x.OCID, "state", TicketOpen, "for_whom", "")
			if err != nil {
				return err
			}
			if len(waiting) >= mostWaiting {
				return access.Invalid{{Sentence: "Many people have written about this contract, and wait for an answer. Try again in a few days."}}
			}
		}
		if x.Organisation, err = k.publisher(ctx, h.Process.Publisher); err != nil {
			return err
		}
		added, err := k.rows.Insert(ctx, x)
		if err == nil && !added {
			err = access.Invalid{{Field: "words", Sentence: "The same was sent before, and waits to be decided."}}
		}
		return err
	})
}

// publisher is the organisation of the desk that is the publisher of record;
// "" where none is.
func (k *Tickets) publisher(ctx context.Context, name string) (string, error) {
	list, err := k.organisations.Find(ctx, "name", name)
	if err != nil || len(list) == 0 {
		return "", err
	}
	return list[0].ID, nil
}

// change runs a change as one transaction; who is signed in is read again.
func (k *Tickets) change(ctx context.Context, who access.Actor, fn func(context.Context, *store.Tx, access.Actor) error) error {
	return k.registry.writer.Update(ctx, func(tx *store.Tx) (err error) {
		ctx := store.WithTx(ctx, tx)
		if who.Kind == access.Signed {
			if who, err = k.accounts.Renew(ctx, who); err != nil {
				return err
			}
		}
		return fn(ctx, tx, who)
	})
}

func digest(parts ...string) string {
	h := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(h[:])
}

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
