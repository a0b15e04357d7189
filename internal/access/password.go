package access

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"github.com/trustelem/zxcvbn"
)

// How long a password is, in characters. There are no rules of composition:
// they make passwords worse (NIST SP 800-63B, 5.1.1.2).
const (
	shortest = 15
	longest  = 128
)

// weakest is the least number of guesses, as zxcvbn counts them, that a
// password has to withstand: beyond what can be tried against argon2id.
const weakest = 1e10

// CheckPassword says what is wrong with a new password; "" where nothing is.
// The words are what somebody who attacks this account would try: name,
// address, organisation.
func CheckPassword(password string, words ...string) string {
	n := utf8.RuneCountInString(password)
	switch {
	case !utf8.ValidString(password):
		return "The password has to be text."
	case n < shortest:
		return fmt.Sprintf("A password has at least %d characters. A few words that do not belong together are easy to remember.", shortest)
	case n > longest:
		return fmt.Sprintf("A password has at most %d characters.", longest)
	}
	var context []string
	for _, w := range append(words, "daylight") {
		w = strings.ToLower(w)
		context = append(append(context, w), strings.Split(w, "@")...)
		context = append(context, strings.FieldsFunc(w, func(r rune) bool { return strings.ContainsRune(" @.-_", r) })...)
	}
	// zxcvbn's cost grows with the square of the length; what counts is at the front.
	if zxcvbn.PasswordStrength(string([]rune(password)[:min(n, 64)]), context).Guesses < weakest {
		return "This password is easy to guess: it is made of common words, names from your account, or repetitions. Take a few words that do not belong together."
	}
	return ""
}

// cost is what one check of a password takes: 19 MiB and two passes (OWASP
// Password Storage Cheat Sheet, argon2id).
var cost = argon2id.Params{Memory: 19 << 10, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// hasher computes few hashes at a time, so that a flood of attempts to sign in
// takes neither memory nor processors from readers.
type hasher struct {
	slots   chan struct{}
	waiting atomic.Int64
	dummy   string // stands in for the hash of a person who does not exist
}

// How many hashes are computed at once, and how many wait.
const (
	hashesAtOnce  = 2
	hashesWaiting = 20
)

func newHasher() *hasher {
	h := &hasher{slots: make(chan struct{}, hashesAtOnce)}
	dummy, err := argon2id.CreateHash("nobody has this password", &cost)
	if err != nil {
		panic(err) // no randomness
	}
	h.dummy = dummy
	return h
}

// turn runs fn when its turn comes, or returns ErrBusy.
func (h *hasher) turn(ctx context.Context, fn func() error) error {
	if h.waiting.Add(1) > hashesAtOnce+hashesWaiting {
		h.waiting.Add(-1)
		return ErrBusy
	}
	defer h.waiting.Add(-1)
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-h.slots }()
	return fn()
}

func (h *hasher) hash(ctx context.Context, password string) (hash string, err error) {
	err = h.turn(ctx, func() error {
		hash, err = argon2id.CreateHash(password, &cost)
		return err
	})
	return hash, err
}

// matches compares at the same cost whether or not there is a hash.
func (h *hasher) matches(ctx context.Context, password, hash string) (same bool, err error) {
	known := hash != ""
	if !known {
		hash = h.dummy
	}
	err = h.turn(ctx, func() error {
		same, err = argon2id.ComparePasswordAndHash(password, hash)
		return err
	})
	return same && known, err
}
