package history

import "daylight/internal/procurement"

// challenges tells of challenges made, and of those whose stage or outcome
// changed: figures "title", "type", "claimant", "respondent", "stage",
// "outcome" and "stageBefore".
func (t *teller) challenges(before, after *procurement.Process) {
	if len(after.Challenges) == 0 {
		return
	}
	was := byID(before.Challenges, func(c *procurement.Challenge) string { return c.ID })
	for i := range after.Challenges {
		c := &after.Challenges[i]
		f := figures{}.put("title", c.Title).put("type", c.Type).put("claimant", c.Claimant).
			put("respondent", c.Respondent).put("stage", c.Stage).put("outcome", c.Outcome)
		switch old := was[c.ID]; {
		case old == nil:
			t.tell(procurement.ChallengeMade, c.ID, c.Date, f)
		case t.fixed.touch("challenges", c.ID):
		case old.Stage != c.Stage || old.Outcome != c.Outcome:
			var date procurement.Date
			if old.Date != c.Date {
				date = c.Date
			}
			t.tell(procurement.ChallengeChanged, c.ID, date, f.put("stageBefore", old.Stage))
		}
	}
}

// statements tells of what somebody said: figures "statementKind", "speaker",
// "office", "organisation", "text" and "answers".
func (t *teller) statements(before, after *procurement.Process) {
	if len(after.Statements) == 0 {
		return
	}
	was := byID(before.Statements, func(s *procurement.Statement) string { return s.ID })
	for i := range after.Statements {
		s := &after.Statements[i]
		if was[s.ID] == nil {
			t.tell(procurement.StatementMade, s.ID, s.Date, figures{}.put("statementKind", s.Kind).put("speaker", s.Speaker).
				put("office", s.Office).put("organisation", s.Organisation).put("text", s.Text).put("answers", s.Answers))
		}
	}
}

// disputes tells of facts on which sources were found to differ: figures
// "about" and "versions" (how many).
func (t *teller) disputes(before, after *procurement.Process) {
	if len(after.Disputes) == 0 {
		return
	}
	was := byID(before.Disputes, func(d *procurement.Dispute) string { return d.ID })
	for i := range after.Disputes {
		d := &after.Disputes[i]
		if was[d.ID] == nil {
			t.tell(procurement.DisputeRecorded, d.ID, "", figures{}.put("about", d.About).put("versions", len(d.Values)))
		}
	}
}
