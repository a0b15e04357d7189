package web

import (
	"cmp"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"daylight/internal/ocds"
	"daylight/internal/registry"
)

// recordPackage is an OCDS 1.1 record package of one record.
type recordPackage struct {
	URI           string       `json:"uri"`
	Version       string       `json:"version"`
	PublishedDate string       `json:"publishedDate"`
	Publisher     ocdsName     `json:"publisher"`
	Extensions    []string     `json:"extensions,omitempty"`
	Records       []ocdsRecord `json:"records"`
}

type ocdsName struct {
	Name string `json:"name"`
}

type ocdsRecord struct {
	OCID      string           `json:"ocid"`
	Releases  []jsontext.Value `json:"releases"`
	Compiled  jsontext.Value   `json:"compiledRelease"`
	Versioned jsontext.Value   `json:"versionedRelease"`
}

// newRecordPackage embeds releases as they were filed, each value with its own
// spelling; only the space between values differs. The versioned release is of
// all publishers' releases, the compiled one is the record of the history.
func newRecordPackage(uri string, h *registry.History, bodies []jsontext.Value) (recordPackage, error) {
	var releases []ocds.Object
	for _, body := range bodies {
		release, err := ocds.ParseObject(body)
		if err != nil {
			return recordPackage{}, err
		}
		releases = append(releases, release)
	}
	last := slices.MaxFunc(h.Releases, func(a, b registry.Statement) int { return cmp.Compare(a.RecordedAt, b.RecordedAt) })
	return recordPackage{
		URI: uri, Version: "1.1", PublishedDate: last.RecordedAt, Publisher: ocdsName{h.Process.Publisher},
		Records: []ocdsRecord{{
			OCID: h.Process.OCID, Releases: bodies, Compiled: h.Record,
			Versioned: ocds.Write(ocds.Version(ocds.Strategies11, releases)),
		}},
	}, nil
}
