package ledger_test

import (
	"fmt"
	"strings"

	"daylight/internal/ledger"
	"golang.org/x/mod/sumdb/note"
)

// A stranger has the log's verifier key, printed somewhere long ago. The site serves a release with its salt, the leaf
// that commits to it, and the leaf's proof. Three questions settle whether the release is the one that was logged.
func Example() {
	const vkey = "daylight.example/log+9414b9e8+AcIsZM2knjEZjp5CUoiW7hCD2bEla4wIkCCQ5fgy7LZT"
	const body = `{"ocid":"daylight-example"}`
	salt := []byte(strings.Repeat("s", ledger.SaltSize))
	const leafText = `{"at":"2026-07-01T09:00:02Z","body":"a0b223dbf57edee66cafc0effa9a05763e1fb1e41c92575492710eb0d1d772a7","kind":"release","process":"ce52befa7187d1b395f1e5120ec0fc6b4049bf790d9f7493b362b6ef533d82ce","seq":2}`
	const proofText = `c2sp.org/tlog-proof@v1
index 2
dVqhFGyqhLMdfVU8Gqtua9A2YfYeJ1qI+vPPrF/YjkA=
jgAUbmLTEw8sBkY9bLUCwxafmoEfJYMKVpgLR5fylLI=

daylight.example/log
4
NTy/WRmcBBDia+bgsA5vAQrmj66e/UPZFTqnVA/nGXE=

— daylight.example/log lBS56PrHlVd1yxlFD2yVC03+rEuV8KHrdiCj0xMiIU+UBwP2WQ9z3FpcfVhakmxTIMv5+0FeO34IxWmJAeZRbvpxmwY=
`

	// Is the leaf in the log, under the log's own signature?
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		panic(err)
	}
	proof, err := ledger.ParseProof([]byte(proofText))
	if err != nil {
		panic(err)
	}
	checkpoint, err := proof.Verify([]byte(leafText), verifier)
	if err != nil {
		panic(err)
	}
	fmt.Printf("leaf %d of %d in %s\n", proof.Index, checkpoint.Size, checkpoint.Origin)

	// When did it enter?
	leaf, err := ledger.ParseLeaf([]byte(leafText))
	if err != nil {
		panic(err)
	}
	fmt.Println(leaf.Kind, "at", leaf.At)

	// Is the release the one that the leaf commits to?
	fmt.Println("as published:", ledger.Opens(leaf.Body, salt, []byte(body)))
	fmt.Println("with a comma more:", ledger.Opens(leaf.Body, salt, []byte(body+",")))

	// Output:
	// leaf 2 of 4 in daylight.example/log
	// release at 2026-07-01T09:00:02Z
	// as published: true
	// with a comma more: false
}
