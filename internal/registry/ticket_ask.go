package registry

import (
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
	"daylight/internal/store"
)

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
