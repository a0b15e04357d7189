package web

import (
	"net/url"
	"slices"
	"strings"

	"daylight/internal/procurement"
)

// statementView is what somebody said. Kind, in words, says whether it is a
// claim or a reply; it is never a finding.
type statementView struct {
	procurement.Statement
	Class   string // of its block: claim or reply
	Cited   cited
	Answers []statementView // what was said in reply
	Reply   string          // address of the form to answer it; "" of a reply
}

// Who names the speaker, office and organisation as far as stated.
func (s statementView) Who() string {
	who := phrase(s.Speaker, s.Office, s.Organisation)
	return orNotStated(who != "", func() string { return who })
}

// spoken are the statements about a process, each shown once: beside what it
// answers, else by itself.
type spoken struct {
	list  []procurement.Statement
	shown map[string]bool
	cite  citer
	reply func(id string) string
}

func (v processView) statements() *spoken {
	return &spoken{list: v.Process.Statements, shown: map[string]bool{}, cite: v.citer, reply: v.replyTo}
}

// replyTo is the address of the form to answer something, or to say what is
// wrong with it.
func (v processView) replyTo(id string) string {
	return "/corrections/new?" + url.Values{"ocid": {v.Process.OCID}, "about": {id}}.Encode()
}

// answering are the statements that answer an item or a rule.
func (s *spoken) answering(id string) []statementView {
	var list []statementView
	for _, x := range s.list {
		if id != "" && x.Answers == id && !s.shown[x.ID] {
			list = append(list, s.show(x))
		}
	}
	return list
}

func (s *spoken) show(x procurement.Statement) statementView {
	s.shown[x.ID] = true
	class := "claim"
	if x.Kind == "reply" {
		class = "reply"
	}
	reply := ""
	if class == "claim" {
		reply = s.reply(x.ID)
	}
	return statementView{Statement: x, Reply: reply, Class: class, Cited: s.cite.cited(x.Sources), Answers: s.answering(x.ID)}
}

// rest are those that answer nothing shown, the latest first.
func (s *spoken) rest() []statementView {
	ids := map[string]bool{}
	for _, x := range s.list {
		ids[x.ID] = true
	}
	var list []statementView
	for _, x := range s.list {
		if !s.shown[x.ID] && !ids[x.Answers] {
			list = append(list, s.show(x))
		}
	}
	for _, x := range s.list { // statements that answer each other in a circle
		if !s.shown[x.ID] {
			list = append(list, s.show(x))
		}
	}
	slices.SortStableFunc(list, func(a, b statementView) int { return strings.Compare(b.Date.First(), a.Date.First()) })
	return list
}
