package chatlayerapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pagetoken"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

const (
	defaultPageSize = 50  // CHL-PAGE-13
	maxPageSize     = 100 // CHL-PAGE-2
)

// decodeBotList reads what GET has in the query and POST, which takes attribute filters too, in the body.
func decodeBotList(c *pipeline.Call) (*chatlayersteps.Lookup, error) {
	bot := c.Path.Get("bot_id")
	l := newLookup(c, "bot events", "bot_id", bot)
	l.Asked = bot
	l.Bots = []string{bot}
	var f filters
	l.Query.Labels = f.conditions("/filters", c.Body.Objects("filters"))
	if err := f.refused("/filters"); err != nil {
		return nil, err
	}
	return l, readList(l)
}

// decodeTeamList reads a list over all bots of a team and all versions.
func (a *api) decodeTeamList(c *pipeline.Call) (*chatlayersteps.Lookup, error) {
	team := c.Path.Get("team_id")
	l := newLookup(c, "team events", "team_id", team)
	l.Bots = chatlayerworld.Bots(a.steps.World, team)
	return l, readList(l)
}

// roomOfList is memory for most lists. What a list finds may be kept, with the bots of which it is, but not what it asks for.
type roomOfList struct {
	lookup    chatlayersteps.Lookup
	arguments [10]pagetoken.Argument
	where     [2]eventstore.Equal
}

// Clear lets go of what was looked for.
func (r *roomOfList) Clear() { *r = roomOfList{} }

// newLookup begins a lookup of a list whose page tokens are bound to what the path says, whatever else is asked for.
func newLookup(c *pipeline.Call, kind, name, value string) *chatlayersteps.Lookup {
	room, there := c.Room.(*roomOfList)
	if !there {
		room = &roomOfList{}
		c.Room = room
	}
	l := &room.lookup
	*l = chatlayersteps.Lookup{Call: c, Team: c.Who.Team}
	l.Query.Where = room.where[:0]
	l.Bound = pagetoken.Query{Kind: kind, Arguments: room.arguments[:0]}
	l.Bound.Bind(name, value)
	return l
}

// readList reads the arguments that all lists have. Empty filters mean unfiltered.
func readList(l *chatlayersteps.Lookup) (err error) {
	args := l.Call.Args()
	q := &l.Query
	if q.Start, q.End, err = window(l.Call, args); err != nil {
		return err
	}
	q.Limit, l.Token = pageSize(args.Int32("page_size")), args.Text("page_token")
	l.Bound.Bind("start_time", canonicalTime(q.Start))
	l.Bound.Bind("end_time", canonicalTime(q.End))
	for _, field := range chatlayerworld.Fields() {
		value := args.Text(field)
		l.Bound.Bind(field, value)
		if value != "" {
			q.Where = append(q.Where, eventstore.Equal{Field: field, Value: value})
		}
	}
	q.Where = slices.Clip(q.Where) // steps may add to copies
	l.Bound.Bind("filters", canonicalFilters(q.Labels))
	return nil
}

// listEvents serves GET and POST /v1/bots/{bot_id}/events/stream, and GET /v1/teams/{team_id}/events.
// CHL-TIME-1 to CHL-TIME-13, CHL-PAGE-1 to CHL-PAGE-26, CHL-FLT-1 to CHL-FLT-13, CHL-TEAM-1 to CHL-TEAM-7.
func (a *api) listEvents(_ context.Context, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
	page, err := chatlayersteps.Of(a.steps).List(l)
	return page, badToken(l.Call, l.Token, err)
}

// pageSize coerces what is too large and takes the default for what is absent or zero.
func pageSize(asked *int32) int {
	if asked == nil || *asked == 0 {
		return defaultPageSize
	}
	return min(int(*asked), maxPageSize)
}

// window reads the half-open time range. A range that ends before it starts is refused; one that ends where it starts is empty.
func window(c *pipeline.Call, args *spec.Members) (from, to time.Time, err error) {
	start, end := args.Text("start_time"), args.Text("end_time")
	if from, err = spec.ParseTime(start); err != nil {
		return from, to, err
	}
	if to, err = spec.ParseTime(end); err != nil {
		return from, to, err
	}
	if to.Before(from) {
		return from, to, pipeline.Broken(http.StatusBadRequest, argument(c, "end_time", spec.Violation{
			Got:      fmt.Sprintf("%s, which is before start_time %s", end, start),
			Expected: "a range that ends at or after its start", Fix: "swap start_time and end_time",
		}))
	}
	return from, to, nil
}

func canonicalTime(t time.Time) string {
	var room [32]byte
	seconds := strconv.AppendInt(room[:0], t.Unix(), 10)
	return string(strconv.AppendInt(append(seconds, '.'), int64(t.Nanosecond()), 10))
}

func canonicalFilters(labels []eventstore.Condition) string {
	if len(labels) == 0 {
		return ""
	}
	var filters strings.Builder
	for _, c := range labels {
		fmt.Fprintf(&filters, "%q %d %q;", c.Key, c.Op, c.Values)
	}
	return filters.String()
}

// argument places a violation at an argument, which GET has in the query and POST in the body.
func argument(c *pipeline.Call, name string, v spec.Violation) spec.Violation {
	v.Side = spec.SideRequest
	if c.Body.Given() {
		v.In, v.Rule, v.Pointer = spec.InBody, spec.RuleBodyValue, "/"+name
	} else {
		v.In, v.Rule, v.Name = spec.InQuery, spec.RuleQueryValue, name
	}
	return v
}

// badToken refuses a page token and says why it does not fit. Other errors, and none, stay as they are.
func badToken(c *pipeline.Call, token string, err error) error {
	if err == nil {
		return nil
	}
	var mismatch *pagetoken.MismatchError
	if !errors.As(err, &mismatch) && !errors.Is(err, pagetoken.ErrMalformed) {
		return err
	}
	v := spec.Violation{
		Got:      strconv.Quote(pipeline.Shorten(token)),
		Expected: "a next_page_token that this server gave", Fix: "send the token unchanged, or none to start anew",
	}
	if mismatch != nil {
		v.Got = "a token of a call with another " + strings.Join(mismatch.Arguments, ", ")
		v.Expected = "the same arguments as in the call that gave the token; only page_size may change"
		v.Fix = "repeat that call's " + strings.Join(mismatch.Arguments, ", ") + ", or send no page_token to start anew"
	}
	return pipeline.Broken(http.StatusBadRequest, argument(c, "page_token", v))
}

// find reads one page and makes the token of the next.
func find(p *pipeline.Pipeline, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
	q, tokens := l.Query, chatlayersteps.Of(p).Tokens
	if !l.First() {
		var err error
		if q.After, err = tokens.Decode(l.Bound, l.Token); err != nil {
			return chatlayersteps.Page{}, err
		}
	}
	found, err := chatlayerworld.List(l.Context(), p.World, q, l.Bots...)
	if err != nil {
		return chatlayersteps.Page{}, err
	}
	if err := taken(p, l.Asked, l.Team); err != nil {
		return chatlayersteps.Page{}, err
	}
	page := chatlayersteps.Page{Encoded: found.Payloads}
	if found.More {
		page.Next = tokens.Encode(l.Bound, found.Last)
	}
	if p.Altered {
		return page.Decoded()
	}
	return page, nil
}
