package registry

import (
	"testing"

	"daylight/internal/access"
	"daylight/internal/store"
)

// Work of the desk goes when its time is over, and not before; what was decided
// and published stays.
func TestWhatTheDeskKeepsIsPruned(t *testing.T) {
	d := openDesk(t) // on 23 November 2026
	rows := store.NewAccounts(d.registry.writer, d.reader)
	drafts, tickets := store.NewTable[Draft](rows, "drafts", 1), store.NewTable[Ticket](rows, "tickets", 1)
	requests, forms := store.NewTable[Request](rows, "requests", 2), store.NewTable[access.Submission](rows, "submissions", 2)
	put := func(_ bool, err error) { t.Helper(); d.must(err) }
	const year, lessThanYear, month, lessThanMonth = "2025-11-23T08:00:00Z", "2025-11-23T10:00:00Z", "2026-10-24T08:00:00Z", "2026-10-24T10:00:00Z"
	for key, at := range map[string]string{"old": month, "young": lessThanMonth} {
		put(requests.Insert(t.Context(), Request{Organisation: "o", Key: key, At: at}))
		put(forms.Insert(t.Context(), access.Submission{Person: "p", Once: key, At: at}))
	}
	for id, x := range map[string]Ticket{
		"old": {State: TicketRefused, Reason: "No source.", DecidedAt: year}, "young": {State: TicketRefused, DecidedAt: lessThanYear},
		"waits": {State: TicketOpen, CreatedAt: year}, "to be corrected": {State: TicketAccepted, DecidedAt: year},
	} {
		x.ID, x.Secret, x.Mail, x.Digest, x.Kind, x.OCID, x.Words, x.Name, x.Seq = id, "s", "m", id, Correction, "a", "It is wrong.", "Ann", -1
		put(tickets.Insert(t.Context(), x))
	}
	for id, x := range map[string]Draft{
		"old": {State: DraftReturned, ChangedAt: year}, "young": {State: DraftOpen, ChangedAt: lessThanYear},
		"published": {State: DraftPublished, ChangedAt: year, Approver: "b", Hash: "h", ApprovedHash: "h"},
	} {
		x.ID, x.Organisation, x.Author, x.Form, x.OCID = id, "o", "a", "award", "a"
		put(drafts.Insert(t.Context(), x))
		d.alter("INSERT INTO draft_versions VALUES ($1, 1, 'title=x', $2)", id, x.ChangedAt)
	}
	if err := d.registry.Prune(t.Context(), ann); err == nil {
		t.Error("a person may prune")
	}
	d.must(d.registry.Prune(t.Context(), clerk))
	d.must(d.registry.Prune(t.Context(), clerk)) // again is no change
	for query, want := range map[string]string{
		"SELECT group_concat(key) FROM requests":                                                         "young",
		"SELECT group_concat(once) FROM submissions":                                                     "young",
		"SELECT group_concat(id) FROM (SELECT id FROM drafts ORDER BY id)":                               "published,young",
		"SELECT group_concat(draft) FROM draft_versions":                                                 "young",
		"SELECT group_concat(id) FROM (SELECT id FROM tickets WHERE words = 'It is wrong.' ORDER BY id)": "to be corrected,waits,young",
		"SELECT words || name || mail || '|' || reason || state FROM tickets WHERE id = 'old'":           store.Forgotten + "|No source.refused",
	} {
		if got := d.value(query); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}
