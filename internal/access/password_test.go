package access

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestPasswords(t *testing.T) {
	words := []string{"Ada Lovelace", "ada.lovelace@audit.example", "Audit Office"}
	for password, good := range map[string]bool{
		"seven purple otters argue quietly": true,
		"Grünes Licht für sieben Eulen":     true,
		"correct horse batt":                true,
		"fourteen chars":                    false, // too short
		strings.Repeat("otter lamp ", 12):   false, // too long
		"passwordpassword":                  false,
		"123456789012345":                   false,
		"qwertyuiopasdfgh":                  false,
		"aaaaaaaaaaaaaaaaaaaa":              false,
		"adalovelaceaudit":                  false,
		"lovelacelovelace1":                 false,
		"audit.example2026":                 false,
		"daylightdaylight":                  false,
		"seven purple otters argue\xff":     false,
	} {
		if got := CheckPassword(password, words...); (got == "") != good {
			t.Errorf("%q: %q", password, got)
		}
	}
}

// Whether or not there is an account, a hash is computed.
func TestAnUnknownPersonCostsTheSame(t *testing.T) {
	h := newHasher()
	if same, err := h.matches(context.Background(), "nobody has this password", ""); same || err != nil {
		t.Errorf("the stand-in lets somebody in: %v, %v", same, err)
	}
	hash, err := h.hash(context.Background(), "x")
	if err != nil || parameters(hash) != parameters(h.dummy) {
		t.Errorf("the stand-in %s is made otherwise than %s", h.dummy, hash)
	}
}

func parameters(hash string) string { return strings.Join(strings.Split(hash, "$")[:4], "$") }

// A flood of attempts waits in a short queue; the rest is told to come back.
func TestHashesWaitTheirTurn(t *testing.T) {
	h := newHasher()
	release := make(chan bool)
	results := make(chan error, 100)
	for range 100 {
		go func() { results <- h.turn(context.Background(), func() error { <-release; return nil }) }()
	}
	for range 100 - hashesAtOnce - hashesWaiting {
		if err := <-results; !errors.Is(err, ErrBusy) {
			t.Errorf("one beyond the queue: %v", err)
		}
	}
	close(release)
	for range hashesAtOnce + hashesWaiting {
		if err := <-results; err != nil {
			t.Errorf("one in the queue: %v", err)
		}
	}
}

// The vectors of RFC 6238, appendix B (SHA-1), in six digits.
func TestCodesAreThoseOfTheStandard(t *testing.T) {
	seed := letters.EncodeToString([]byte("12345678901234567890"))
	for at, want := range map[int64]string{59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"} {
		if got, err := Code(seed, time.Unix(at, 0)); got != want || err != nil {
			t.Errorf("at %d: %s, %v", at, got, err)
		}
	}
}

func TestAddresses(t *testing.T) {
	for text, want := range map[string]string{
		" Ada@Example.ORG ": "ada@example.org", "ada": "", "": "", "Ada <ada@example.org>": "", "a@b.org, c@d.org": "",
		"a@b.org\r\nBcc: c@d.org": "", "a\x00@b.org": "", strings.Repeat("a", 250) + "@b.org": "",
	} {
		if got := Address(text); got != want {
			t.Errorf("%q becomes %q", text, got)
		}
	}
}

func TestSeedsFitAnAuthenticator(t *testing.T) {
	s := &Service{rand: bytes.NewReader(make([]byte, 100)), issuer: "Daylight"}
	seed := s.NewSeed()
	if !ValidSeed(seed) || ValidSeed(seed+"A") || ValidSeed("") {
		t.Errorf("%q", seed)
	}
	if got := s.FactorAddress("a&b@example.org", seed); got != "otpauth://totp/Daylight:a&b@example.org?issuer=Daylight&secret="+seed {
		t.Error(got)
	}
}
