package chatlayerapi

import (
	"context"
	"fmt"
	"net/http"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/pagetoken"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// trackInput is the input of trackEvent.
type trackInput struct {
	call    *pipeline.Call
	bot     string
	team    string // the caller's
	request chatlayer.TrackEventRequest
}

func decodeTrack(c *pipeline.Call) (trackInput, error) {
	body := c.Body
	in := trackInput{call: c, bot: c.Path.Get("bot_id"), team: c.Who.Team, request: chatlayer.TrackEventRequest{
		ID:         body.Text("id"),
		Version:    chatlayer.BotVersion(body.Text("version")),
		UserID:     body.Text("user_id"),
		Event:      body.Text("event"),
		Attributes: body.TextMap("attributes"),
	}}
	if context := body.Object("context"); context.Given() {
		in.request.Context.ConversationID = context.Text("conversation_id")
		if campaign := context.Object("campaign"); campaign.Given() {
			in.request.Context.Campaign = &chatlayer.CampaignInfo{
				ID: campaign.Text("id"), Source: campaign.Text("source"), Medium: campaign.Text("medium"),
				Name: campaign.Text("name"), Content: campaign.Text("content"), Term: campaign.Text("term"),
			}
		}
	}
	if text, given := body.TextGiven("timestamp"); given {
		at, err := spec.ParseDateTime(text)
		if err != nil {
			return in, err
		}
		in.request.Timestamp = &at
	}
	return in, nil
}

// trackEvent serves POST /v1/bots/{bot_id}/events/track. What the request leaves out is filled: an id, the version LIVE,
// the time of receipt. The same id twice is one event; the first stays.
// CHL-TRK-1 to CHL-TRK-24.
func (a *api) trackEvent(_ context.Context, in trackInput) (chatlayer.TrackEventResponse, error) {
	if err := a.checkTrack(in.request); err != nil {
		return chatlayer.TrackEventResponse{}, err
	}
	event := tracked(in)
	if in.request.Timestamp == nil {
		event.Timestamp = clock.Receipt(a.steps.Clock)
	}
	stored, err := chatlayersteps.Of(a.steps).Track(in.call, chatlayerworld.Track{Team: in.team, Event: event})
	if err != nil {
		return chatlayer.TrackEventResponse{}, err
	}
	if stored.Owner != in.team { // another team was faster
		return chatlayer.TrackEventResponse{}, forbidden("bot_id", in.bot, in.team)
	}
	return chatlayer.TrackEventResponse{EventID: stored.ID}, nil
}

// tracked is the event that a request describes, as lists show it. What lists show of a channel no request can say.
func tracked(in trackInput) fixtures.ChatlayerEvent {
	r := in.request
	event := fixtures.ChatlayerEvent{Campaign: r.Context.Campaign, TrackingEvent: chatlayer.TrackingEvent{
		ID: r.ID, Event: r.Event, BotID: in.bot, Version: string(r.Version), UserID: r.UserID,
		ConversationID: r.Context.ConversationID, Attributes: r.Attributes,
	}}
	if event.Version == "" {
		event.Version = string(chatlayer.BotVersionLive)
	}
	if event.Attributes == nil {
		event.Attributes = map[string]string{}
	}
	if r.Timestamp != nil {
		event.Timestamp = r.Timestamp.UTC()
	}
	return event
}

func (a *api) checkTrack(r chatlayer.TrackEventRequest) error {
	var wrong []spec.Violation
	if a.steps.Strict && r.Event == "" {
		wrong = append(wrong, spec.Violation{
			Rule: spec.RuleBodyValue, Side: spec.SideRequest, In: spec.InBody, Pointer: "/event",
			Got: "no event name", Expected: "a name, because the server is strict", Fix: "add \"event\": \"…\"",
		})
	}
	if len(r.ID) > pagetoken.MaxIDBytes {
		wrong = append(wrong, spec.Violation{
			Rule: spec.RuleBodyValue, Side: spec.SideRequest, In: spec.InBody, Pointer: "/id",
			Got: fmt.Sprintf("%d bytes", len(r.ID)), Expected: fmt.Sprintf("at most %d bytes", pagetoken.MaxIDBytes),
			Fix: "use a shorter id",
		})
	}
	if r.Timestamp != nil && !pipeline.Printable(*r.Timestamp) {
		wrong = append(wrong, pipeline.Unprintable("/timestamp", *r.Timestamp))
	}
	if len(wrong) > 0 {
		return pipeline.Broken(http.StatusBadRequest, wrong...)
	}
	return nil
}

func decodeEcho(c *pipeline.Call) (chatlayer.EchoRequest, error) {
	return chatlayer.EchoRequest{Message: c.Body.Text("message")}, nil
}

// echo serves POST /v1/echo.
// CHL-ECHO-1 to CHL-ECHO-4.
func (a *api) echo(_ context.Context, in chatlayer.EchoRequest) (chatlayer.EchoResponse, error) {
	return chatlayer.EchoResponse(in), nil
}
