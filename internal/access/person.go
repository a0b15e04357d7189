package access

// Person is somebody with an account.
type Person struct {
	ID        string
	Email     string // in lower case; how one signs in, not who one is
	Name      string
	Password  string // argon2id
	Factor    string // seed of the second factor, sealed; "" where its key was lost
	Counter   int64  // time step of the last code used
	Disabled  bool
	CreatedAt string
}

// RecoveryCode stands in for a code, once.
type RecoveryCode struct {
	Person string
	Hash   string
}

// Membership is a role of a person in an organisation ("" is the site).
type Membership struct {
	Organisation string
	Person       string
	Role         Role
	GrantedBy    string
	GrantedAt    string
	ConfirmedBy  string // the second person, for administrators
}

// Holds reports whether the role has taken effect.
func (m Membership) Holds() bool { return !m.Role.Administers() || m.ConfirmedBy != "" }

// DeskVisit is when a person signed in last, and when the time before.
type DeskVisit struct {
	Person   string
	BegunAt  string
	BeforeAt string // "" at the first time
}

// Submission is a form that was acted upon.
type Submission struct {
	Person string
	Once   string // the number of the form, as it was shown
	At     string
}

// Entry is a line of the security log.
type Entry struct {
	Seq          int64
	At           string
	Kind         string
	Person       string // who did it; "" where nobody signed in did
	Organisation string
	Address      string // where the request came from
	Subject      string
}
