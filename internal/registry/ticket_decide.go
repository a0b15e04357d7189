package registry

import (
	"context"
	"strings"
	"time"
	"unicode"

	"daylight/internal/access"
	"daylight/internal/ocds"
	"daylight/internal/procurement"
	"daylight/internal/store"
)

// Verdict is what somebody decides on a ticket.
type Verdict struct {
	State   TicketState // TicketOpen only acknowledges it
	Reason  string      // published
	Release int64       // the release that corrects, with TicketCorrected
}

// longestReason is how many characters a reason has at most.
const longestReason = 1000

// follows reports whether a decision may come after a state.
func (v Verdict) follows(t Ticket) bool {
	switch v.State {
	case TicketOpen, TicketRefused:
		return t.State == TicketOpen
	case TicketAccepted:
		return t.State == TicketOpen && t.Kind == Correction
	case TicketPublished:
		return t.State == TicketOpen && t.Kind == Reply
	case TicketCorrected:
		return t.State == TicketAccepted
	}
	return false
}

func (v Verdict) check() error {
	reason := strings.TrimSpace(v.Reason)
	switch {
	case v.State == TicketRefused && reason == "":
		return access.Invalid{{Field: "reason", Sentence: "Write why: the reason is published in the register."}}
	case len([]rune(reason)) > longestReason, strings.ContainsFunc(reason, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' }):
		return access.Invalid{{Field: "reason", Sentence: "Write the reason as plain text, in at most 1,000 characters."}}
	case contactDetail.MatchString(reason):
		return access.Invalid{{Field: "reason", Sentence: "Leave e-mail addresses and telephone numbers out: the reason is published."}}
	}
	return nil
}

// Decide acknowledges or decides a ticket. A reply that is to be published is
// filed in the same transaction, beside what it answers.
func (k *Tickets) Decide(ctx context.Context, who access.Actor, number string, v Verdict, once string, from access.Client) error {
	if err := v.check(); err != nil {
		return err
	}
	_, err := k.registry.update(ctx, deskFiler, store.Origin{Source: "desk"}, func(f *filing) error {
		ctx := store.WithTx(ctx, f.tx)
		who, err := k.accounts.Renew(ctx, who)
		if err != nil {
			return err
		}
		t, err := k.Ticket(ctx, who, number)
		if err != nil {
			return err
		}
		if err := access.Can(who, access.DecideTicket, access.Object{Organisation: t.Organisation, Author: t.Author}); err != nil {
			return err
		}
		if !v.follows(t) {
			return access.ErrRepeated
		}
		if err := k.accounts.Once(ctx, who.Person, once); err != nil {
			return err
		}
		now := k.accounts.Now()
		if t.AcknowledgedAt == "" {
			t.AcknowledgedAt = now.Format(time.RFC3339)
		}
		switch v.State {
		case TicketPublished:
			if err = access.Can(who, access.PublishRelease, access.Object{Organisation: t.Organisation, Author: t.Author}); err == nil {
				t.Seq, err = k.publish(ctx, f, t, now)
			}
		case TicketCorrected:
			t.Seq, err = k.corrects(ctx, f.tx.View, t, v.Release)
		}
		if err != nil {
			return err
		}
		if v.State != TicketOpen {
			t.State, t.DecidedBy = v.State, who.Person
			if reason := strings.TrimSpace(strings.ReplaceAll(v.Reason, "\r\n", "\n")); reason != "" {
				t.Reason = reason
			}
			if t.DecidedAt == "" {
				t.DecidedAt = now.Format(time.RFC3339)
			}
		}
		if err := k.rows.Replace(ctx, t); err != nil {
			return err
		}
		return k.accounts.Note(ctx, access.Entry{Kind: "ticket " + string(v.State), Person: who.Person, Organisation: t.Organisation, Address: from.Address, Subject: t.ID})
	})
	return err
}

// corrects is the release of the process that a ticket was answered with: one
// recorded since it was asked.
func (k *Tickets) corrects(ctx context.Context, v store.View, t Ticket, seq int64) (int64, error) {
	h, err := Read(ctx, v, t.OCID, Moment{})
	if err != nil {
		return 0, err
	}
	for _, r := range h.Releases {
		if r.Seq == seq && r.RecordedAt >= t.CreatedAt {
			return seq, nil
		}
	}
	return 0, access.Invalid{{Field: "release", Sentence: "Choose a release of this contract that was filed after the correction was asked for."}}
}

// Hand gives a ticket to the organisation whose publishers are to decide it.
func (k *Tickets) Hand(ctx context.Context, who access.Actor, number, organisation string, from access.Client) error {
	return k.change(ctx, who, func(ctx context.Context, _ *store.Tx, who access.Actor) error {
		if err := access.Can(who, access.AssignTicket, access.Object{}); err != nil {
			return err
		}
		t, err := k.Ticket(ctx, who, number)
		if err != nil {
			return err
		}
		if t.Decided() {
			return access.ErrRepeated
		}
		if _, err := k.accounts.Organisation(ctx, organisation); err != nil {
			return access.Invalid{{Field: "organisation", Sentence: "Choose the organisation that is to decide."}}
		}
		t.Organisation = organisation
		if err := k.rows.Replace(ctx, t); err != nil {
			return err
		}
		return k.accounts.Note(ctx, access.Entry{Kind: "ticket handed on", Person: who.Person, Organisation: organisation, Address: from.Address, Subject: t.ID})
	})
}

// publish files a reply. Of an organisation of the desk it is its own
// statement; what the public sent is told by those who let it through, with a
// source that says so.
func (k *Tickets) publish(ctx context.Context, f *filing, t Ticket, now time.Time) (int64, error) {
	through, err := k.accounts.Organisation(ctx, t.Organisation)
	if err != nil {
		return 0, err
	}
	speaker, told := through.Name, "Reply sent to "+through.Name+" by a public form. Who sent it was not verified."
	if t.ForWhom != "" {
		o, err := k.accounts.Organisation(ctx, t.ForWhom)
		if err != nil {
			return 0, err
		}
		speaker, told = o.Name, "Reply filed by "+o.Name+", signed in at this site."
	}
	h, err := Read(ctx, f.tx.View, t.OCID, Moment{})
	if err != nil {
		return 0, err
	}
	c, err := check(0, Submission{Body: t.release(told, speaker, stageOf(h.Process), now), Publisher: speaker})
	if err != nil {
		return 0, err
	}
	if err := f.file([]checked{c}); err != nil {
		return 0, err
	}
	return f.log.last.Seq, nil
}

// release is the reply as a release: a statement, and where it comes from.
func (t Ticket) release(told, speaker, stage string, now time.Time) []byte {
	id, today := "reply-"+t.ID, now.Format(time.DateOnly)
	statement := ocds.Object{"id": id, "kind": "reply", "organisation": t.Name, "date": today, "text": t.Words, "sources": []any{id}}
	if t.Office != "" {
		statement["office"] = t.Office
	}
	if t.About != "" {
		statement["answers"] = t.About
	}
	sources := []any{ocds.Object{"id": id, "title": told, "publisher": speaker, "datePublished": today, "tier": "interested"}}
	if t.Source != "" {
		sources = append(sources, ocds.Object{"id": id + "-given", "title": "Named in the reply", "url": t.Source, "dateAccessed": today, "tier": "interested"})
		statement["sources"] = []any{id, id + "-given"}
	}
	return ocds.Write(ocds.Object{
		"ocid": t.OCID, "id": id, "date": now.Format(time.RFC3339), "tag": []any{stage}, "language": "en", "initiationType": "tender",
		"statements": []any{statement}, "sources": sources,
	})
}

// stageOf is the tag of a release that adds to a process as it stands.
func stageOf(p *procurement.Process) string {
	switch {
	case len(p.Contracts) > 0:
		return "contractUpdate"
	case len(p.Awards) > 0:
		return "awardUpdate"
	}
	return "tenderUpdate"
}
