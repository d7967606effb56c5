package chatlayerapi

import (
	"cmp"
	"fmt"
	"iter"
	"net/url"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerapi/internal/explain"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// explained is an answer that is being explained.
type explained struct {
	*api
	*pipeline.Call

	others iter.Seq[pipeline.Neighbour]
}

// explainAnswer explains what lists and counts.
func explainAnswer(
	p *pipeline.Pipeline, c *pipeline.Call, refused bool, others iter.Seq[pipeline.Neighbour],
) (ex pipeline.Explanation, is bool, err error) {
	x := explained{&api{steps: p}, c, others}
	explain := map[string]func() (pipeline.Explanation, error){
		"ListEvents":               func() (pipeline.Explanation, error) { return x.list(decodeBotList(c)) },
		"ListEventsWithFilters":    func() (pipeline.Explanation, error) { return x.list(decodeBotList(c)) },
		"GetTeamEvents":            func() (pipeline.Explanation, error) { return x.list(x.decodeTeamList(c)) },
		"ListEventDefinitions":     func() (pipeline.Explanation, error) { return x.definitions(x.decodeBotDefinitions(c)) },
		"ListTeamEventDefinitions": func() (pipeline.Explanation, error) { return x.definitions(x.decodeTeamDefinitions(c)) },
		"GetEventAttributeValues":  x.values,
		"ComputeEventsFunnel":      x.funnel,
	}[c.Op.ID]
	switch {
	case explain == nil:
		return ex, false, nil
	case refused:
		return pipeline.Explanation{Hints: x.numbers()}, true, nil
	}
	owner, _ := chatlayerworld.Owner(p.World, c.Path.Get("bot_id"))
	c.Who.Team = cmp.Or(c.Path.Get("team_id"), owner, c.Args().Text("team_id")) // what was served was the caller's own
	ex, err = explain()
	return ex, true, err
}

// numbers are hints about the times of what was refused.
func (x explained) numbers() []string {
	query, _ := url.ParseQuery(x.RawQuery) // what can be read of it
	return explain.Numbers(query, x.Sent)
}

func (x explained) list(l *chatlayersteps.Lookup, err error) (ex pipeline.Explanation, _ error) {
	var after eventstore.Position
	if err == nil && !l.First() {
		after, err = chatlayersteps.Of(x.steps).Tokens.Decode(l.Bound, l.Token)
	}
	if err != nil {
		return ex, err
	}
	if ex, err = explain.List(x.Context, l, after, x.everything(l.Asked)); err != nil || ex.Found > 0 {
		return ex, err
	}
	elsewhere, err := explain.Elsewhere(x.Context, l, x.others)
	ex.Hints = append(elsewhere, ex.Hints...)
	return ex, err
}

// everything is all events, seeded ones of the bot that is asked for among them.
func (x explained) everything(asked string) iter.Seq2[fixtures.ChatlayerEvent, error] {
	if asked == "" {
		return chatlayerworld.Everything(x.steps.World)
	}
	return chatlayerworld.Everything(x.steps.World, asked)
}

// values explains the values of an attribute.
func (x explained) values() (ex pipeline.Explanation, err error) {
	in, err := decodeValues(x.Call)
	if err != nil {
		return ex, err
	}
	return explain.Values(x.Context, in.ValueLookup, x.everything(in.Bot))
}

// mostDefinitions is how many definitions are counted at most.
const mostDefinitions = 10_000

// definitions explains a list of definitions, of which there are those of bots that have events, and those that were created.
func (x explained) definitions(l *chatlayersteps.DefinitionLookup, err error) (ex pipeline.Explanation, _ error) {
	if err != nil {
		return ex, err
	}
	of := &chatlayersteps.Lookup{Asked: l.Asked, Bots: l.Bots}
	if ex, err = explain.List(x.Context, of, eventstore.Position{}, x.everything(l.Asked)); err != nil {
		return ex, err
	}
	add := func(step, token string) (err error) {
		whole := *l
		whole.Limit, whole.Token = mostDefinitions, token
		page, err := chatlayersteps.Of(x.steps).Definitions(&whole)
		ex.Found = len(page.EventDefinitions)
		ex.Funnel = append(ex.Funnel, pipeline.Step{Name: step, Events: ex.Found, AtLeast: page.NextPageToken != ""})
		return err
	}
	if err = add("definitions", ""); err == nil && l.Token != "" {
		err = add("page_token", l.Token)
	}
	switch {
	case ex.Found > l.Limit:
		ex.Hints = []string{fmt.Sprintf(
			"there are %d definitions, and a page has at most %d; send next_page_token as page_token to read on", ex.Found, l.Limit,
		)}
	case ex.Found > 0:
		ex.Hints = nil
	}
	return ex, err
}
