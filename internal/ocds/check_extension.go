package ocds

import (
	"fmt"
	"slices"
	"strings"

	"daylight/internal/procurement"
)

// codes are the closed lists of the oversight extension.
var codes = map[string][]string{
	"decision type":       {"refused", "approved", "approvedWithConditions", "exceptionGranted", "breachFound", "recommendation", "judgment", "noAction"},
	"decision status":     {"inForce", "superseded", "withdrawn", "quashed"},
	"condition status":    {"open", "met", "partiallyMet", "notMet", "waived", "unknown"},
	"due basis":           {"stated", "inferred"},
	"challenge type":      {"preAction", "judicialReview", "claim", "complaint", "appeal"},
	"challenge stage":     {"threatened", "letterSent", "issued", "permission", "heard", "settled", "decided", "withdrawn"},
	"statement kind":      {"statement", "concern", "reply"},
	"source tier":         procurement.Tiers,
	"legal regime":        {"PA2023", "PCR2015", "other", "unknown"},
	"instrument":          {procurement.ByOption, procurement.ByAmendment, procurement.BySuccessor, procurement.ByOverrun},
	"agreed in advance":   {procurement.Yes, procurement.No, procurement.Unknown},
	"considered basis":    {"overseerFinding", "buyerStatement", "reported"},
	"date basis":          {"accessed", "published"},
	"precision of a date": {"year", "month", "day", "year~", "month~", "day~"},
}

// extension checks what the oversight extension adds: that its codes are on
// their lists, its dates are EDTF, its objects have ids to merge by.
func (c *checker) extension(release Object) {
	c.code(release, "", "legalRegime", "legal regime")
	c.code(release, "", "dateBasis", "date basis")
	c.precisions("", release)
	c.items(release, "", "sources", func(at string, s Object) {
		c.code(s, at, "tier", "source tier")
		c.date(s, at, "datePublished")
		c.date(s, at, "dateAccessed")
	})
	c.items(release, "", "decisions", c.decision)
	c.items(release, "", "challenges", func(at string, x Object) {
		c.code(x, at, "type", "challenge type")
		c.code(x, at, "stage", "challenge stage")
		c.date(x, at, "date")
	})
	c.items(release, "", "statements", func(at string, s Object) {
		c.code(s, at, "kind", "statement kind")
		c.date(s, at, "date")
	})
	c.items(release, "", "disputes", func(at string, d Object) { c.items(d, at, "values", nil) })
	c.items(release, "", "products", nil)
	if x, ok := release["case"]; ok && String(Child(release, "case"), "id") == "" {
		c.report("/case", x, "a case is an object with an id, a title and a summary")
	}
	if s := Child(Child(release, "tender"), "suppliersConsidered"); s != nil {
		c.code(s, "/tender/suppliersConsidered", "basis", "considered basis")
		if count(s, "count") == nil {
			c.report("/tender/suppliersConsidered/count", s["count"], "how many suppliers were considered is a whole number")
		}
	}
	for i, k := range Children(release, "contracts") {
		for j, a := range Children(k, "amendments") {
			if x := Child(a, "extension"); x != nil {
				c.terms(fmt.Sprintf("/contracts/%d/amendments/%d/extension", i, j), x)
			}
		}
	}
}

func (c *checker) decision(at string, d Object) {
	c.code(d, at, "type", "decision type")
	c.code(d, at, "status", "decision status")
	c.date(d, at, "dateDecided")
	c.date(d, at, "datePublished")
	c.duration(d, at, "grantedUpTo")
	c.items(d, at, "findings", nil)
	c.items(d, at, "terms", nil)
	c.items(d, at, "conditions", func(at string, x Object) {
		c.code(x, at, "status", "condition status")
		c.code(x, at, "dueBasis", "due basis")
		c.date(x, at, "dueDate")
		c.date(x, at, "dateMet")
		if x["dueDate"] != nil && x["dueBasis"] == nil {
			c.report(at+"/dueBasis", nil, "a due date says whether it is stated or inferred")
		}
	})
}

func (c *checker) terms(at string, x Object) {
	c.code(x, at, "instrument", "instrument")
	c.code(x, at, "agreedInAdvance", "agreed in advance")
	c.date(x, at, "previousEnd")
	c.date(x, at, "newEnd")
	c.duration(x, at, "addedUpTo")
	for _, name := range []string{"valueBefore", "valueAfter", "valueAdded"} {
		if v := x[name]; v != nil && money(x, name) == nil {
			c.report(at+"/"+name, v, "an amount is an object with an amount and a currency")
		}
	}
}

// items checks that an array holds objects that each have an id of their own,
// and checks each further.
func (c *checker) items(o Object, at, name string, check func(at string, item Object)) {
	v, ok := o[name]
	if !ok || v == nil {
		return
	}
	list, ok := v.([]any)
	if !ok {
		c.report(at+"/"+name, v, "this is a list of objects")
		return
	}
	seen := map[string]bool{}
	for i, x := range list {
		here := fmt.Sprintf("%s/%s/%d", at, name, i)
		item, ok := x.(Object)
		id := String(item, "id")
		switch {
		case !ok:
			c.report(here, x, "this is an object")
			continue
		case id == "":
			c.report(here+"/id", item["id"], "every object in a list has an id, unique in its process, to merge by")
		case seen[id]:
			c.report(here+"/id", id, "this id stands twice in the list")
		}
		seen[id] = true
		if check != nil {
			check(here, item)
		}
	}
}

func (c *checker) code(o Object, at, name, list string) {
	v, ok := o[name]
	if !ok || v == nil {
		return
	}
	if s, ok := v.(string); !ok || !slices.Contains(codes[list], s) {
		c.report(at+"/"+name, v, "a "+list+" is one of "+strings.Join(codes[list], ", "))
	}
}

func (c *checker) date(o Object, at, name string) {
	v, ok := o[name]
	if !ok || v == nil {
		return
	}
	s, ok := v.(string)
	if !ok {
		c.report(at+"/"+name, v, "a date is a text")
	} else if _, err := procurement.ParseDate(s); err != nil {
		c.report(at+"/"+name, v, "a date is YYYY-MM-DD, YYYY-MM or YYYY, with ~ for about")
	}
}

func (c *checker) duration(o Object, at, name string) {
	if s := String(o, name); s != "" {
		if _, err := procurement.ParseDuration(s); err != nil {
			c.report(at+"/"+name, s, "a length of time is written as P12M, P8W or P1Y6M")
		}
	}
}

// precisions checks every …Precision sibling, wherever it stands.
func (c *checker) precisions(at string, v any) {
	switch v := v.(type) {
	case []any:
		for i, x := range v {
			c.precisions(fmt.Sprintf("%s/%d", at, i), x)
		}
	case Object:
		for _, k := range sortedKeys(v) {
			if strings.HasSuffix(k, "Precision") {
				c.code(v, at, k, "precision of a date")
			}
			c.precisions(at+"/"+token(k), v[k])
		}
	}
}
