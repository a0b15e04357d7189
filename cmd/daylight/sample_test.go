package main

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"hash/fnv"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/go-json-experiment/json/jsontext"
)

// A sample makes any number of releases from the Canadian ones: first these as
// they are, then pass after pass over them, each with other processes,
// contracts, organisations, goods, days and amounts, the same in every run. What
// belongs together in a process stays together: its days keep their order and
// its amounts their proportions. Organisations recur as they do in a country:
// few buyers, in many places, and suppliers that come back in some passes.
type sample struct {
	lines     [][]byte
	templates []template
	buyers    map[string]bool   // by name
	named     map[string]string // name of an organisation, by id
	goods     []good
}

// template is a release cut where it varies.
type template struct {
	ocid  string
	begun time.Time // date of the process's first release
	slots []slot
	tail  []byte
}

type slot struct {
	before []byte
	vary   func(*sample, template, int, string) string
	text   string
}

type good struct{ id, description string }

// openSample reads the published releases.
func openSample(tb testing.TB) *sample {
	tb.Helper()
	dir := cmp.Or(os.Getenv("DAYLIGHT_SHARED"), filepath.Join("..", "..", "..", "shared"))
	source, err := os.ReadFile(filepath.Join(dir, "data", "canada", "ocds11-releases.jsonl"))
	if err != nil {
		tb.Skipf("SKIPPED: needs the shared data, set DAYLIGHT_SHARED: %v", err)
	}
	s := &sample{lines: bytes.Split(bytes.TrimSpace(source), []byte("\n")), buyers: map[string]bool{}, named: map[string]string{}}
	begun := map[string]time.Time{}
	for _, line := range s.lines {
		t, err := s.cut(line)
		if err != nil {
			tb.Fatal(err)
		}
		if begun[t.ocid].IsZero() {
			begun[t.ocid] = t.begun
		}
		t.begun = begun[t.ocid]
		s.templates = append(s.templates, t)
	}
	return s
}

var itemNumber = regexp.MustCompile(`/\d+`)

// cut finds what varies in a release, and notes organisations and goods.
func (s *sample) cut(line []byte) (t template, err error) {
	d := jsontext.NewDecoder(bytes.NewReader(line))
	var last int64
	values := map[string]string{}
	for {
		token, err := d.ReadToken()
		if err == io.EOF {
			t.tail = line[last:]
			break
		}
		if err != nil {
			return t, err
		}
		if token.Kind() != '"' && token.Kind() != '0' {
			continue
		}
		if in, n := d.StackIndex(d.StackDepth()); in == '{' && n%2 == 1 {
			continue // a name
		}
		pointer := string(d.StackPointer())
		path, text := itemNumber.ReplaceAllString(pointer, ""), token.String()
		values[pointer] = text
		if vary := varied[path]; vary != nil {
			begin, end := d.InputOffset()-int64(len(text)), d.InputOffset()
			if token.Kind() == '"' {
				begin, end = begin-1, end-1 // without its marks
			}
			t.slots = append(t.slots, slot{line[last:begin], vary, text})
			last = end
		}
		switch path {
		case "/ocid":
			t.ocid = text
		case "/date":
			t.begun, err = time.Parse(time.RFC3339, text)
		case "/buyer/name":
			s.buyers[text] = true
		case "/parties/name":
			s.named[values[strings.TrimSuffix(pointer, "name")+"id"]] = text
		case "/awards/items/classification/description":
			s.goods = append(s.goods, good{values[strings.TrimSuffix(pointer, "description")+"id"], text})
		}
		if err != nil {
			return t, err
		}
	}
	return t, nil
}

// varied is what varies, and how.
var varied = map[string]func(*sample, template, int, string) string{
	"/ocid": process, "/tender/id": process, "/id": releaseID,
	"/date": day, "/contracts/dateSigned": day, "/contracts/period/endDate": day, "/contracts/amendments/date": day, "/awards/date": day,
	"/contracts/id": number, "/contracts/awardID": number, "/contracts/title": number, "/awards/id": number, "/awards/title": number,
	"/contracts/value/amount": amount,
	"/parties/id":             organisationID, "/buyer/id": organisationID, "/awards/suppliers/id": organisationID,
	"/parties/name": organisation, "/buyer/name": organisation, "/awards/suppliers/name": organisation, "/parties/identifier/legalName": organisation,
	"/parties/address/postalCode":              number,
	"/awards/items/description":                description,
	"/awards/items/classification/id":          classification,
	"/awards/items/classification/description": description,
}

// write writes so many releases, a line each.
func (s *sample) write(w io.Writer, n int) error {
	out := bufio.NewWriterSize(w, 1<<20)
	for i := range n {
		pass, line := i/len(s.lines), s.lines[i%len(s.lines)]
		if pass == 0 {
			out.Write(line)
		} else {
			s.release(out, s.templates[i%len(s.lines)], pass)
		}
		out.WriteByte('\n')
	}
	return out.Flush()
}

