package access

import "testing"

func TestCan(t *testing.T) {
	for _, x := range []struct {
		who  Kind
		what Action
		want bool
	}{
		{Public, ReadRecord, true},
		{Public, FileRelease, false},
		{Public, RecordDay, false},
		{Operator, FileRelease, true},
		{Operator, "something new", false},
		{"nobody we know", ReadRecord, false},
		{"", FileRelease, false},
	} {
		if got := Can(Actor{Kind: x.who}, x.what); got != x.want {
			t.Errorf("Can(%q, %q) = %v", x.who, x.what, got)
		}
	}
}
