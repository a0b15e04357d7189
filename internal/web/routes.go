package web

import (
	"strings"

	"github.com/labstack/echo/v4"
)

// routes is the whole site. All of it is public and can only be read. Each
// line names the forms a page has beside itself: its address with that ending.
func (s *Server) routes(e *echo.Echo) {
	get := func(path string, h handler, forms ...form) {
		for _, address := range addresses(path, forms) {
			e.GET(address, s.serve(h, forms))
		}
	}

	get("/", s.home, asPage)
	get("/feed", s.feed, asRSS)

	get("/contracts", s.contracts, asPage, asJSON, asCSV, asRSS)
	get("/contracts/:ocid", s.contract, asPage, asJSON, asCSV, asRSS, asICS)
	get("/contracts/:ocid/ocds", s.contractOCDS, asJSON)
	get("/contracts/:ocid/releases/:seq", s.release, asPage, asJSON)
	get("/cases/:id", s.caseStory, asPage, asJSON, asRSS)
	get("/organisations", s.organisations, asPage, asJSON, asCSV, asRSS)
	get("/organisations/:key", s.organisation, asPage, asJSON, asCSV, asRSS)

	get("/extensions", s.extensions, asPage, asJSON, asCSV, asRSS)
	get("/decisions", s.decisions, asPage, asJSON, asCSV, asRSS)
	get("/decisions/:id", s.decision, asPage, asJSON, asRSS)
	get("/conditions", s.conditions, asPage, asJSON, asCSV, asRSS)
	get("/flags", s.flags, asPage, asJSON, asCSV, asRSS)
	get("/flags/:rule", s.flag, asPage, asJSON, asCSV, asRSS)

	get("/feeds", s.feeds, asPage, asOPML)
	get("/log", s.log, asPage)
	get("/log/checkpoint", s.checkpoint, asPage)
	get("/log/tile/*", s.tile, asPage)
	get("/log/leaf/:seq", s.leaf, asPage)
	get("/log/proof/:seq", s.inclusion, asPage)
	get("/log/consistency", s.consistency, asPage)

	get("/data", s.text("data", "Data", "Every page as data, the extension to the standard, and the licence."), asPage)
	get("/data/extension/*", s.extensionFile, asPage)
	get("/about", s.text("about", "About", "What Daylight is, what it holds, and how it decides what to say."), asPage)
	get("/corrections", s.text("corrections", "Corrections", "How to say that something here is wrong, and what happens then."), asPage)
	get("/accessibility", s.text("accessibility", "Accessibility", "How these pages are made to be read by everybody."), asPage)

	get("/static/:name", s.static, asPage)
	e.GET("/healthz", s.healthy)
	e.GET("/readyz", s.ready)
}

// addresses are the patterns of a page in its forms. Where the last part of
// the path is a parameter, the endings are part of that.
func addresses(path string, forms []form) []string {
	if strings.HasPrefix(path[strings.LastIndex(path, "/"):], "/:") {
		return []string{path}
	}
	var list []string
	for _, f := range forms {
		list = append(list, path+string(f))
	}
	return list
}
