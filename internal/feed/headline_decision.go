package feed

import "strings"

func decisionHeadline(f figures) string {
	body := f.body()
	switch f.text("type") {
	case "refused":
		return f.concerned() + f.worth() + ", refused, " + body + " decides"
	case "approved":
		return f.grant() + " approved, " + body + " decides"
	case "approvedWithConditions":
		return f.grant() + " allowed on conditions, " + body + " decides"
	case "exceptionGranted":
		return "Exception granted for " + f.grant() + ", " + body + " decides"
	case "breachFound":
		return body + " finds a breach in " + f.concerned() + with(": ", f.text("title"))
	case "recommendation":
		return body + " recommends on " + f.concerned() + with(": ", f.text("title"))
	case "judgment":
		return body + " gives judgment on " + f.concerned() + with(": ", f.text("title"))
	case "noAction":
		return body + " takes no action on " + f.concerned() + with(": ", f.text("title"))
	}
	return body + " decides on " + f.concerned() + with(": ", f.text("title"))
}

// grant is what was allowed: "Up to 12 more months of the Staff-data pilot".
func (f figures) grant() string {
	length := f.duration("grantedUpTo")
	if length == "" {
		return f.concerned() + with(", ", f.money("grantedValue"))
	}
	if f.is("running") {
		if number, unit, ok := strings.Cut(length, " "); ok && !strings.Contains(unit, " ") {
			length = number + " more " + unit
		} else {
			length += " more"
		}
	}
	return "Up to " + length + " of " + the(f.concerned()) + with(", ", f.money("grantedValue"))
}

func decisionChangedHeadline(f figures) string {
	what := "decision on " + f.concerned() + with(", ", f.text("title"))
	switch {
	case f.text("status") != f.text("statusBefore"):
		return f.body() + ": " + what + ", is now " + word(f.text("status"))
	case f.is("nowFiledByTheBody"):
		return f.body() + " files its own " + what
	}
	return f.body() + ": " + what + ", is now recorded as " + word(f.text("type"))
}

// demand is what an overseer may ask with a decision of one type: only one that
// allows something sets a condition on it.
type demand struct{ noun, set string }

// demand is that of the event's decision; set goes between the body and what
// the decision is about.
func (f figures) demand() demand {
	switch f.text("type") {
	case "approved", "approvedWithConditions", "exceptionGranted":
		return demand{"condition", " sets a condition on "}
	case "recommendation":
		return demand{"recommendation", " asks, in a recommendation on "}
	case "judgment":
		return demand{"order", " orders, in its judgment on "}
	case "refused":
		return demand{"requirement", " sets a requirement in refusing "}
	case "breachFound":
		return demand{"requirement", " sets a requirement on finding a breach in "}
	}
	return demand{"requirement", " sets a requirement for "}
}

func conditionSetHeadline(f figures) string {
	return f.body() + f.demand().set + f.concerned() + with(": ", f.condition()) + with(", due ", f.date("due"))
}

func conditionOverdueHeadline(f figures) string {
	return "Due date passed, no outcome recorded, for " + f.concerned() + with(": ", f.condition()) + with(", due ", f.date("due"))
}

func conditionChangedHeadline(f figures) string {
	on, words := capital(f.demand().noun)+" on "+f.concerned(), with(": ", f.condition())
	if now := f.text("conditionStatus"); now != f.text("statusBefore") {
		return on + " now recorded as " + word(now) + words
	}
	if due := f.date("due"); due != "" {
		return on + " now due " + due + with(", before ", f.date("dueBefore")) + words
	}
	return on + " has no due date any more" + words
}

func challengeHeadline(f figures) string {
	by, over := with(" by ", f.text("claimant")), " over "+f.name()
	about := by + with(" against ", f.text("respondent")) + over
	kind := word(f.text("type"))
	if kind == "" {
		kind = "challenge"
	}
	switch stage := f.text("stage"); stage {
	case "threatened":
		return capital(kind) + " threatened" + about
	case "letterSent":
		return "Letter before " + kind + " sent" + by + with(" to ", f.text("respondent")) + over
	default:
		return capital(kind) + about + with(", ", word(stage))
	}
}
