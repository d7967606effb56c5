package inkeepapi

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/credential"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// logInput is the input of logEvent.
type logInput struct {
	call      *pipeline.Call
	event     inkeep.Event
	timeGiven bool
	who       credential.Identity
}

// decodeLogEvent reads an event and fills what absent members mean: null stays null, absent is the key's own.
func decodeLogEvent(c *pipeline.Call) (logInput, error) {
	in := logInput{call: c, who: c.Who}
	b := c.Body
	kind := inkeep.EntityType(b.Text("entityType"))
	in.event = inkeep.Event{
		EntityType: kind, ID: b.Text("id"), Type: b.Text("type"), Reference: b.Text(kind.ReferenceName()),
		ProjectID:      b.TextOr("projectId", c.Who.Project),
		IntegrationID:  b.TextOr("integrationId", c.Who.Integration),
		Properties:     rawMember(c, "properties"),
		UserProperties: rawMember(c, "userProperties"),
	}
	if text, given := b.TextGiven("createdAt"); given {
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
func (a *api) logEvent(_ context.Context, in logInput) (inkeep.Event, error) {
	if in.timeGiven && !pipeline.Printable(in.event.CreatedAt) {
		return inkeep.Event{}, pipeline.Broken(http.StatusUnprocessableEntity, pipeline.Unprintable("/createdAt", in.event.CreatedAt))
	}
	if !in.timeGiven {
		in.event.CreatedAt = clock.Receipt(a.steps.Clock)
	}
	command := inkeepworld.LogEvent{Project: in.who.Project, Event: in.event, TimeGiven: in.timeGiven}
	logged, err := inkeepsteps.Of(a.steps).Log(in.call, command)
	if err != nil {
		return inkeep.Event{}, err
	}
	if logged.Outcome == inkeepworld.Conflict {
		return inkeep.Event{}, pipeline.Refused(http.StatusConflict, spec.Violation{
			Side: spec.SideRequest, In: spec.InBody, Pointer: "/id",
			Got:      strconv.Quote(pipeline.Shorten(logged.Event.ID)) + ", the id of another event",
			Expected: "an id that is free, or the very same event again",
			Fix:      "send a new id, or none",
		})
	}
	return logged.Event, nil
}

// rawMember returns an object member of the body as it was sent, nil if it is null or absent.
func rawMember(c *pipeline.Call, name string) json.RawMessage {
	if !c.Body.Object(name).Given() {
		return nil
	}
	var sent map[string]json.RawMessage
	if err := json.Unmarshal(c.Sent, &sent); err != nil {
		return nil // not reached: the contract has read the same bytes
	}
	return sent[name]
}
