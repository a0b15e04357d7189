package access

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// member is somebody with a role at home, where the buyer "Met" is overseen
// until the end of 2026; signed in with a fresh code.
func member(roles ...Role) Actor {
	a := Actor{Kind: Signed, Person: "me", Fresh: true,
		Mandates: []Mandate{{Organisation: "home", Buyers: "Other Met", FromDay: "2024-01-01", ToDay: "2026-12-31", ApprovedBy: "x"}}}
	for _, r := range roles {
		at := "home"
		if r == SiteAdmin {
			at = ""
		}
		a.Roles = append(a.Roles, Membership{Organisation: at, Person: "me", Role: r})
	}
	return a
}

// situations are what an actor may meet; the words head the columns of the
// golden table.
var situations = []struct {
	name   string
	object Object
	change func(*Actor)
}{
	{"colleague's", Object{Organisation: "home", SaidBy: "home", Author: "her", Buyers: []string{"Met"}, Day: "2026-06-24"}, nil},
	{"own", Object{Organisation: "home", SaidBy: "home", Author: "me", Buyers: []string{"Met"}, Day: "2026-06-24"}, nil},
	{"elsewhere", Object{Organisation: "away", SaidBy: "away", Author: "her", Buyers: []string{"Met"}, Day: "2026-06-24"}, nil},
	{"other key", Object{Organisation: "home", SaidBy: "home", Author: "her", Buyers: []string{"Force", "Met"}, Day: "2026-06-24"}, nil},
	{"no buyer", Object{Organisation: "home", SaidBy: "home", Author: "her", Day: "2026-06-24"}, nil},
	{"other buyer", Object{Organisation: "home", SaidBy: "home", Author: "her", Buyers: []string{"City"}, Day: "2026-06-24"}, nil},
	{"mandate over", Object{Organisation: "home", SaidBy: "home", Author: "her", Buyers: []string{"Met"}, Day: "2027-01-01"}, nil},
	{"old code", Object{Organisation: "home", SaidBy: "home", Author: "her", Buyers: []string{"Met"}, Day: "2026-06-24"}, func(a *Actor) { a.Fresh = false }},
	{"by token", Object{Organisation: "home", SaidBy: "home", Author: "her", Buyers: []string{"Met"}, Day: "2026-06-24"}, func(a *Actor) {
		a.Token, a.Scopes = true, ScopeNames()
	}},
	{"narrow token", Object{Organisation: "home", SaidBy: "home", Author: "her", Buyers: []string{"Met"}, Day: "2026-06-24"}, func(a *Actor) {
		a.Token, a.Scopes = true, []string{"read"}
	}},
	{"nobody said", Object{Organisation: "home", Author: "her", Buyers: []string{"Met"}, Day: "2026-06-24"}, nil},
	{"others did", Object{Organisation: "home", SaidBy: "away", Author: "her", Buyers: []string{"Met"}, Day: "2026-06-24"}, nil},
	{"at all", Object{Any: true}, nil},
}

var inWords = map[error]string{nil: "yes", Denied: "-", Hidden: "hidden", NotByToken: "in person", AdminWrite: "admin", NoMandate: "mandate", NotOwn: "not own",
	OwnWork: "second", StepUp: "code"}

