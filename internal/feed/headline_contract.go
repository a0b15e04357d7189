package feed

import "daylight/internal/procurement"

func signedHeadline(f figures) string {
	return f.name() + ": contract" + with(" of ", f.text("buyer")) + with(" with ", f.names("suppliers")) +
		f.worth() + with(", until ", f.date("end"))
}

func extendedHeadline(f figures) string {
	switch f.text("instrument") {
	case procurement.ByOverrun:
		return f.name() + " ran past its planned length" + with(" of ", f.text("planned")) + with(", to ", f.text("actual"))
	case procurement.BySuccessor:
		return f.name() + " continued by a further contract" + with(", ", f.text("successorTitle")) +
			with(", with ", f.names("suppliers")) + f.longer(", to ", ", for ") + with(", ", f.money("valueAdded"))
	}
	option := ""
	if f.text("agreedInAdvance") == procurement.Yes {
		option = ", an option agreed in advance"
	}
	return f.name() + " extended" + f.longer(" to ", " by ") + option + f.repriced()
}

func shortenedHeadline(f figures) string {
	return f.name() + " shortened" + with(" from ", f.date("previousEnd")) + with(" to ", f.date("end"))
}

func terminatedHeadline(f figures) string {
	return f.name() + with(" with ", f.names("suppliers")) + " " + word(f.text("status"))
}

func amendedHeadline(f figures) string {
	return f.name() + " amended" + f.repriced()
}

func valueHeadline(f figures) string {
	if f.money("valueBefore") == "" {
		return "Value of " + f.name() + " stated as " + f.money("valueAfter")
	}
	changed := " changed from "
	if f.text("by") == procurement.ByCorrection {
		changed = " changed in publication from " // and not by a change of the contract
	}
	return "Value of " + f.name() + changed + f.money("valueBefore") + " to " + f.money("valueAfter")
}
