package access

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
)

// FactorKey seals the seeds of second factors, which the server has to know to
// check a code (AES-256-GCM). It is kept apart from the database: who has that
// alone can make no codes. A seed is sealed for its person, and opens for no
// other.
type FactorKey [32]byte

// sealedMark begins a sealed seed, and names how it is sealed.
const sealedMark = "aes-256-gcm:"

func (k FactorKey) cipher() cipher.AEAD {
	if k == (FactorKey{}) {
		panic("access: no key for second factors")
	}
	block, err := aes.NewCipher(k[:])
	if err != nil {
		panic(err) // the key has the length of one
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return aead
}

func (k FactorKey) seal(random io.Reader, person, seed string) string {
	aead := k.cipher()
	nonce := make([]byte, aead.NonceSize())
	if _, err := io.ReadFull(random, nonce); err != nil {
		panic(err) // without randomness nothing here is safe
	}
	return sealedMark + base64.RawStdEncoding.EncodeToString(aead.Seal(nonce, nonce, []byte(seed), []byte(person)))
}

// open is the seed that was sealed for a person; "" where they have none.
func (k FactorKey) open(person, sealed string) (string, error) {
	if sealed == "" {
		return "", nil
	}
	text, ok := strings.CutPrefix(sealed, sealedMark)
	b, err := base64.RawStdEncoding.DecodeString(text)
	aead := k.cipher()
	if !ok || err != nil || len(b) < aead.NonceSize() {
		return "", fmt.Errorf("the second factor of %s is not sealed", person)
	}
	seed, err := aead.Open(nil, b[:aead.NonceSize()], b[aead.NonceSize():], []byte(person))
	if err != nil {
		return "", fmt.Errorf("the second factor of %s cannot be opened: it was sealed with another key or for somebody else", person)
	}
	return string(seed), nil
}

// SealFactors seals the seeds that an earlier version kept as they are, in a
// transaction, and says how many.
func SealFactors(ctx context.Context, s Store, random io.Reader) (n int, err error) {
	people, err := s.People.Find(ctx)
	for _, p := range people {
		if p.Factor == "" || strings.HasPrefix(p.Factor, sealedMark) {
			continue
		}
		p.Factor = s.Key.seal(random, p.ID, p.Factor)
		err = errors.Join(err, s.People.Replace(ctx, p))
		n++
	}
	return n, err
}

// ForgetFactors takes everybody's second factor away, in a transaction, for its
// key is lost: each person needs a link to set one up again.
func ForgetFactors(ctx context.Context, s Store) error {
	people, err := s.People.Find(ctx)
	for _, p := range people {
		p.Factor, p.Counter = "", 0
		err = errors.Join(err, s.People.Replace(ctx, p))
	}
	return err
}
