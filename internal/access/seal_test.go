package access

import (
	"crypto/rand"
	"strings"
	"testing"
)

func TestASealedSeedOpensForItsPersonAndKeyAlone(t *testing.T) {
	key, other := FactorKey{1}, FactorKey{2}
	sealed := key.seal(rand.Reader, "ada", "SEED")
	if strings.Contains(sealed, "SEED") || sealed == key.seal(rand.Reader, "ada", "SEED") {
		t.Errorf("%q hides nothing, or is always the same", sealed)
	}
	if seed, err := key.open("ada", sealed); seed != "SEED" || err != nil {
		t.Errorf("%q %v", seed, err)
	}
	if seed, err := key.open("ada", ""); seed != "" || err != nil {
		t.Errorf("no factor: %q %v", seed, err)
	}
	for what, try := range map[string]struct {
		key            FactorKey
		person, sealed string
	}{
		"another key": {other, "ada", sealed}, "another person": {key, "eve", sealed}, "one bit off": {key, "ada", sealed[:len(sealed)-2] + "AA"},
		"cut short": {key, "ada", sealed[:len(sealedMark)+8]}, "not sealed": {key, "ada", "SEED"}, "not base64": {key, "ada", sealedMark + "*"},
	} {
		if seed, err := try.key.open(try.person, try.sealed); err == nil {
			t.Errorf("%s opens it: %q", what, seed)
		}
	}
}
