package rules

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"daylight/internal/procurement"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"
)

func TestEveryRuleHasItsFilesAndDocument(t *testing.T) {
	sections := []string{"Method", "Worked example", "Why it matters", "Legal basis", "Exclusions", "What it cannot see", "Source"}
	for _, r := range All() {
		t.Run(r.ID, func(t *testing.T) {
			name := strings.ReplaceAll(r.ID, "-", "_")
			for _, suffix := range []string{".go", "_test.go", ".md"} {
				if _, err := os.Stat(name + suffix); err != nil {
					t.Error(err)
				}
			}
			if n := len(strings.Fields(r.Title)); n < 1 || n > 5 {
				t.Errorf("title %q has %d words, want one to five", r.Title, n)
			}
			if !strings.HasSuffix(r.Condition, ".") || strings.HasPrefix(r.Doc.Condition, "#") {
				t.Errorf("condition %q is not one line", r.Doc.Condition)
			}
			var found []string
			for _, m := range regexp.MustCompile(`(?m)^## (.+)$`).FindAllStringSubmatch(r.Doc.Body, -1) {
				found = append(found, m[1])
			}
			if diff := cmp.Diff(sections, found); diff != "" {
				t.Error("sections:\n", diff)
			}
			if !strings.Contains(strings.Join(strings.Fields(r.Doc.Body), " "), Caveat) {
				t.Errorf("the document does not say %q", Caveat)
			}
			r.wellFormed(t)
			tests, _ := os.ReadFile(name + "_test.go")
			if !strings.Contains(string(tests), "runTable(t, \""+r.ID+"\"") {
				t.Error("no table of cases in its test covers the four states: call runTable")
			}
			if same, ok := Find(r.ID); !ok || same.ID != r.ID {
				t.Error("Find does not find it")
			}
		})
	}
	if documents, _ := filepath.Glob("*.md"); len(documents) != len(All()) {
		t.Errorf("%d documents for %d rules", len(documents), len(All()))
	}
}

// wellFormed reports what is wrong with a rule's own lines.
func (r Rule) wellFormed(t *testing.T) {
	switch r.Subject {
	case OfProcess, OfContract:
		if r.Check == nil || r.Survey != nil && r.Survey.Result != nil {
			t.Error("a rule about processes or contracts has a Check, and no Result of its survey")
		}
	case OfOrganisation:
		if r.Check != nil || r.Survey == nil || r.Survey.Result == nil {
			t.Error("a rule about organisations has a survey with a Result, and no Check")
		}
	default:
		t.Errorf("subject %q", r.Subject)
	}
	if r.Survey != nil && (r.Survey.Collect == nil || r.Survey.Figures == nil) {
		t.Error("a survey has Collect and Figures")
	}
	if len(r.Needs) == 0 {
		t.Error("no field is named in Needs")
	}
	for _, section := range []string{"Legal basis", "Source"} {
		if len(strings.Fields(r.section(section))) < 5 {
			t.Errorf("section %q says nothing", section)
		}
	}
	if basis := r.section("Legal basis") + r.section("Source"); !published.MatchString(basis) {
		t.Errorf("neither law nor publication is named in %q", basis)
	}
	if word := leftOver.FindString(r.Title + r.Condition + r.Body); word != "" {
		t.Errorf("left over from the template: %q", word)
	}
}

// published is how a law, a judgment or a publication is named: an act, a
// directive, a code of the guide, or a year in brackets.
var published = regexp.MustCompile(`\b(R0\d\d|Act \d{4}|Regulations \d{4}|Directive \d{4}/\d+|C-\d+/\d+)\b|\(\d{4}\)|https://`)

// leftOver are words of the template, and of anybody who meant to come back.
var leftOver = regexp.MustCompile(`(?i)\b(todo|tbd|fixme|xxx|lorem|placeholder)\b|\{\{|<[A-Z ]+>`)

