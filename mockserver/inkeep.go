package mockserver

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/control"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// inkeepAPI serves the Inkeep Analytics events API.
type inkeepAPI struct {
	steps *pipeline.Pipeline
}

func newInkeepAPI(contract *spec.Contract, opts Options, steps *pipeline.Pipeline, accepted []Credential) *api {
	a := &inkeepAPI{steps: steps}
	return &api{
		name:     contract.Name(),
		contract: contract,
		steps:    steps,
		auth: newAuthenticator(opts.Auth, bearerScheme(
			"send Authorization: Bearer KEY"+demoHint(opts, KindInkeepAPI, ", where KEY is demo-api-key or demo-web-key"),
		), accepted),
		scheme: control.ServedAPIAuthenticationBearer,
		example: func(base, credential string) string {
			return fmt.Sprintf("curl -H 'Authorization: Bearer %s' -H 'Content-Type: application/json' -d '%s' '%s/events'",
				cmp.Or(credential, "KEY"), `{"entityType":"search","type":"search_query_submitted","searchQuery":"api key"}`, base)
		},
		authorize:     everybodyMay,
		invalid:       inkeepInvalid,
		problem:       inkeepProblem,
		problemSchema: "Problem",
		handlers:      map[string]pipeline.Handler{"LogEvent": pipeline.Handle(decodeLogEvent, a.logEvent, encodeLogEvent)},
	}
}

// logInput is the input of logEvent.
type logInput struct {
	call      *call
	event     inkeep.Event
	timeGiven bool
	who       identity
}

// decodeLogEvent reads an event and fills what absent members mean: null stays null, absent is the key's own.
func decodeLogEvent(c *call) (logInput, error) {
	in := logInput{call: c, who: c.Who}
	b := pipeline.Members(c.Body)
	kind := inkeep.EntityType(b.Text("entityType"))
	in.event = inkeep.Event{
		EntityType: kind, ID: b.Text("id"), Type: b.Text("type"), Reference: b.Text(kind.ReferenceName()),
		ProjectID:      b.TextOr("projectId", c.Who.Project),
		IntegrationID:  b.TextOr("integrationId", c.Who.Integration),
		Properties:     rawMember(c, "properties"),
		UserProperties: rawMember(c, "userProperties"),
	}
	if text, given := b["createdAt"].(string); given {
		at, err := spec.ParseDateTime(text)
		if err != nil {
			return in, err
		}
		in.event.CreatedAt, in.timeGiven = at.UTC(), true
	}
	return in, nil
}

// logEvent serves POST /events: the stored event comes back. The same event twice is one; another event under an id that
// is taken is refused.
// INK-SCH-1 to INK-SCH-20, INK-ID-4, INK-TIME-3, INK-EVT-16.
func (a *inkeepAPI) logEvent(_ context.Context, in logInput) (inkeep.Event, error) {
	if in.timeGiven && !pipeline.Printable(in.event.CreatedAt) {
		return inkeep.Event{}, pipeline.Broken(http.StatusUnprocessableEntity, pipeline.Unprintable("/createdAt", in.event.CreatedAt))
	}
	if !in.timeGiven {
		in.event.CreatedAt = clock.Receipt(a.steps.Clock)
	}
	logged, err := a.steps.LogEvent(in.call, world.LogEvent{Project: in.who.Project, Event: in.event, TimeGiven: in.timeGiven})
	if err != nil {
		return inkeep.Event{}, err
	}
	if logged.Outcome == world.Conflict {
		return inkeep.Event{}, pipeline.Refused(http.StatusConflict, spec.Violation{
			Side: spec.SideRequest, In: spec.InBody, Pointer: "/id",
			Got: strconv.Quote(pipeline.Shorten(logged.Event.ID)) + ", the id of another event", Expected: "an id that is free, or the very same event again",
			Fix: "send a new id, or none",
		})
	}
	return logged.Event, nil
}