// table is all answers of a policy, a line for each actor that may do or nearly
// do something.
func table(p Policy) string {
	actions, seen := []Action{}, map[Action]bool{}
	for _, g := range policy {
		if !seen[g.Action] {
			seen[g.Action] = true
			actions = append(actions, g.Action)
		}
	}
	actors := []struct {
		name string
		Actor
	}{{"public", Actor{Kind: Public}}, {"operator", Actor{Kind: Operator}}, {"no role", member()}}
	for _, r := range Roles {
		actors = append(actors, struct {
			name string
			Actor
		}{string(r), member(r)})
	}
	actors = append(actors, struct {
		name string
		Actor
	}{"all roles", member(Roles...)})
	var b strings.Builder
	line := func(action, actor string, cells []string) {
		fmt.Fprintf(&b, "%-42s %-27s %s\n", action, actor, strings.TrimRight(strings.Join(cells, " "), " "))
	}
	var heads []string
	for _, s := range situations {
		heads = append(heads, fmt.Sprintf("%-12s", s.name))
	}
	line("", "", heads)
	for _, what := range append(actions, "something new") {
		for _, a := range actors {
			var cells []string
			any := false
			for _, s := range situations {
				who := a.Actor
				if s.change != nil {
					s.change(&who)
				}
				err := p.Can(who, what, s.object)
				any = any || err != Denied
				cells = append(cells, fmt.Sprintf("%-12s", inWords[err]))
			}
			if any {
				line(string(what), a.name, cells)
			}
		}
	}
	return b.String()
}

// The committed table is what was agreed; a change of the policy shows there.
func TestGoldenPolicy(t *testing.T) {
	const file = "testdata/policy.golden"
	got := table(policy)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Error(d)
	}
}

// Take away any one grant, or any one condition of one: the table shows it. So
// no check can be lost unnoticed.
func TestEveryCheckCounts(t *testing.T) {
	agreed := table(policy)
	for i, g := range policy {
		without := append(append(Policy{}, policy[:i]...), policy[i+1:]...)
		if table(without) == agreed {
			t.Errorf("without the grant of %q to %s nothing changes", g.Action, g.To)
		}
		for c := Own; c <= OwnWords; c <<= 1 {
			if g.If&c == 0 {
				continue
			}
			weaker := append(Policy{}, policy...)
			weaker[i].If &^= c
			if table(weaker) == agreed {
				t.Errorf("without condition %b, the grant of %q to %s changes nothing", c, g.Action, g.To)
			}
		}
	}
}

func TestWhatIsNotGrantedIsDenied(t *testing.T) {
	for _, a := range []Actor{{}, {Kind: "nobody we know"}, {Kind: Operator}, {Kind: Public}, member(), member(Roles...)} {
		if err := Can(a, "something new", Object{}); err != Denied {
			t.Errorf("%s: %v", a.Kind, err)
		}
	}
	if err := Can(Actor{Kind: "nobody we know"}, ReadRecord, Object{}); err != Denied {
		t.Error(err)
	}
}

// A site administrator writes nothing, whatever other roles they hold.
func TestASiteAdministratorWritesNothing(t *testing.T) {
	for _, what := range []Action{DraftRelease, PublishRelease, DraftDecision, PublishDecision, ImportBatch, ApproveBatch} {
		if err := Can(member(Roles...), what, situations[0].object); err != AdminWrite {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// Take any action from a scope, or give a scope one more: a token shows it. And
// no scope lets a token publish, approve or change accounts.
func TestEveryScopeCounts(t *testing.T) {
	may := func(scope string, what Action) bool {
		a := member(Contributor, Publisher, OversightOfficer)
		a.Token, a.Scopes = true, []string{scope}
		return Can(a, what, situations[0].object) == nil
	}
	for scope, list := range scopes {
		for _, what := range list {
			if !may(string(scope), what) {
				t.Errorf("the scope %s does not let a token %s", scope, what)
			}
		}
		for _, g := range policy {
			if allowed := slices.Contains(list, g.Action) || g.Action == ReadRecord; may(string(scope), g.Action) != allowed {
				t.Errorf("by the scope %s a token may %s: %v", scope, g.Action, !allowed)
			}
		}
	}
	for _, never := range []Action{PublishRelease, PublishDecision, ApproveDraft, ApproveBatch, ApproveRedaction, Invite, GrantRole, ResetAccount, ConfirmReset, ChangeAccount, MakeToken} {
		for scope := range scopes {
			if may(string(scope), never) {
				t.Errorf("by the scope %s a token may %s", scope, never)
			}
		}
	}
}
