package web

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"

	"daylight/internal/access"
	"daylight/internal/registry"
)

// towns is a site on a record of eleven towns that buy much, one of them nearly
// all without competition, as the survey found.
func towns(t *testing.T) *Server {
	t.Helper()
	var list []registry.Submission
	for town := range 11 {
		for i := range 6 {
			method := "open"
			if i == 0 || town == 10 && i < 5 {
				method = "direct"
			}
			body, err := json.Marshal(about(fmt.Sprintf("t%02d-%d", town, i), "Radios", object{
				"buyer": object{"name": fmt.Sprintf("Town %02d", town)}, "tender": object{"procurementMethod": method}}))
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, registry.Submission{Body: body, Publisher: "Market"})
		}
	}
	db := filepath.Join(t.TempDir(), "towns.db")
	if err := file(db, list); err != nil {
		t.Fatal(err)
	}
	r, err := registry.Open(t.Context(), registry.Config{DB: db, Origin: "daylight.example/log"})
	if err != nil {
		t.Fatal(err)
	}
	done, err := r.Survey(context.Background(), access.Actor{Kind: access.Operator, Name: "survey"})
	if err != nil || !done {
		t.Fatal(done, err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := serving(db)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Reader.Close() })
	return s
}

const aboutBuyers = "/flags/buyer-without-competition"

// What a survey raised about an organisation is told in the feeds of the
// organisation, of the rule, of all flags and of everything, and in no other's.
func TestFlagsOfOrganisationsAreInFeeds(t *testing.T) {
	s := towns(t)
	town := "/organisations/market.town-10"
	var guids []string
	for _, path := range []string{town + ".rss", aboutBuyers + ".rss", "/flags.rss", "/feed.rss"} {
		feed, err := gofeed.NewParser().ParseString(askServer(s, "GET", path).Body.String())
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		i := slices.IndexFunc(feed.Items, func(it *gofeed.Item) bool { return strings.Contains(it.Title, "buyer without competition") })
		if i < 0 {
			t.Errorf("%s does not tell of it", path)
			continue
		}
		it := feed.Items[i]
		if it.Title != "Flag raised for Town 10: buyer without competition (23 November 2026)" || it.Link != "https://daylight.example"+town+"#flags" ||
			!strings.Contains(it.Description, "5 of 6 processes") || !strings.Contains(it.Description, "not proof") || it.Published == "" {
			t.Errorf("%s: %+v", path, it)
		}
		guids = append(guids, it.GUID)
	}
	if len(slices.Compact(guids)) != 1 {
		t.Errorf("it has several names: %q", guids)
	}
	for _, path := range []string{"/organisations/market.town-09.rss", "/flags/one-bid.rss", "/extensions.rss"} {
		if strings.Contains(askServer(s, "GET", path).Body.String(), "Town 10: buyer") {
			t.Errorf("%s tells of it", path)
		}
	}
	page := documentOf(t, s, town)
	if text := plain(page.Find("#events")); !strings.Contains(text, "Flag raised for Town 10") {
		t.Errorf("its page: %q", text)
	}
	if page.Find("#flags .kind.flag").Length() != 1 {
		t.Error("its page does not show the flag where the feed leads")
	}
}

// A long list of organisations is read a page at a time, each of them once.
func TestOrganisationsOfARuleArePaged(t *testing.T) {
	s := towns(t)
	var read []string
	pages := 0
	for next := aboutBuyers + ".json?state=clear&limit=4"; next != ""; pages++ {
		var list jsonList[jsonResult]
		if err := json.Unmarshal(askServer(s, "GET", next).Body.Bytes(), &list); err != nil {
			t.Fatal(err)
		}
		if list.Total != 10 || len(list.Items) > 4 {
			t.Errorf("%s: %d of %d", next, len(list.Items), list.Total)
		}
		for _, x := range list.Items {
			read = append(read, x.Organisation.Name)
		}
		if next = ""; list.Next != nil {
			next = strings.TrimPrefix(*list.Next, "https://daylight.example")
		}
	}
	if pages != 3 || len(read) != 10 || !slices.IsSorted(read) || len(slices.Compact(read)) != 10 {
		t.Errorf("%d pages of %q", pages, read)
	}
	first := documentOf(t, s, aboutBuyers+"?state=clear&limit=4")
	further, ok := first.Find(`.paging a[rel="next"]`).Attr("href")
	if !ok || !strings.Contains(plain(documentOf(t, s, further).Find(".entries")), "Town 04") {
		t.Errorf("the page leads to %q", further)
	}
}

// The data of an organisation's page has its flags too, with what they are
// held against.
func TestFlagsOfAnOrganisationAsData(t *testing.T) {
	var data struct{ Flags jsonOrganisationFlags }
	if err := json.Unmarshal(askServer(towns(t), "GET", "/organisations/market.town-10.json").Body.Bytes(), &data); err != nil {
		t.Fatal(err)
	}
	f := data.Flags
	i := slices.IndexFunc(f.AsBuyer, func(x jsonShare) bool { return x.Rule == "awarded-without-competition" })
	if len(f.About) != 1 || f.About[0].Rule != "buyer-without-competition" || f.ComparedIn != "Market" || i < 0 ||
		f.AsBuyer[i] != (jsonShare{"awarded-without-competition", 5, 6, 10, 60}) {
		t.Errorf("%+v", f)
	}
}
