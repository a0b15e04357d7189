package access

import "slices"

// Action is what is asked for.
type Action string

// The actions that exist. The last words of each complete "you may not …".
const (
	ReadRecord  Action = "read the record"
	SignIn      Action = "sign in"
	FileRelease Action = "file a release"
	RecordDay   Action = "record the day"
	Rebuild     Action = "derive everything again"

	UseDesk       Action = "use the desk"
	OwnAccount    Action = "see and end one's own sessions"
	ChangeAccount Action = "change one's own password or factor"
	MakeToken     Action = "make a token"

	WriteDraft       Action = "write at the desk"
	ApproveDraft     Action = "approve a draft"
	DraftRelease     Action = "draft a release"
	PublishRelease   Action = "publish a release"
	DraftDecision    Action = "draft a decision"
	PublishDecision  Action = "publish a decision"
	ImportBatch      Action = "import a batch"
	ApproveBatch     Action = "approve a batch"
	SeeRedactions    Action = "see what is to be redacted"
	ProposeRedaction Action = "propose a redaction"
	ApproveRedaction Action = "approve a redaction"
	AddOrganisation  Action = "add an organisation"
	SeeOrganisations Action = "see organisations and mandates"
	RequestMandate   Action = "ask for a mandate"
	ApproveMandate   Action = "approve a mandate"
	EndMandate       Action = "end a mandate"
	SeePeople        Action = "see people"
	Invite           Action = "invite a person"
	GrantRole        Action = "grant or take back a role"
	ConfirmRole      Action = "confirm an administrator"
	ResetAccount     Action = "make a link to reset an account"
	ConfirmReset     Action = "confirm a link to reset an account"
	DisablePerson    Action = "disable a person"
	ReadSecurityLog  Action = "read the security log"

	AskCorrection Action = "ask for a correction"
	WriteReply    Action = "write a reply"
	SeeTickets    Action = "see what was asked for"
	DecideTicket  Action = "decide what was asked for"
	AssignTicket  Action = "hand on what was asked for"
	SendReleases  Action = "send releases"
)

// Condition is what else must hold for a grant.
type Condition uint

// The conditions.
const (
	Own          Condition = 1 << iota // the role is held in the organisation that the object belongs to
	SecondPerson                       // the actor is not the author
	Mandated                           // that organisation has a mandate over the buyer on the day
	Recent                             // a code was given in the last few minutes
	NoSiteAdmin                        // the actor is no site administrator as well
	OwnWords                           // that organisation filed itself what the object says
)

// Who a grant is to, where it is to no role.
const (
	anybody  Role = "anybody"
	operator Role = "operator"
	signedIn Role = "signed in"
)

// Grant lets a role do something under conditions.
type Grant struct {
	Action Action
	To     Role
	If     Condition
}

// Policy is all that is granted.
type Policy []Grant

// policy is who may do what. What is not on this table is denied.
var policy = Policy{
	{ReadRecord, anybody, 0},
	{SignIn, anybody, 0}, // and accept an invitation
	{FileRelease, operator, 0},
	{RecordDay, operator, 0},
	{Rebuild, operator, 0},

	{UseDesk, signedIn, 0},
	{OwnAccount, signedIn, 0},
	{ChangeAccount, signedIn, Recent},
	{MakeToken, Contributor, Own | Recent},
	{MakeToken, Publisher, Own | Recent},
	{MakeToken, OversightOfficer, Own | Recent},

	{WriteDraft, Contributor, Own | NoSiteAdmin}, // and see the organisation's drafts
	{WriteDraft, Publisher, Own | NoSiteAdmin},
	{WriteDraft, OversightOfficer, Own | NoSiteAdmin},
	{ApproveDraft, Publisher, Own | SecondPerson | Recent | NoSiteAdmin}, // or return it; to publish it is one of the two below
	{ApproveDraft, OversightOfficer, Own | SecondPerson | Recent | NoSiteAdmin},
	{DraftRelease, Contributor, Own | NoSiteAdmin},
	{DraftRelease, Publisher, Own | NoSiteAdmin},
	{PublishRelease, Publisher, Own | SecondPerson | Recent | NoSiteAdmin},
	{DraftDecision, OversightOfficer, Own | Mandated | NoSiteAdmin},
	{PublishDecision, OversightOfficer, Own | SecondPerson | Mandated | Recent | NoSiteAdmin},
	{ImportBatch, Publisher, Own | NoSiteAdmin},
	{ApproveBatch, Publisher, Own | SecondPerson | Recent | NoSiteAdmin},
	{SeeRedactions, Publisher, Own},
	{SeeRedactions, OversightOfficer, Own},
	{SeeRedactions, SiteAdmin, 0},
	{ProposeRedaction, operator, 0}, // what a court has ordered
	{ProposeRedaction, Publisher, Own | Recent},
	{ProposeRedaction, OversightOfficer, Own | OwnWords | Recent}, // its own decision
	{ApproveRedaction, operator, 0},                               // the same: the court is the first of the two
	{ApproveRedaction, SiteAdmin, SecondPerson | Recent},

	{AddOrganisation, operator, 0},
	{AddOrganisation, SiteAdmin, Recent},
	{SeeOrganisations, OrganisationAdmin, Own},
	{SeeOrganisations, SiteAdmin, 0},
	{RequestMandate, OrganisationAdmin, Own | Recent},
	{RequestMandate, SiteAdmin, Recent},
	{ApproveMandate, SiteAdmin, SecondPerson | Recent},
	{EndMandate, OrganisationAdmin, Own | Recent},
	{EndMandate, SiteAdmin, Recent},
	{SeePeople, OrganisationAdmin, Own},
	{SeePeople, SiteAdmin, 0},
	{Invite, operator, 0},
	{Invite, OrganisationAdmin, Own | Recent},
	{Invite, SiteAdmin, Recent},
	{GrantRole, operator, 0},
	{GrantRole, OrganisationAdmin, Own | Recent},
	{GrantRole, SiteAdmin, Recent},
	{ConfirmRole, OrganisationAdmin, Own | SecondPerson | Recent},
	{ConfirmRole, SiteAdmin, SecondPerson | Recent},
	{ResetAccount, operator, 0},
	{ResetAccount, OrganisationAdmin, Own | SecondPerson | Recent}, // in every organisation that the person is in
	{ResetAccount, SiteAdmin, SecondPerson | Recent},
	{ConfirmReset, OrganisationAdmin, Own | SecondPerson | Recent},
	{ConfirmReset, SiteAdmin, SecondPerson | Recent},
	{DisablePerson, operator, 0},
	{DisablePerson, SiteAdmin, SecondPerson | Recent},
	{ReadSecurityLog, SiteAdmin, 0},

	{AskCorrection, anybody, 0},
	{WriteReply, Contributor, Own | NoSiteAdmin},
	{WriteReply, Publisher, Own | NoSiteAdmin},
	{WriteReply, OversightOfficer, Own | NoSiteAdmin},
	{SeeTickets, Publisher, Own},
	{SeeTickets, SiteAdmin, 0},
	{DecideTicket, Publisher, Own | SecondPerson | Recent | NoSiteAdmin},
	{AssignTicket, SiteAdmin, Recent},
	{SendReleases, signedIn, 0}, // by a token; what becomes of them is one of the above
}

