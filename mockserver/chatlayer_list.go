package mockserver

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pagetoken"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

const (
	defaultPageSize = 50  // CHL-PAGE-13
	maxPageSize     = 100 // CHL-PAGE-2
)

// listInput is the input of listEvents: GET's parameters are a part of POST's body.
type listInput struct {
	call *call
	bot  string
	team string        // the caller's
	in   spec.Location // where the arguments came from
	chatlayer.ListEventsRequest
}

// teamInput is the input of teamEvents.
type teamInput struct {
	call *call
	team string
	chatlayer.GetTeamEventsParams
}

func decodeListParams(c *call) (listInput, error) {
	return readList(c, spec.InQuery), nil
}

func readList(c *call, in spec.Location) listInput {
	p := members(c.Args())
	return listInput{call: c, bot: c.Path["bot_id"], team: c.Who.Team, in: in, ListEventsRequest: chatlayer.ListEventsRequest{
		Version: chatlayer.BotVersion(p.text("version")), StartTime: p.text("start_time"), EndTime: p.text("end_time"),
		PageSize: p.int32("page_size"), PageToken: p.text("page_token"),
		Event: p.text("event"), ConversationID: p.text("conversation_id"), UserID: p.text("user_id"), CampaignID: p.text("campaign_id"),
	}}
}

func decodeListBody(c *call) (listInput, error) {
	in := readList(c, spec.InBody)
	for _, f := range members(c.Body).objects("filters") {
		in.Filters = append(in.Filters, chatlayer.AttributeFilter{
			Key: f.text("key"), Operator: f.text("operator"), Value: f.texts("value"),
		})
	}
	return in, nil
}

func decodeTeamParams(c *call) (teamInput, error) {
	p := members(c.Params)
	return teamInput{call: c, team: c.Path["team_id"], GetTeamEventsParams: chatlayer.GetTeamEventsParams{
		StartTime: p.text("start_time"), EndTime: p.text("end_time"), UserID: p.text("user_id"),
		PageSize: p.int32("page_size"), PageToken: p.text("page_token"),
	}}, nil
}

// listEvents serves GET and POST /v1/bots/{bot_id}/events/stream.
// CHL-TIME-1 to CHL-TIME-13, CHL-PAGE-1 to CHL-PAGE-26, CHL-FLT-1 to CHL-FLT-13.
func (a *chatlayerAPI) listEvents(_ context.Context, in listInput) (chatlayer.ListEventsResponse, error) {
	labels, err := conditions(in.Filters)
	if err != nil {
		return chatlayer.ListEventsResponse{}, err
	}
	page, err := a.page(pageRequest{
		call: in.call, kind: "bot events", in: in.in, scope: pagetoken.Argument{Name: "bot_id", Value: in.bot}, asked: in.bot, bots: []string{in.bot}, team: in.team,
		start: in.StartTime, end: in.EndTime, size: in.PageSize, token: in.PageToken,
		where: filled(
			eventstore.Equal{Field: world.FieldVersion, Value: string(in.Version)},
			eventstore.Equal{Field: world.FieldEvent, Value: in.Event},
			eventstore.Equal{Field: world.FieldConversation, Value: in.ConversationID},
			eventstore.Equal{Field: world.FieldUser, Value: in.UserID},
			eventstore.Equal{Field: world.FieldCampaign, Value: in.CampaignID},
		),
		labels: labels,
	})
	return chatlayer.ListEventsResponse{Events: page.Events, NextPageToken: page.Next}, err
}

// teamEvents serves GET /v1/teams/{team_id}/events: all bots and all versions.
// CHL-TEAM-1 to CHL-TEAM-7.
func (a *chatlayerAPI) teamEvents(_ context.Context, in teamInput) (chatlayer.GetTeamEventsResponse, error) {
	page, err := a.page(pageRequest{
		call: in.call, kind: "team events", in: spec.InQuery, scope: pagetoken.Argument{Name: "team_id", Value: in.team}, bots: a.world.Bots(in.team), team: in.team,
		start: in.StartTime, end: in.EndTime, size: in.PageSize, token: in.PageToken,
		where: filled(eventstore.Equal{Field: world.FieldUser, Value: in.UserID}),
	})
	return chatlayer.GetTeamEventsResponse{Events: page.Events, NextPageToken: page.Next}, err
}

// filled leaves out the filters that are empty, which mean unfiltered.
func filled(all ...eventstore.Equal) []eventstore.Equal {
	var where []eventstore.Equal
	for _, e := range all {
		if e.Value != "" {
			where = append(where, e)
		}
	}
	return where
}

