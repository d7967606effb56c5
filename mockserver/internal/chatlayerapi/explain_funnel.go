package chatlayerapi

import (
	"fmt"
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// funnel explains how many users come to each step: the first to which nobody comes is looked at as a list of its events.
func (x explained) funnel() (ex pipeline.Explanation, err error) {
	in, err := decodeFunnel(x.Call)
	if err == nil {
		err = x.resolve(x.Context, &in)
	}
	if err != nil {
		return ex, err
	}
	users, err := x.users(in.ask)
	if err != nil {
		return ex, err
	}
	lost := slices.Index(users, 0)
	at := max(lost, 0) // the first if nobody is lost
	list, err := x.list(x.listOf(in.ask, at), nil)
	if err != nil {
		return ex, err
	}
	const before = 4 // what all steps have in common: the namespace, the bot, the version and the time
	ex.Funnel = list.Funnel[:before]
	for i, n := range users {
		ex.Funnel = append(ex.Funnel, pipeline.Step{Name: fmt.Sprintf("users at step %d, %q", i+1, in.ask.Steps[i].Event), Events: n})
	}
	if lost < 0 {
		ex.Found = users[len(users)-1]
		return ex, nil
	}
	if ex.Hints = list.Hints; list.Found > 0 {
		ex.Hints, err = x.away(in.ask, lost, list.Found)
	}
	for i := range ex.Hints {
		ex.Hints[i] = fmt.Sprintf("step %d: %s", lost+1, ex.Hints[i])
	}
	return ex, err
}

// users is how many come to each step, of whatever cohort.
func (x explained) users(ask chatlayerworld.Funnel) ([]int, error) {
	cohorts, err := chatlayersteps.Of(x.steps).Funnel(x.Call, ask)
	all := make([]int, len(ask.Steps))
	for _, cohort := range cohorts {
		for i, n := range cohort.Counts {
			all[i] += n
		}
	}
	return all, tooWide(err)
}

// listOf is the list of the events of a step.
func (x explained) listOf(ask chatlayerworld.Funnel, step int) *chatlayersteps.Lookup {
	return &chatlayersteps.Lookup{Call: x.Call, Asked: ask.Bot, Bots: []string{ask.Bot}, Query: eventstore.Query{
		Start: ask.Start, End: ask.End, Labels: ask.Steps[step].Attributes,
		Where: []eventstore.Equal{
			{Field: chatlayerworld.FieldVersion, Value: ask.Version}, {Field: chatlayerworld.FieldEvent, Value: ask.Steps[step].Event},
		},
	}}
}

// away tells why nobody comes to a step of which there are events.
func (x explained) away(ask chatlayerworld.Funnel, step, events int) ([]string, error) {
	there := fmt.Sprintf("%d of its events are there", events)
	if events == 1 {
		there = "1 of its events is there"
	}
	if step == 0 {
		return []string{there + ", without a user_id, and users are counted"}, nil
	}
	hint := there + ", and no user has one after the steps before it"
	if !ask.Strict {
		return []string{hint}, nil
	}
	ask.Strict = false
	users, err := x.users(ask)
	if err == nil && users[step] > 0 {
		hint = fmt.Sprintf("%s, and none stands directly behind the step before it, as order_type strict asks; %d come to it by sequential",
			there, users[step])
	}
	return []string{hint}, err
}
