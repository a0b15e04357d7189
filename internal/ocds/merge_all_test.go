package ocds

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func compileAll(t *testing.T, c *Compilation, inputs ...string) []string {
	t.Helper()
	for _, text := range inputs {
		for item, err := range Read(strings.NewReader(text)) {
			if err != nil {
				t.Fatal(err)
			}
			if err := c.Add(item); err != nil {
				t.Fatal(err)
			}
		}
	}
	out := []string{}
	for line := range c.Lines() {
		out = append(out, string(line))
	}
	return out
}

func TestCompilation(t *testing.T) {
	const (
		suppliers1 = `{"ocid":"a","id":"1","date":"2024-01-01","awards":[{"id":"A","suppliers":[{"id":"S"}]}]}`
		suppliers2 = `{"ocid":"a","id":"2","date":"2024-01-02","awards":[{"id":"A","suppliers":[{"id":"T"}]}]}`
		head       = `"date":"2024-01-02","id":"a-2024-01-02","ocid":"a","tag":["compiled"]}`
		both       = `{"awards":[{"id":"A","suppliers":[{"id":"S"},{"id":"T"}]}],` + head
		last       = `{"awards":[{"id":"A","suppliers":[{"id":"T"}]}],` + head
	)
	pkg := func(version, release string) string {
		return `{"releases":[` + release + `],"version":"` + version + `"}`
	}
	cases := []struct {
		name   string
		c      Compilation
		inputs []string
		want   []string
	}{
		{"loose releases merge by 1.1", Compilation{}, []string{suppliers2, suppliers1}, []string{both}},
		{"packages of 1.0 merge by 1.0", Compilation{}, []string{pkg("1.0", suppliers1), pkg("1.0", suppliers2)}, []string{last}},
		{"mixed packages merge by 1.1", Compilation{}, []string{pkg("1.0", suppliers1), pkg("1.1", suppliers2)}, []string{both}},
		{"unless told otherwise", Compilation{Strategies: Strategies10}, []string{suppliers1, suppliers2}, []string{last}},
		{"the same statement twice counts once", Compilation{},
			[]string{`{"ocid":"a","id":"1","date":"2024-01-02","x":[{"y":1}]}`, `{"x":[{"y":1.0}],"date":"2024-01-02","id":"1","ocid":"a"}`},
			[]string{`{"date":"2024-01-02","id":"a-2024-01-02","ocid":"a","tag":["compiled"],"x":[{"y":1}]}`}},
		{"in order of first appearance", Compilation{}, []string{`{"ocid":"b","date":"2024"} {"ocid":"a","date":"2023"} {"ocid":"b","date":"2022"}`},
			[]string{`{"date":"2024","id":"b-2024","ocid":"b","tag":["compiled"]}`, `{"date":"2023","id":"a-2023","ocid":"a","tag":["compiled"]}`}},
		{"a compiledRelease alone stays as it is", Compilation{}, []string{`{"ocid":"a","compiledRelease":{"ocid":"a","id":"i","x":null}}`},
			[]string{`{"id":"i","ocid":"a","x":null}`}},
		{"a release tagged compiled merges", Compilation{}, []string{`{"ocid":"a","id":"i","date":"2024","tag":["compiled"],"x":null}`},
			[]string{`{"date":"2024","id":"a-2024","ocid":"a","tag":["compiled"]}`}},
		{"versioned", Compilation{Versioned: true}, []string{`{"ocid":"a","id":"i","date":"2024","tag":["award"],"x":1}`},
			[]string{`{"ocid":"a","x":[{"releaseDate":"2024","releaseID":"i","releaseTag":["award"],"value":1}]}`}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := compileAll(t, &c.c, c.inputs...); !slices.Equal(got, c.want) {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestCompilationRefusesNoOCID(t *testing.T) {
	var c Compilation
	for item := range Read(strings.NewReader(`[{"id":"1"},{"ocid":1},{"ocid":""},{"tender":{"ocid":"a"}}]`)) {
		if err := c.Add(item); err == nil {
			t.Errorf("%s: taken", item.Body)
		}
	}
}

func TestLinesCanBeLeft(t *testing.T) {
	var c Compilation
	compileAll(t, &c, strings.Repeat(`{"ocid":"a"}`, 3)+`{"ocid":"b"}`)
	for range c.Lines() {
		break
	}
}

// Every real file reads without an error and compiles.
func TestReadRealFiles(t *testing.T) {
	files := slices.Concat(
		sharedGlob(t, "uk", "*.jsonl"), sharedGlob(t, "uk", "fts", "*.json"), sharedGlob(t, "world", "*[a-z].jsonl"),
		sharedGlob(t, "suites", "ocdskit", "re*.json"), sharedGlob(t, "ocds-schema", "fictional-example", "*", "*.json"))
	for _, name := range files {
		text := sharedFile(t, strings.TrimPrefix(name, sharedPath()+string(filepath.Separator)))
		n := 0
		for item, err := range Read(bytes.NewReader(text)) {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			} else if n++; !bytes.Equal(item.Body, text[item.Offset:][:len(item.Body)]) {
				t.Errorf("%s: not the bytes received", name)
			}
		}
		if n == 0 {
			t.Errorf("%s: no release", name)
		}
	}
}
