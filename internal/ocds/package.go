package ocds

import "encoding/hex"

// Extension is the name under which packages declare the oversight extension.
const Extension = "urn:daylight:extension:oversight:1"

// PackageHead is what a package of ours says about itself; published is RFC
// 3339.
func PackageHead(uri, published string) Object {
	return Object{
		"uri": uri, "version": "1.1", "publishedDate": published,
		"publisher": Object{"name": "Daylight"}, "extensions": []any{Extension},
	}
}

// KeyOf is the merge key of a stored release; identity is hex.
func KeyOf(date, id, identity string) MergeKey {
	k := MergeKey{Date: date, ID: id}
	hex.Decode(k.Identity[:], []byte(identity))
	return k
}
