package access

import (
	"context"
	"crypto/subtle"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
)

// A second factor is a time-based one-time password (RFC 6238) as every
// authenticator makes it: SHA-1, six digits, a new one each half minute.
const (
	step        = 30 * time.Second
	skew        = 1 // steps that clocks may differ by
	seedBytes   = 20
	codeDigits  = 6
	codesGiven  = 10 // recovery codes of an account
	codeBytes   = 10 // of a recovery code: 80 bits
	codeLetters = 16
)

var codeForm = hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}

// NewSeed is the seed of a new factor, base32.
func (s *Service) NewSeed() string { return strings.ToUpper(s.random(seedBytes)) }

// ValidSeed reports whether a seed is one that NewSeed could have made.
func ValidSeed(seed string) bool {
	b, err := letters.DecodeString(seed)
	return err == nil && len(b) == seedBytes && len(seed) == letters.EncodedLen(seedBytes)
}

// FactorAddress is what an authenticator reads from the square code.
func (s *Service) FactorAddress(email, seed string) string {
	q := url.Values{"secret": {seed}, "issuer": {s.issuer}}
	return "otpauth://totp/" + url.PathEscape(s.issuer+":"+email) + "?" + q.Encode()
}

// Code is the code of a seed at an instant.
func Code(seed string, at time.Time) (string, error) {
	return hotp.GenerateCodeCustom(seed, uint64(at.Unix())/uint64(step.Seconds()), codeForm)
}

// codeStep is the time step that a code belongs to, near now and after the
// last one used; 0 where it is wrong.
func codeStep(seed, code string, now time.Time, last int64) int64 {
	current := now.Unix() / int64(step.Seconds())
	found := int64(0)
	for n := current - skew; n <= current+skew; n++ {
		want, err := hotp.GenerateCodeCustom(seed, uint64(n), codeForm)
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 && n > last {
			found = n
		}
	}
	return found
}

// useCode takes a code or a recovery code of a person, in a transaction: it is
// used up by it. The person is as read in the same transaction.
func (s *Service) useCode(ctx context.Context, p Person, code string) (bool, error) {
	code = plainCode(code)
	if len(code) != codeDigits {
		n, err := s.store.RecoveryCodes.Delete(ctx, "person", p.ID, "hash", hashed(code))
		return n == 1, err
	}
	seed, err := s.store.Key.open(p.ID, p.Factor)
	if err != nil {
		return false, err
	}
	n := codeStep(seed, code, s.now(), p.Counter)
	if n == 0 {
		return false, nil
	}
	p.Counter = n
	return true, s.store.People.Replace(ctx, p)
}

// plainCode is a code without what people write between its parts.
func plainCode(code string) string {
	return strings.ToLower(strings.NewReplacer(" ", "", "-", "").Replace(strings.TrimSpace(code)))
}

// giveCodes makes the recovery codes of a person anew, in a transaction, and
// returns them in parts of four letters.
func (s *Service) giveCodes(ctx context.Context, person string) ([]string, error) {
	if _, err := s.store.RecoveryCodes.Delete(ctx, "person", person); err != nil {
		return nil, err
	}
	var list []string
	for range codesGiven {
		code := s.random(codeBytes)
		if _, err := s.store.RecoveryCodes.Insert(ctx, RecoveryCode{person, hashed(code)}); err != nil {
			return nil, err
		}
		list = append(list, code[:4]+"-"+code[4:8]+"-"+code[8:12]+"-"+code[12:codeLetters])
	}
	return list, nil
}