func (d Doc) section(name string) string {
	_, text, _ := strings.Cut(d.Body, "\n## "+name+"\n")
	text, _, _ = strings.Cut(text, "\n## ")
	return text
}

// example is what a fenced "json example" block of a document holds.
type example struct {
	Process    *procurement.Process
	States     []*procurement.Process // the ones before
	Chains     []procurement.Chain
	Neighbours []*procurement.Process
	Day        procurement.Date
	Survey     SurveyFigures // that a run stored, by key; of an organisation, under "buyer"
	Expect     []struct {
		Contract string
		State    procurement.FlagState
		Summary  string
		Figures  map[string]any
	}
}

func TestWorkedExamples(t *testing.T) {
	fenced := regexp.MustCompile("(?s)```json example\n(.*?)```")
	for _, r := range All() {
		t.Run(r.ID, func(t *testing.T) {
			block := fenced.FindStringSubmatch(r.Doc.Body)
			if block == nil {
				t.Fatal("no worked example")
			}
			var ex example
			if err := json.Unmarshal([]byte(block[1]), &ex, json.MatchCaseInsensitiveNames(true), json.RejectUnknownMembers(true)); err != nil {
				t.Fatal(err)
			}
			flags := r.answers(Dossier{Process: ex.Process, States: append(ex.States, ex.Process), Chains: ex.Chains,
				Neighbours: ex.Neighbours, Day: ex.Day}, ex.Survey)
			if len(flags) != len(ex.Expect) {
				t.Fatalf("%d results, want %d", len(flags), len(ex.Expect))
			}
			for i, want := range ex.Expect {
				got := flags[i]
				if got.Contract != want.Contract || got.State != want.State || got.Evidence.Summary != want.Summary {
					t.Errorf("got %q %s: %s\nwant %q %s: %s", got.Contract, got.State, got.Evidence.Summary, want.Contract, want.State, want.Summary)
				}
				if !strings.Contains(r.Doc.Body, "\n> "+want.Summary+"\n") {
					t.Errorf("the prose does not quote %q", want.Summary)
				}
				figures := asJSON(t, got.Evidence.Figures)
				for name, value := range want.Figures {
					if diff := cmp.Diff(value, figures[name]); diff != "" {
						t.Errorf("%s:\n%s", name, diff)
					}
				}
			}
		})
	}
}

// asJSON is the figures as a reader of stored evidence gets them.
func asJSON(t interface{ Fatal(...any) }, figures map[string]any) map[string]any {
	data, err := json.Marshal(figures)
	if err != nil {
		t.Fatal(err)
	}
	var back map[string]any
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	return back
}

// accusing words have no place in what a computed flag says. "Red flags" is the
// name of a guide.
var accusing = regexp.MustCompile(`(?i)suspic|suspect|corrupt|illegal|unlawful|collu|cartel|scandal|dodgy|fraud|crony|sleaze|brib|rigg|abus|guilt|dubious|blatant|shady|misconduct|scam|cheat|conspir|murky|alarming|red-handed|evad|evasion|dishonest|secret`)

func TestWordingIsNeutral(t *testing.T) {
	files, _ := filepath.Glob("*.go")
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if text, ok := n.(*ast.BasicLit); ok && text.Kind == token.STRING {
				if word := accusing.FindString(text.Value); word != "" {
					t.Errorf("%s: %q in %s", file, word, text.Value)
				}
			}
			return true
		})
	}
	for _, r := range All() {
		if word := accusing.FindString(r.Title + r.Doc.Condition + r.Doc.Body); word != "" {
			t.Errorf("%s: %q in the document", r.ID, word)
		}
	}
}

// snakeCase is the form of every name of a figure.
func snakeCase(name string) bool {
	return name != "" && strings.IndexFunc(name, func(r rune) bool { return r != '_' && !unicode.IsLower(r) && !unicode.IsDigit(r) }) < 0
}
