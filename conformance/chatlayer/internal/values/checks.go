package values

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// Checks are the checks of the values of attributes.
func Checks() []conformance.Check { return []conformance.Check{answers, found, own, narrowed} }

// operation is the one that they are about.
const operation = "GetEventAttributeValues"

// question makes the request for the values of an attribute; a nil query is none.
func question(p *kit.Probe, bot, attribute string, query any) exchange.Request {
	body := map[string]any{}
	if query != nil {
		body["query"] = query
	}
	return p.Question(http.MethodPost, "/v1/bots/"+url.PathEscape(bot)+"/events/attributes/"+url.PathEscape(attribute)+"/values", "", body)
}

// read takes the values out of an answer.
func read(got kit.Reply) (values []value, problem string) {
	if got.Problem != "" {
		return nil, got.Problem
	}
	list, problem := kit.Objects(got.Members, "attributes")
	for _, o := range list {
		if problem == "" {
			problem = kit.Misfit(o, map[string]kit.Form{"key": kit.AText, "value": kit.AText})
		}
		values = append(values, value{kit.TextOf(o, "key"), kit.TextOf(o, "value"), o})
	}
	return values, problem
}

type value struct {
	key, text string
	told      map[string]json.RawMessage
}

// ask asks for the values of an attribute and ends the check if they cannot be read.
func ask(ctx context.Context, p *kit.Probe, bot, attribute string, query any) ([]value, *exchange.Exchange) {
	got := p.Tell(ctx, question(p, bot, attribute, query))
	return mustRead(p, got), got.X
}

// mustRead is read that ends the check.
func mustRead(p *kit.Probe, got kit.Reply) []value {
	values, problem := read(got)
	if problem != "" {
		p.Inconclusive("values of an attribute cannot be read: %s; see chatlayer.values.answers", problem)
	}
	return values
}

func holds(values []value, text string) bool {
	for _, v := range values {
		if v.text == text {
			return true
		}
	}
	return false
}

// What the events of these checks have: three values of an attribute that share no character, one of which is all signs that mean
// something in patterns, and one of another attribute that shares none with them.
const (
	plum  = "Plum"
	fig   = "Fig"
	signs = `%_.*(\`
	other = "sonata"
)

// nothing is a query that has no character in common with any of them.
const nothing = "zzz"

func notNarrowed() []conformance.Symptom {
	return []conformance.Symptom{{Text: "a query does not leave out values that have nothing in common with it", Requirement: "CHL-VAL-6"}}
}

// planted are events with attributes that no one else's events have.
type planted struct{ fruit, music, like string } // the last differs from the first by the case of letters alone

// plantedOnce tracks the events, if no check has.
func plantedOnce(ctx context.Context, p *kit.Probe) planted {
	return *kit.SharedBy[planted](p).Get(func() *planted {
		names := planted{p.Names.Of("fruit"), p.Names.Of("music"), p.Names.Of("FRUIT")}
		p.Tell(ctx, question(p, p.Bot, names.fruit, plum)) // before anything is tracked for it
		var events []*kit.RunEvent
		for i, attributes := range []map[string]string{
			{names.fruit: plum, names.music: other}, {names.fruit: fig, names.like: other}, {names.fruit: signs},
		} {
			e := p.OwnEvent("valued", time.Duration(i)*time.Second)
			e.Attributes = attributes
			events = append(events, p.MustTrack(ctx, e))
		}
		p.MustShow(ctx, events...)
		return &names
	})
}

// mustTell waits until the values of the planted events are told, and ends the check if none is.
func mustTell(ctx context.Context, p *kit.Probe) planted {
	names := plantedOnce(ctx, p)
	if !p.Await(ctx, func() bool {
		values, _ := ask(ctx, p, p.Bot, names.fruit, plum)
		return holds(values, plum)
	}) {
		p.Inconclusive("a value that a listed event has was not told within the time that was waited; see chatlayer.values.found")
	}
	return names
}
