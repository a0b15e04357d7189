package web

import (
	"context"
	"testing"
	"time"

	"daylight/internal/access"
)

// The whole story, in a real browser that runs no scripts, over a record that
// holds nothing yet.
func TestTheWholeStory(t *testing.T) {
	s := newTheatre(t)

	// The operator prints a link for each of two administrators: daylight user add.
	ada, ben := s.enters("Ada"), s.enters("Ben")
	ada.joins(s.userAdd(ada.email))
	ben.joins(s.userAdd(ben.email))

	// A newsroom comes to the desk, with two editors.
	eve, finn := s.enters("Eve"), s.enters("Finn")
	ada.turns("Desk").sees("What comes next").follows("Add an organisation: a publisher, or a body that oversees buyers").writes("Name", "Contract Monitor").presses("Add the organisation").sees("The organisation is added")
	eve.joins(ada.invites(eve.email, "Publisher"))
	finn.joins(ada.invites(finn.email, "Publisher"))

	// One editor records the pilot, the other publishes it.
	eve.turns("Write").presses("A new contract / Begin").
		writes("What is it called?", "Staff-data pilot").
		writes("Who buys?", "Metropolitan Police Service").
		chooses("Procedure", "Direct").
		writes("To whom?", "Palantir Technologies UK, Ltd").
		writes("Signed", "February 2026").writes("Ends", "May 2026").writes("Value", "£500,000").
		writesSource("Decision notice", "22 February 2026", "Official").
		presses("Check your answers").sees("Metropolitan Police Service", "What changes in the record", "Finn can").
		presses("Submit for approval").sees("Submitted")
	finn.turns("Desk").follows("Staff-data pilot").sees("What changes in the record").
		presses("Publish").sees("Published. It is in the record")
	s.verify()
	finn.follows("Its history").sees("Staff-data pilot", "£500,000", "Palantir Technologies UK, Ltd")
	pilot := finn.at()

	// An oversight body comes to the desk, and gets a mandate over the buyer.
	mia, otto, paula := s.enters("Mia"), s.enters("Otto"), s.enters("Paula")
	ada.turns("Organisations").writes("Name", "MOPAC").ticks("It oversees buyers").presses("Add the organisation").sees("The organisation is added")
	link := ada.invites(mia.email, "Organisation administrator")
	mia.opens(link).sees("A second administrator has to confirm this invitation", "holds until").lacks("Your name")
	ada.turns("Desk").sees("Confirm the invitation of mia@example.org as organisation administrator", "another administrator has to")
	ben.turns("Desk").follows("Confirm the invitation of mia@example.org as organisation administrator").presses("Confirm").sees("Confirmed.")
	mia.joins(link)
	otto.joins(mia.turns("Organisations").follows("MOPAC").invites(otto.email, "Oversight"))
	paula.joins(mia.invites(paula.email, "Oversight"))
	mia.writes("Buyer", "Metropolitan Police Service").writes("First day", "1 January 2026").writes("What it rests on", "https://example.org/law").
		presses("Ask for the mandate").sees("A site administrator has to approve it")
	otto.turns("Desk").sees("MOPAC has no mandate that holds today")
	ada.turns("Desk").follows("Approve the mandate over Metropolitan Police Service").presses("Approve").sees("The mandate holds.")

	// The officer logs the refusal, the approver publishes it.
	otto.opens(pilot).follows("write about this contract").presses("A decision / Begin").
		writes("The decision in a line", "Approval of the £50 million contract refused").
		chooses("What was decided", "Refused").
		writes("When was it decided?", "21 May 2026").
		writes("Grounds", "Only one supplier had been seriously considered.").
		writes("Finding 1 / Kind of finding", "One supplier").
		writes("Finding 1 / In your own words", "One supplier was considered").
		writes("Finding 1 / Words to quote", "a single provider").
		writesSource("Letter to the Commissioner", "21 May 2026", "Official").
		presses("Check your answers").follows("See the page as it will look").sees("A preview", "a single provider").
		follows("Back to the draft").presses("Submit for approval").sees("Submitted")
	paula.turns("Desk").follows("Approval of the £50 million contract refused (Staff-data pilot)").
		presses("Publish").sees("Published. It is in the record")
	s.verify()
	reader := s.enters("Rosa")
	reader.opens(pilot).sees("Approval of the £50 million contract refused", "a single provider")

	// The extension follows, and the condition on which it is allowed.
	eve.opens(pilot).follows("write about this contract").presses("An extension / Begin").
		writes("When was it made?", "24 June 2026").
		writes("What was agreed?", "Up to twelve more months").
		chooses("By what means?", "A change of the contract").
		chooses("Was it agreed when the contract was let?", "Not known").
		writes("Or: added, at most", "12 months").
		writesSource("Notice of a change", "24 June 2026", "Official").
		presses("Check your answers").presses("Submit for approval").sees("Submitted")
	finn.turns("Desk").follows("Staff-data pilot").presses("Publish").sees("Published. It is in the record")
	s.verify()
	otto.opens(pilot).follows("write about this contract").presses("A decision / Begin").
		writes("The decision in a line", "Twelve more months, on a condition").
		chooses("What was decided", "Approved with conditions").
		writes("When was it decided?", "24 June 2026").
		writes("Grounds", "Until a competition is held.").
		writes("Condition 1 / What is to be done", "Run an open procurement").
		writes("Condition 1 / By when", "December 2026").
		chooses("Condition 1 / Where the date comes from", "Stated").
		writesSource("Second letter", "24 June 2026", "Official").
		presses("Check your answers").presses("Submit for approval").sees("Submitted")
	paula.turns("Desk").follows("Twelve more months, on a condition (Staff-data pilot)").presses("Publish").sees("Published. It is in the record")
	s.verify()
	reader.opens("/conditions").sees("Run an open procurement", "December 2026")

	// The due date passes.
	s.moveTo(2027, 1, 1)
	reader.opens(pilot).sees("overdue")
	reader.opens("/conditions").sees("Overdue", "Run an open procurement")
	public := s.office.browser()
	public.get("/feed.rss").wants(200, "Due date passed, no outcome recorded, for Staff-data pilot", "Run an open procurement")
	public.get(pilot+".ics").wants(200, "BEGIN:VEVENT", "Run an open procurement", "20261231")

	// The supplier replies, and an editor publishes the reply beside the decision.
	reader.opens(pilot).follows("Reply, or ask for a correction").
		chooses("What do you want?", "A reply").
		writes("What do you write about?", "The decision").
		writes("What is wrong, or your reply", "We were ready to compete.").
		writes("Name that a reply is signed with", "Palantir Technologies UK, Ltd").
		writes("Your e-mail address", reader.email).waits(time.Minute).
		presses("Send").sees("It has arrived")
	eve.opens("/desk/corrections").sees("Sign in").signsIn()
	eve.follows(eve.reads("main th a")).presses("Publish as a reply").sees("Published. It is beside what it answers")
	s.verify()
	reader.opens(pilot).sees("We were ready to compete.")
	public.get("/feed.rss").wants(200, "We were ready to compete.")
}

func (s *theatre) userAdd(email string) string {
	s.t.Helper()
	token, err := s.Access.Invite(context.Background(), byOperator, email, "", access.SiteAdmin, "", access.Client{})
	s.must(err)
	return "/invitations/" + token
}

func (p *player) writesSource(title, published, kind string) *player {
	p.t.Helper()
	return p.writes("Title of the page or paper", title).writes("Who published it", "London.gov.uk").writes("Web address", "https://example.org/notice").
		writes("When it was published", published).chooses("What kind of source it is", kind)
}