// Scope is what a token may be used for.
type Scope string

// scopes are what tokens can be made for: never for publishing, approving or
// changing accounts.
var scopes = map[Scope][]Action{
	"draft":  {DraftRelease, DraftDecision, SendReleases},
	"import": {ImportBatch, SendReleases},
	"read":   {UseDesk},
}

// Refusal is why something may not be done. Its text is for the person who
// asked.
type Refusal string

// The refusals, the nearer to a grant the later.
const (
	Denied     Refusal = "Your role does not allow this."
	Hidden     Refusal = "This belongs to another organisation." // answered as if there were nothing
	NotByToken Refusal = "A token may not do this: a person has to, signed in."
	AdminWrite Refusal = "A site administrator writes and publishes nothing in the record."
	NotOwn     Refusal = "A body asks for this of what it filed itself. A publisher asks for the rest, or a court."
	NoMandate  Refusal = "Your organisation has no mandate over this buyer on this day."
	OwnWork    Refusal = "A second person has to do this: you wrote or asked for it."
	StepUp     Refusal = "This needs a new code from your authenticator."
)

func (r Refusal) Error() string { return string(r) }

var nearness = []Refusal{Denied, Hidden, NotByToken, AdminWrite, NotOwn, NoMandate, OwnWork, StepUp}

// Can looks for a grant whose conditions hold; without one it says what is
// missing from the nearest.
func (p Policy) Can(a Actor, what Action, on Object) error {
	nearest := Denied
	for _, g := range p {
		if g.Action != what || !a.is(g.To) {
			continue
		}
		missing := g.missing(a, on)
		if missing == "" {
			return nil
		}
		if slices.Index(nearness, missing) > slices.Index(nearness, nearest) {
			nearest = missing
		}
	}
	return nearest
}

// is reports whether a grant to a role is to this actor.
func (a Actor) is(r Role) bool {
	switch r {
	case anybody:
		return a.Kind == Public || a.Kind == Operator || a.Kind == Signed
	case operator:
		return a.Kind == Operator
	case signedIn:
		return a.Kind == Signed
	}
	return a.Kind == Signed && a.HasRole(r)
}

// missing is the first condition of a grant that does not hold; "" where all
// do. An actor that acts by a token may also do no more than its scopes say.
func (g Grant) missing(a Actor, on Object) Refusal {
	has := func(c Condition) bool { return g.If&c != 0 }
	switch {
	case has(Own) && !on.Any && !a.Has(g.To, on.Organisation):
		return Hidden
	case a.Token && !a.inScope(g.Action):
		return NotByToken
	case has(NoSiteAdmin) && a.HasRole(SiteAdmin):
		return AdminWrite
	case has(OwnWords) && !on.Any && (on.SaidBy == "" || on.SaidBy != on.Organisation):
		return NotOwn
	case has(Mandated) && !on.Any && !a.mandated(on):
		return NoMandate
	case has(SecondPerson) && !on.Any && on.Author == a.Person:
		return OwnWork
	case has(Recent) && !a.Fresh:
		return StepUp
	}
	return ""
}

func (a Actor) inScope(what Action) bool {
	return what == ReadRecord || slices.ContainsFunc(a.Scopes, func(s string) bool { return slices.Contains(scopes[Scope(s)], what) })
}

func (a Actor) mandated(on Object) bool {
	return slices.ContainsFunc(a.Mandates, func(m Mandate) bool {
		return m.Organisation == on.Organisation && m.Covers(on.Day, on.Buyers...)
	})
}