func (s *sample) release(w *bufio.Writer, t template, pass int) {
	for _, x := range t.slots {
		w.Write(x.before)
		w.WriteString(x.vary(s, t, pass, x.text))
	}
	w.Write(t.tail)
}

// mix is a number that depends on all it is given and on nothing else.
func mix(of ...any) uint64 {
	h := fnv.New64a()
	fmt.Fprint(h, of...)
	n := h.Sum64()
	n = (n ^ n>>31) * 0x9e3779b97f4a7c15
	return n ^ n>>29
}

// shifted moves each digit of a code by as much as its place
// and the pass say: other codes stay other codes.
func shifted(text string, pass int) string {
	b := []byte(text)
	digits := 0
	for i, c := range b {
		if '0' <= c && c <= '9' {
			b[i] = '0' + (c-'0'+byte(mix(pass, "digit", digits)%10))%10
			digits++
		}
	}
	return string(b)
}

func number(_ *sample, _ template, pass int, text string) string { return shifted(text, pass) }

const prefix = "ocds-213czf-ca-"

// process gives a pass processes of its own.
func process(_ *sample, _ template, pass int, text string) string {
	text, published := strings.CutPrefix(text, prefix)
	text = fmt.Sprintf("%s%03d", shifted(text, pass), pass)
	if published {
		text = prefix + text
	}
	return text
}

// releaseID is the id of one: its process, its contract and a number that counts.
func releaseID(s *sample, t template, pass int, text string) string {
	contract, count := strings.TrimPrefix(text, t.ocid), ""
	if i := strings.LastIndexByte(contract, '-'); i >= 0 {
		contract, count = contract[:i], contract[i:]
	}
	return process(s, t, pass, t.ocid) + shifted(contract, pass) + count
}

// day moves the days of a process together, and draws them together or apart.
func day(_ *sample, t template, pass int, text string) string {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return text
	}
	moved := int(mix(pass, "years")%4500) - 1500 + int(mix(pass, t.ocid)%90)
	drawn := 0.6 + float64(mix(t.ocid, pass, "term")%1000)/1000
	return t.begun.AddDate(0, 0, moved+int(math.Round(at.Sub(t.begun).Hours()/24*drawn))).Format(time.RFC3339)
}

// amount multiplies the amounts of a process by one factor, a fifth to five.
func amount(_ *sample, t template, pass int, text string) string {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return text
	}
	factor := math.Exp(float64(mix(t.ocid, pass, "amount")%3219)/1000 - 1.609)
	return strconv.FormatFloat(math.Round(n*factor), 'f', 1, 64)
}

// organisation is a buyer in one of forty places, or one of many suppliers.
func organisation(s *sample, _ template, pass int, text string) string {
	if s.buyers[text] {
		if place := pass % 40; place > 0 {
			return text + ", " + made(mix("place", place))
		}
		return text
	}
	which := mix(text, pass) % 64
	if which == 0 {
		return text
	}
	_, rest, _ := strings.Cut(text, " ")
	return strings.TrimSpace(made(mix(text, which)) + " " + rest)
}

var unnamed = regexp.MustCompile(`[^A-Za-z0-9]+`)

func organisationID(s *sample, t template, pass int, text string) string {
	name := s.named[text]
	if other := organisation(s, t, pass, name); other != name {
		return text[:len("CA-SUP-")] + strings.Trim(unnamed.ReplaceAllString(other, "-"), "-")
	}
	return text
}

var syllables = strings.Fields("bar bel cal cor dan del dor fal fen gar hal hol kel kin lan lor mar mel mor nor pal per ral ros sal sel tal ter val ven vor win")

// made is a word that nobody uses yet.
func made(n uint64) string {
	word := ""
	for range 2 + n%3 {
		n /= 7
		word += syllables[n%uint64(len(syllables))]
		n /= uint64(len(syllables))
	}
	return string(unicode.ToUpper(rune(word[0]))) + word[1:]
}

func (s *sample) other(t template, pass int) good {
	return s.goods[mix(t.ocid, pass, "goods")%uint64(len(s.goods))]
}

func description(s *sample, t template, pass int, _ string) string {
	return s.other(t, pass).description
}
func classification(s *sample, t template, pass int, _ string) string { return s.other(t, pass).id }

// file writes so many releases to a file of the test's and gives its size.
func (s *sample) file(tb testing.TB, n int) (path string, size int64) {
	tb.Helper()
	path = filepath.Join(tb.TempDir(), "releases.jsonl")
	f, err := os.Create(path)
	if err == nil {
		err = s.write(f, n)
	}
	if err == nil {
		size, err = f.Seek(0, io.SeekCurrent)
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		tb.Fatal(err)
	}
	return path, size
}
