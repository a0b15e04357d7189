package rules

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// A newcomer's rule is three files. Beside a copy of the rules, with nothing
// else edited, they build, register, explain themselves and pass every test
// that is asked of a rule.
func TestANewcomersRuleIsThreeFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the rules a second time")
	}
	house := t.TempDir()
	for _, room := range []string{"rules", "procurement", "outlier"} {
		copyFiles(t, filepath.Join("..", room), filepath.Join(house, "internal", room))
	}
	for _, file := range []string{"go.mod", "go.sum"} {
		copyFile(t, filepath.Join("..", "..", file), filepath.Join(house, file))
	}
	copyFiles(t, filepath.Join("testdata", "newcomer"), filepath.Join(house, "internal", "rules"))
	test := exec.Command("go", "test", "-run", "TestEveryRule|TestWorkedExamples|TestTitleInCapitals|TestWordingIsNeutral", "./internal/rules")
	test.Dir = house
	if out, err := test.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func copyFiles(t *testing.T, from, to string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(from, "*.*"))
	if err != nil || len(files) == 0 {
		t.Fatal(from, err)
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		copyFile(t, f, filepath.Join(to, filepath.Base(f)))
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, text, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}
