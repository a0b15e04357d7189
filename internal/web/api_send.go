package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/labstack/echo/v4"

	"daylight/internal/access"
	"daylight/internal/exchange"
	"daylight/internal/ocds"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// How much a program may send, how often, and how long it may take.
const (
	maxImport    = 64 << 20
	maxDraft     = 1 << 20
	sendsEach    = 60 // a minute, of one organisation
	sendsAll     = 300
	sendingTime  = 2 * time.Minute
	filingTime   = 5 * time.Minute
	sendsAtOnce  = 4
	longestKey   = 255
	problemsTold = 100

	longestOrigin = 2000 // characters of an address or a licence
)

// jsonProblem is what is wrong at a place in what was sent.
type jsonProblem struct {
	Pointer string  `json:"pointer"` // JSON pointer into what was sent
	Offset  int64   `json:"offset"`  // in bytes
	Reason  string  `json:"reason"`
	Advice  string  `json:"advice"`
	OCID    *string `json:"ocid"`
}

// jsonSent is what became of releases that were sent.
type jsonSent struct {
	Scope       string         `json:"scope"`
	Filed       int            `json:"filed"`
	Known       int            `json:"known"`
	Quarantined int            `json:"quarantined"`
	Reasons     map[string]int `json:"reasons"`
	Problems    []jsonProblem  `json:"problems"`
	Draft       *string        `json:"draft"`   // number of the draft
	Address     *string        `json:"address"` // where a person looks it through
}

func refuse(status int, title, advice string) error {
	return &apiError{failure: failure{status, title, advice}}
}

// sending is one request of a program.
type sending struct {
	access.Actor
	organisation access.Organisation
	scope        string
	origin       store.Origin // of an import: where it was taken from, on what terms
	body         []byte
	request      registry.Request
	from         access.Client
}

// sendReleases takes releases from a program: as a draft, which a person looks
// through, or as an import, of which each release is filed or goes into
// quarantine. The same under the same key is answered the same and acts once.
func (s *Server) sendReleases(r *route) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "no-store")
		ctx, cancel := context.WithTimeout(c.Request().Context(), filingTime)
		defer cancel()
		x := &sending{from: access.Client{Address: c.RealIP(), Agent: c.Request().UserAgent()}}
		err := s.admit(ctx, c, r, x)
		if _, refused := errors.AsType[access.Refusal](err); refused {
			err = errors.Join(err, s.Access.NoteDenied(ctx, x.Actor, r.needs, x.from))
		}
		if err != nil {
			return err
		}
		select {
		case s.sends <- struct{}{}:
			defer func() { <-s.sends }()
		case <-time.After(patience):
			return echo.NewHTTPError(http.StatusServiceUnavailable)
		}
		if err := x.read(c); err != nil {
			return err
		}
		status, answer, err := s.act(ctx, x, c.Request().Header.Get("Idempotency-Key"))
		if err != nil {
			return err
		}
		return c.Blob(status, "application/json", answer)
	}
}

