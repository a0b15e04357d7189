package ocds

import (
	"encoding/hex"

	"daylight/internal/procurement"
)

// Licence is what we publish our own words under. What a source said stays under
// that source's terms.
const Licence = "https://creativecommons.org/licenses/by/4.0/"

// PackageHead is what a package of ours says about itself. Base is the address
// of the site, without a slash at its end; published is RFC 3339; of are the
// publications of the releases in it, each once, in a fixed order.
func PackageHead(base, uri, published string, of []procurement.Publication) Object {
	head := Object{
		"uri": uri, "version": "1.1", "publishedDate": published, "publisher": Object{"name": "Daylight", "uri": base},
		"publicationPolicy": base + "/data#policy", "extensions": []any{base + "/data/extension/extension.json"},
	}
	declare(head, of)
	return head
}

// KeyOf is the merge key of a stored release; identity is hex.
func KeyOf(date, id, identity string) MergeKey {
	k := MergeKey{Date: date, ID: id, at: instantOf(date)}
	hex.Decode(k.Identity[:], []byte(identity))
	return k
}
