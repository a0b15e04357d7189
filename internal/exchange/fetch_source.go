package exchange

import (
	"fmt"
	"net/url"
	"time"

	"daylight/internal/ocds"
)

// A Source is a publisher's OCDS API.
type Source struct {
	Name     string        // what it is called, or its address
	Address  string        // of the first page, without a window
	From, To string        // the names of the parameters that give the window
	Stages   bool          // whether it takes stages
	Windowed bool          // whether it must be told since when
	Busy     time.Duration // how long to wait where it answers 403; 0 where that is a refusal
	Pace     time.Duration // the least time between two requests
	builtIn  bool
}

// sources are the publishers whose APIs and habits are known. Both take times
// in UK local time, without a zone. Find a Tender lets through twelve requests
// in two minutes. Contracts Finder answers 403 to who asks too often, for five
// minutes.
var sources = []Source{
	{Name: "find-a-tender", Address: "https://www.find-tender.service.gov.uk/api/1.0/ocdsReleasePackages?limit=100",
		From: "updatedFrom", To: "updatedTo", Stages: true, Windowed: true, Pace: 10 * time.Second, builtIn: true},
	{Name: "contracts-finder", Address: "https://www.contractsfinder.service.gov.uk/Published/Notices/OCDS/Search?limit=100",
		From: "publishedFrom", To: "publishedTo", Stages: true, Windowed: true, Busy: 5 * time.Minute, Pace: time.Second, builtIn: true},
}

// SourceOf is the source of a name, or of the address of any OCDS API; that one
// is told of a window as Find a Tender is.
func SourceOf(name string) (Source, error) {
	for _, s := range sources {
		if s.Name == name {
			return s, nil
		}
	}
	u, err := url.Parse(name)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return Source{}, fmt.Errorf("%q is no source: write find-a-tender, contracts-finder or the address of an OCDS API", name)
	}
	u.Fragment = ""
	return Source{Name: u.String(), Address: u.String(), From: "updatedFrom", To: "updatedTo", Stages: true, Pace: time.Second}, nil
}

// host is the source's own, as the list of hosts has it.
func (s Source) host() string {
	u, err := url.Parse(s.Address)
	if err != nil {
		return ""
	}
	return u.Host
}

// A stream is what one chain of pages of a source gives. Cursors keep only one
// stage, so each stage is a stream of its own.
type stream struct {
	Source
	stage string
}

func (s Source) streams(stages []string) []stream {
	if len(stages) == 0 {
		return []stream{{s, ""}}
	}
	list := make([]stream, len(stages))
	for i, stage := range stages {
		list[i] = stream{s, stage}
	}
	return list
}

// key names the stream in the record of what was fetched.
func (s stream) key() string {
	if s.stage == "" {
		return s.Name
	}
	return s.Name + " " + s.stage
}

// first is the address of the window's first page.
func (s stream) first(since, until string) (string, error) {
	u, err := url.Parse(s.Address)
	if err != nil {
		return "", err
	}
	q := u.Query()
	for _, p := range []struct{ name, value string }{{s.From, since}, {s.To, until}, {"stages", s.stage}} {
		if p.value != "" {
			q.Set(p.name, p.value)
		}
	}
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// next is the address of the page after one, checked by no one yet.
func next(page, link string) (string, error) {
	base, err := url.Parse(page)
	if err != nil {
		return "", err
	}
	u, err := base.Parse(link)
	if err != nil {
		return "", ocds.Refuse(ocds.BadLink, "links.next is no address: %q", link)
	}
	u.Fragment = ""
	return u.String(), nil
}