// act does what is asked, one after the other, and remembers the answer; or
// answers as before.
func (s *Server) act(ctx context.Context, x *sending, key string) (int, []byte, error) {
	select {
	case s.acting <- struct{}{}:
		defer func() { <-s.acting }()
	case <-ctx.Done():
		return 0, nil, ctx.Err()
	}
	before, err := s.Intake.Answered(ctx, registry.NewRequest(x.organisation.ID, key, x.asked(), x.body))
	switch {
	case err == nil:
		return int(before.Status), []byte(before.Answer), nil
	case errors.Is(err, registry.ErrKeyUsed):
		return 0, nil, refuse(http.StatusConflict, "Key used before", "This Idempotency-Key was sent with something else. Use a new key for a new request.")
	case !errors.Is(err, store.ErrNotFound):
		return 0, nil, err
	}
	status, answer := http.StatusOK, jsonSent{Scope: x.scope, Reasons: map[string]int{}, Problems: []jsonProblem{}}
	if x.scope == "draft" {
		status = http.StatusCreated
		err = s.draftSent(ctx, x, &answer)
	} else {
		err = s.importSent(ctx, x, &answer)
	}
	if err != nil {
		return 0, nil, err
	}
	body, err := json.Marshal(answer, json.Deterministic(true))
	if err != nil {
		return 0, nil, err
	}
	before.Status, before.Answer = int64(status), string(body)
	err = s.Access.Update(ctx, func(ctx context.Context) error {
		told := strconv.Itoa(answer.Filed) + " filed, " + strconv.Itoa(answer.Quarantined) + " quarantined"
		if answer.Draft != nil {
			told = "draft " + *answer.Draft
		}
		return errors.Join(s.Intake.Keep(ctx, before),
			s.Access.Note(ctx, access.Entry{Kind: "releases sent", Person: x.Person, Organisation: x.organisation.ID, Address: x.from.Address, Subject: told}))
	})
	return status, body, err
}

// importSent files what was sent. The token's organisation says it, whatever a
// package claims, and nothing in it is a body's own decision.
func (s *Server) importSent(ctx context.Context, x *sending, answer *jsonSent) error {
	sum := sha256.Sum256(x.body)
	who := x.Actor
	who.Name = "api"
	im := exchange.Importer{Registry: s.Intake.Registry, Who: who, Publisher: x.organisation.Name, For: x.organisation.ID,
		Origin: store.Origin{Source: "api: " + x.organisation.Name, URL: x.origin.URL, Licence: x.origin.Licence}, Refused: func(err error) {
			if len(answer.Problems) < problemsTold {
				answer.Problems = append(answer.Problems, problemOf(err))
			}
		}}
	out, err := im.Stream(ctx, "api/"+x.organisation.ID+"/"+hex.EncodeToString(sum[:8]), bytes.NewReader(x.body))
	answer.Filed, answer.Known, answer.Quarantined = out.Filed, out.Known, out.Refused
	for reason, n := range out.Reasons {
		answer.Reasons[string(reason)] = n
	}
	return err
}

// problemOf is a refusal of one release.
func problemOf(err error) jsonProblem {
	p := jsonProblem{Reason: string(ocds.ReasonOf(err)), Advice: registry.Sentence(err)}
	if e, ok := errors.AsType[*ocds.ReadError](err); ok {
		p.Pointer, p.Offset, p.Advice = e.Pointer, e.Offset, registry.Sentence(e.Err)
	}
	if e, ok := errors.AsType[*registry.Rejected](err); ok {
		p.OCID = orNull(e.OCID)
		p.Pointer += e.Problems[0].Pointer
	}
	return p
}

// draftSent keeps one release as a draft.
func (s *Server) draftSent(ctx context.Context, x *sending, answer *jsonSent) error {
	if !bytes.HasPrefix(bytes.TrimSpace(x.body), []byte("{")) {
		return bad("A draft is one release: send one JSON object.")
	}
	d, err := s.Intake.Draft(ctx, x.Actor, x.organisation.ID, x.body)
	if e, ok := errors.AsType[*registry.Rejected](err); ok {
		list := []jsonProblem{}
		for _, p := range e.Problems[:min(len(e.Problems), problemsTold)] {
			list = append(list, jsonProblem{Pointer: p.Pointer, Reason: string(p.Code), Advice: p.String(), OCID: orNull(e.OCID)})
		}
		return &apiError{failure{http.StatusUnprocessableEntity, "Cannot be drafted", "The release could not be filed as it is; nothing was kept. See problems."}, list}
	}
	if invalid, ok := errors.AsType[access.Invalid](err); ok {
		return refuse(http.StatusUnprocessableEntity, "Cannot be drafted", invalid.Error())
	}
	if err != nil {
		return err
	}
	address := s.BaseURL + href("desk", "drafts", d.ID, "check")
	answer.Draft, answer.Address = &d.ID, &address
	return nil
}
