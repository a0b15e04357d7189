package procurement

// Event is something that happened to a process, as its releases tell it, or what
// a survey said of an organisation. It
// holds references and figures, never prose, so that wording can improve
// without rewriting what was published.
type Event struct {
	OCID    string
	GUID    string // hash of (ocid, kind, subject, cause, ordinal): permanent
	Kind    EventKind
	Subject string         // id of the award, contract, decision … concerned; of flags, the rule and /contract
	Cause   string         // identity of the release, or "day:YYYY-MM-DD"
	Ordinal int            // tells apart events alike in all the above
	Date    Date           // when it happened, as far as stated
	Figures map[string]any // JSON values by name, for the wording
	Seq     int64          // ledger leaf that published it
	At      string         // when that leaf was recorded, RFC 3339 UTC

	Redacted *int64 // the leaf that removed part of what it said; nil where all is there

	Organisation string // key, of an event of an organisation; it is of no process then
}

// EventKind is one of a closed list.
type EventKind string

// What can happen to a process.
const (
	ProcessPublished   EventKind = "process-published"
	TenderPublished    EventKind = "tender-published"
	AwardMade          EventKind = "award-made"
	AwardProposed      EventKind = "award-proposed"
	AwardCancelled     EventKind = "award-cancelled"
	ContractSigned     EventKind = "contract-signed"
	ContractExtended   EventKind = "contract-extended"
	ContractShortened  EventKind = "contract-shortened"
	ContractTerminated EventKind = "contract-terminated"
	ContractAmended    EventKind = "contract-amended"
	ValueChanged       EventKind = "value-changed"
	DecisionPublished  EventKind = "decision-published"
	DecisionChanged    EventKind = "decision-changed"
	ConditionSet       EventKind = "condition-set"
	ConditionChanged   EventKind = "condition-changed"
	ConditionOverdue   EventKind = "condition-overdue"
	ChallengeMade      EventKind = "challenge-made"
	ChallengeChanged   EventKind = "challenge-changed"
	StatementMade      EventKind = "statement-made"
	DisputeRecorded    EventKind = "dispute-recorded"
	RecordCorrected    EventKind = "record-corrected"
	FlagRaised         EventKind = "flag-raised"
	FlagCleared        EventKind = "flag-cleared"
)