// pageRequest is what all lists have in common.
type pageRequest struct {
	call       *call
	kind       string
	in         spec.Location
	scope      pagetoken.Argument // the bot or the team
	asked      string             // the bot; empty if it is the team
	bots       []string
	team       string // the caller's
	start, end string
	size       *int32
	token      string
	where      []eventstore.Equal
	labels     []eventstore.Condition
}

// page reads the arguments and finds the page.
func (a *chatlayerAPI) page(r pageRequest) (pipeline.Page, error) {
	q := eventstore.Query{Where: r.where, Labels: r.labels, Limit: pageSize(r.size)}
	var err error
	if q.Start, q.End, err = r.window(); err != nil {
		return pipeline.Page{}, err
	}
	page, err := a.steps.List(&pipeline.Lookup{
		Call: r.call, Team: r.team, Asked: r.asked, Bots: r.bots, Query: q, Bound: r.binding(q), Token: r.token,
	})
	return page, r.badToken(err)
}

// pageSize coerces what is too large and takes the default for what is absent or zero.
func pageSize(asked *int32) int {
	if asked == nil || *asked == 0 {
		return defaultPageSize
	}
	return min(int(*asked), maxPageSize)
}

// window reads the half-open time range. A range that ends before it starts is refused; one that ends where it starts is empty.
func (r pageRequest) window() (from, to time.Time, err error) {
	if from, err = spec.ParseTime(r.start); err != nil {
		return from, to, err
	}
	if to, err = spec.ParseTime(r.end); err != nil {
		return from, to, err
	}
	if to.Before(from) {
		return from, to, broken(http.StatusBadRequest, r.argument("end_time", spec.Violation{
			Got:      fmt.Sprintf("%s, which is before start_time %s", r.end, r.start),
			Expected: "a range that ends at or after its start", Fix: "swap start_time and end_time",
		}))
	}
	return from, to, nil
}

// binding is what a page token is bound to: everything but the page size, in a form in which equal meanings are equal.
func (r pageRequest) binding(q eventstore.Query) pagetoken.Query {
	b := pagetoken.Query{Kind: r.kind, Arguments: []pagetoken.Argument{
		r.scope, {Name: "start_time", Value: canonicalTime(q.Start)}, {Name: "end_time", Value: canonicalTime(q.End)},
	}}
	for _, field := range []string{world.FieldVersion, world.FieldEvent, world.FieldConversation, world.FieldUser, world.FieldCampaign} {
		value := ""
		for _, w := range r.where {
			if w.Field == field {
				value = w.Value
			}
		}
		b.Arguments = append(b.Arguments, pagetoken.Argument{Name: field, Value: value})
	}
	var filters strings.Builder
	for _, c := range r.labels {
		fmt.Fprintf(&filters, "%q %d %q;", c.Key, c.Op, c.Values)
	}
	b.Arguments = append(b.Arguments, pagetoken.Argument{Name: "filters", Value: filters.String()})
	return b
}

func canonicalTime(t time.Time) string {
	return strconv.FormatInt(t.Unix(), 10) + "." + strconv.Itoa(t.Nanosecond())
}

// argument places a violation at an argument, which GET has in the query and POST in the body.
func (r pageRequest) argument(name string, v spec.Violation) spec.Violation {
	v.Side, v.In = spec.SideRequest, r.in
	if r.in == spec.InBody {
		v.Rule, v.Pointer = spec.RuleBodyValue, "/"+name
	} else {
		v.Rule, v.Name = spec.RuleQueryValue, name
	}
	return v
}

// badToken refuses a page token and says why it does not fit. Other errors, and none, stay as they are.
func (r pageRequest) badToken(err error) error {
	var mismatch *pagetoken.MismatchError
	if !errors.As(err, &mismatch) && !errors.Is(err, pagetoken.ErrMalformed) {
		return err
	}
	v := spec.Violation{
		Got:      strconv.Quote(shorten(r.token)),
		Expected: "a next_page_token that this server gave", Fix: "send the token unchanged, or none to start anew",
	}
	if mismatch != nil {
		v.Got = "a token of a call with another " + strings.Join(mismatch.Arguments, ", ")
		v.Expected = "the same arguments as in the call that gave the token; only page_size may change"
		v.Fix = "repeat that call's " + strings.Join(mismatch.Arguments, ", ") + ", or send no page_token to start anew"
	}
	return broken(http.StatusBadRequest, r.argument("page_token", v))
}
