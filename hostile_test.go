package daylight_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// rows are what has gone wrong elsewhere with accounts and forms, and must not
// here: each is named in the comment of a test.
var rows = map[string]string{
	"T06": "a form sent from another site", "T10": "a session planted before sign-in", "T11": "an account taken over by an invitation",
	"T12": "an invitation that is past, used or withdrawn", "T13": "every route, role and organisation", "T14": "one organisation in another's things",
	"T15": "two hundred approvals at once", "T16": "an address that is a key", "T19": "a code used twice",
	"B28": "a field that nobody asked for", "B29": "another's object by its id", "B30": "a page in a frame", "B31": "a removed word in a copy",
	"B32": "an account known by the answer", "B33": "a form sent twice",
}

func TestEveryHostileRowHasATest(t *testing.T) {
	named := map[string]bool{}
	number := regexp.MustCompile(`\b[TB]\d\d\b`)
	err := filepath.WalkDir("internal", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Test") {
				for _, row := range number.FindAllString(f.Doc.Text(), -1) {
					named[row] = true
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for row, what := range rows {
		if !named[row] {
			t.Errorf("no test is named by %s, %s", row, what)
		}
	}
}
