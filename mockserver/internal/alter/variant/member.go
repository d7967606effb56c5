package variant

import (
	"math/rand/v2"
	"sync/atomic"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func members() []Variant {
	return []Variant{
		legal("L16", "json.extra-members", "Answers have members of which the documents say nothing.",
			alter.Together(alter.OnEvents(extraOfEvent), alter.OnObject(anything, extra))),
		legal("L16", "json.shuffled-members", "The members of answers come in another order every time.", shuffled),
		legal("L17", "json.empty-dropped", "Chatlayer answers leave out members that are empty.",
			alter.Together(alter.OnEvents(dropEmpty), alter.OnObject(chatlayerGood, callDropEmpty))),
		legal("L18", "events.absent", "A page without events has no list at all.", alter.OnObject(alter.Listed, noEvents)),
		legal("", "schema.attributes-missing-in-teams", "In the list of a team events have no attributes.",
			alter.OnEvents(withoutMembers("attributes"), alter.ListOfTeam)),
		legal("", "json.no-names", "Events are listed without user_id and conversation_id.",
			alter.OnEvents(withoutMembers("user_id", "conversation_id"))),
	}
}

func chatlayerGood(c *pipeline.Call, a *pipeline.Answer) bool {
	return alter.Good(c, a) && alter.ForChatlayer(c)
}

func anything(*pipeline.Call, *pipeline.Answer) bool { return true }

func extraOfEvent(e alter.Object) alter.Object {
	return e.With("revision", []byte(`7`)).With("labels", []byte(`[]`)).With("origin", []byte(`{"region":"eu","shards":[1,2]}`))
}

// extra keeps to the writing of names that the API has.
func extra(c *pipeline.Call, o alter.Object) alter.Object {
	if alter.ForInkeep(c) {
		return o.With("organizationId", []byte(`"org-demo"`)).With("links", []byte(`{"self":null}`))
	}
	first := alter.Object{}.With("@type", []byte(`"type.example/answer"`))
	return append(first, o.With("total_size", []byte(`-1`)).With("took_ms", []byte(`0.25`))...)
}

// shuffled makes one order per answer for its outermost object and one for each event.
func shuffled(p *pipeline.Pipeline) {
	var served atomic.Uint64
	shuffle := func(o alter.Object) alter.Object {
		r := rand.New(rand.NewPCG(p.Seed, served.Add(1))) //nolint:gosec // the same seed must give the same orders
		r.Shuffle(len(o), func(i, j int) { o[i], o[j] = o[j], o[i] })
		return o
	}
	alter.Together(
		alter.OnEvents(shuffle),
		alter.OnObject(anything, func(_ *pipeline.Call, o alter.Object) alter.Object { return shuffle(o) }),
	)(
		p,
	)
}

func isEmpty(m alter.Member) bool {
	switch string(m.Value) {
	case `""`, `[]`, `{}`, `null`:
		return true
	default:
		return false
	}
}

func dropEmpty(o alter.Object) alter.Object { return o.Without(isEmpty) }

func callDropEmpty(_ *pipeline.Call, o alter.Object) alter.Object { return dropEmpty(o) }

func noEvents(_ *pipeline.Call, o alter.Object) alter.Object {
	return o.Without(func(m alter.Member) bool { return m.Name == "events" && string(m.Value) == "[]" })
}

func withoutMembers(names ...string) func(alter.Object) alter.Object {
	return func(o alter.Object) alter.Object {
		for _, name := range names {
			o = o.Without(func(m alter.Member) bool { return m.Name == name })
		}
		return o
	}
}
