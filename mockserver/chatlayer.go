package mockserver

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strconv"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/pagetoken"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/chatlayer"
	"github.com/understudy-mock/understudy/spec/control"
)

// pathID is the form of bot and team ids, as the contract's patterns have it.
var pathID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$`)

// chatlayerAPI serves the Chatlayer Analytics events API.
type chatlayerAPI struct {
	world     *world.World
	steps     *pipeline.Pipeline
	wantEvent bool // a tracked event must have a name
}

func newChatlayerAPI(contract *spec.Contract, opts Options, steps *pipeline.Pipeline, accepted []Credential) *api {
	a := &chatlayerAPI{world: steps.World, steps: steps, wantEvent: opts.RefuseAdvisory}
	return &api{
		name:     contract.Name(),
		contract: contract,
		steps:    steps,
		auth: newAuthenticator(opts.Auth, basicScheme(
			"send Authorization: Basic base64(TOKEN_ID:TOKEN_SECRET)"+demoHint(opts, KindChatlayer, ", such as curl --user demo-token-id:demo-token-secret"),
		), accepted),
		scheme: control.ServedAPIAuthenticationBasic,
		example: func(base, credential string) string {
			return fmt.Sprintf("curl --user '%s' '%s/v1/bots/demobot1/events/stream?version=LIVE&start_time=2020-01-01&end_time=2100-01-01'",
				cmp.Or(credential, "ID:SECRET"), base)
		},
		authorize:     a.authorize,
		invalid:       chatlayerInvalid,
		problem:       chatlayerProblem,
		problemSchema: "Error",
		handlers: map[string]pipeline.Handler{
			"ListEvents":            pipeline.Handle(decodeBotList, a.listEvents, encodePage),
			"ListEventsWithFilters": pipeline.Handle(decodeBotList, a.listEvents, encodePage),
			"GetTeamEvents":         pipeline.Handle(a.decodeTeamList, a.listEvents, encodePage),
			"TrackEvent":            pipeline.Handle(decodeTrack, a.trackEvent, encodeTrack),
			"Echo":                  pipeline.Handle(decodeEcho, a.echo, encodeEcho),
		},
	}
}

// demoHint tells how to use the demo credentials where they are accepted.
func demoHint(opts Options, kind Kind, hint string) string {
	for _, c := range opts.Credentials {
		if c.Kind.api() == kind.api() {
			return ""
		}
	}
	return hint
}

// authorize lets a token reach the bots of its team and that team. A bot without a team is everybody's.
// CHL-AUTH-4 to CHL-AUTH-7, CHL-TEAM-7.
func (a *chatlayerAPI) authorize(c *call) error {
	if team, named := c.Path["team_id"]; named && team != c.Who.Team {
		return forbidden("team_id", team, c.Who.Team)
	}
	if bot, named := c.Path["bot_id"]; named {
		if owner, owned := a.world.Owner(bot); owned && owner != c.Who.Team {
			return forbidden("bot_id", bot, c.Who.Team)
		}
	}
	return nil
}

// forbidden refuses what is another team's. That is no broken contract, so no violation is recorded.
func forbidden(name, value, team string) error {
	return pipeline.Refused(http.StatusForbidden, spec.Violation{
		In: spec.InPath, Name: name, Got: strconv.Quote(value) + ", which is another team's",
		Expected: fmt.Sprintf("what belongs to the caller's team, %q", team), Fix: "use the team's own, or a token of the other team",
	})
}

// trackInput is the input of trackEvent.
type trackInput struct {
	call    *call
	bot     string
	team    string // the caller's
	request chatlayer.TrackEventRequest
}

func decodeTrack(c *call) (trackInput, error) {
	body := pipeline.Members(c.Body)
	in := trackInput{call: c, bot: c.Path["bot_id"], team: c.Who.Team, request: chatlayer.TrackEventRequest{
		ID:         body.Text("id"),
		Version:    chatlayer.BotVersion(body.Text("version")),
		UserID:     body.Text("user_id"),
		Event:      body.Text("event"),
		Attributes: body.TextMap("attributes"),
	}}
	if context := body.Object("context"); context != nil {
		in.request.Context.ConversationID = context.Text("conversation_id")
		if campaign := context.Object("campaign"); campaign != nil {
			in.request.Context.Campaign = &chatlayer.CampaignInfo{
				ID: campaign.Text("id"), Source: campaign.Text("source"), Medium: campaign.Text("medium"),
				Name: campaign.Text("name"), Content: campaign.Text("content"), Term: campaign.Text("term"),
			}
		}
	}
	if text, given := body["timestamp"].(string); given {
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
func (a *chatlayerAPI) trackEvent(_ context.Context, in trackInput) (chatlayer.TrackEventResponse, error) {
	if err := a.checkTrack(in.request); err != nil {
		return chatlayer.TrackEventResponse{}, err
	}
	event := tracked(in)
	if in.request.Timestamp == nil {
		event.Timestamp = clock.Receipt(a.steps.Clock)
	}
	stored, err := a.steps.Track(in.call, world.Track{Team: in.team, Event: event})
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

func (a *chatlayerAPI) checkTrack(r chatlayer.TrackEventRequest) error {
	var wrong []spec.Violation
	if a.wantEvent && r.Event == "" {
		wrong = append(wrong, spec.Violation{
			Rule: spec.RuleBodyValue, Side: spec.SideRequest, In: spec.InBody, Pointer: "/event",
			Got: "no event name", Expected: "a name, because the server is strict", Fix: "add \"event\": \"…\"",
		})
	}
	if len(r.ID) > pagetoken.MaxIDBytes {
		wrong = append(wrong, spec.Violation{
			Rule: spec.RuleBodyValue, Side: spec.SideRequest, In: spec.InBody, Pointer: "/id",
			Got: fmt.Sprintf("%d bytes", len(r.ID)), Expected: fmt.Sprintf("at most %d bytes", pagetoken.MaxIDBytes), Fix: "use a shorter id",
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

func decodeEcho(c *call) (chatlayer.EchoRequest, error) {
	return chatlayer.EchoRequest{Message: pipeline.Members(c.Body).Text("message")}, nil
}

// echo serves POST /v1/echo.
// CHL-ECHO-1 to CHL-ECHO-4.
func (a *chatlayerAPI) echo(_ context.Context, in chatlayer.EchoRequest) (chatlayer.EchoResponse, error) {
	return chatlayer.EchoResponse(in), nil
}
