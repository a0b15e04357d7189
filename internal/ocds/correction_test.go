package ocds

import "testing"

// What a correction takes out is read no more once nothing is said of it; what
// it merely names, and what is said anew, is there.
func TestWhatWasTakenOutIsNotRead(t *testing.T) {
	const taken = `"corrections":[{"id":"k","about":"awards/1","reason":"r","takesOut":["awards/1","awards/2/suppliers/x","contracts/1/amendments/e~1","statements/s"]}]`
	p := process(t, `{"ocid":"o",`+taken+`,"parties":[{"id":"x","name":"X"},{"id":"y","name":"Y"}],
		"awards":[{"id":"1","value":{},"items":[{"id":"i","unit":{}}]},{"id":"2","suppliers":[{"id":"x"},{"id":"y"}]}],
		"contracts":[{"id":"1","awardID":"2","amendments":[{"id":"e/"},{"id":"f"}]}],"statements":[{"id":"s"}]}`)
	if len(p.Awards) != 1 || len(p.Awards[0].Suppliers) != 1 || p.Awards[0].Suppliers[0].Name != "Y" || len(p.Contracts[0].Amendments) != 1 || len(p.Statements) != 0 {
		t.Errorf("%+v %+v %+v", p.Awards, p.Contracts, p.Statements)
	}
	if c := p.Corrected; len(c) != 1 || c[0].About != "awards/1" || c[0].Reason != "r" || len(c[0].TakesOut) != 4 {
		t.Errorf("%+v", c)
	}
	again := process(t, `{"ocid":"o",`+taken+`,"awards":[{"id":"1","title":"Made after all"}],"contracts":[{"id":"1","awardID":"1"}]}`)
	if len(again.Awards) != 1 || len(again.Contracts) != 1 {
		t.Errorf("%+v", again)
	}
	without := process(t, `{"ocid":"o","awards":[{"id":"1"}]}`)
	if len(without.Awards) != 1 {
		t.Error("an award of which nothing but its id is published is not shown")
	}
}
