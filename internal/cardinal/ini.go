package cardinal

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// An iniFile is a settings file as it stands: sections of keys and values. The
// one before the first header is called "".
type iniFile struct{ sections []*section }

// A section remembers which of its keys were asked for, and what was wrong
// with their values. A nil section is empty.
type section struct {
	name   string
	line   int
	keys   []*setting
	nested *section // "NAME.procurement_method_details"
}

type setting struct {
	key, value string
	line       int
	asked      bool
	wrong      string
}

// readINI reads lines of "[section]" and "key = value" or "key: value"; those
// that begin with ; or # are comments. A value may stand in quotes.
func readINI(r io.Reader) (*iniFile, error) {
	file := &iniFile{sections: []*section{{line: 1}}}
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if !utf8.ValidString(line) {
			return nil, fmt.Errorf("line %d is not in UTF-8", n)
		}
		if n == 1 {
			line = strings.TrimPrefix(line, "\ufeff")
		}
		if err := file.add(strings.TrimSpace(line), n); err != nil {
			return nil, err
		}
	}
	return file, lines.Err()
}

func (f *iniFile) add(line string, n int) error {
	switch {
	case line == "" || line[0] == ';' || line[0] == '#':
		return nil
	case line[0] == '[':
		name, found := strings.CutSuffix(line[1:], "]")
		if !found {
			return fmt.Errorf("line %d: a section is written [NAME], alone on its line", n)
		}
		name = strings.TrimSpace(name)
		if f.section(name) != nil {
			return fmt.Errorf("line %d: section [%s] stands twice", n, name)
		}
		f.sections = append(f.sections, &section{name: name, line: n})
		return nil
	}
	i := strings.IndexAny(line, "=:")
	if i <= 0 {
		return fmt.Errorf("line %d: neither a [section], nor key = value, nor a ; comment", n)
	}
	return f.sections[len(f.sections)-1].add(strings.TrimSpace(line[:i]), strings.TrimSpace(line[i+1:]), n)
}

func (s *section) add(key, value string, n int) error {
	if s.setting(key) != nil {
		return fmt.Errorf("line %d: %s stands twice", n, key)
	}
	if n := len(value); n >= 2 && value[0] == value[n-1] && (value[0] == '"' || value[0] == '\'') {
		value = value[1 : n-1]
	}
	s.keys = append(s.keys, &setting{key: key, value: value, line: n})
	return nil
}

func (f *iniFile) section(name string) *section {
	i := slices.IndexFunc(f.sections, func(s *section) bool { return s.name == name })
	if i < 0 {
		return nil
	}
	return f.sections[i]
}

func (s *section) setting(key string) *setting {
	if s == nil {
		return nil
	}
	i := slices.IndexFunc(s.keys, func(x *setting) bool { return x.key == key })
	if i < 0 {
		return nil
	}
	s.keys[i].asked = true
	return s.keys[i]
}

// problem is what is first wrong with a section once it was read.
func (s *section) problem() error {
	for _, x := range s.keys {
		where := fmt.Sprintf("line %d: %s", x.line, x.key)
		if s.name != "" {
			where += " in [" + s.name + "]"
		}
		switch {
		case !x.asked:
			return fmt.Errorf("%s is not a setting of Cardinal's", where)
		case x.wrong != "":
			return fmt.Errorf("%s is %q; it has to be %s", where, x.value, x.wrong)
		}
	}
	return nil
}
