package variant

import (
	"math/rand/v2"
	"sync/atomic"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func members() []Variant {
	return []Variant{
		legal("L16", "json.extra-members", "Answers have members of which the documents say nothing.", all(onEvents(extraOfEvent), onObject(anything, extra))),
		legal("L16", "json.shuffled-members", "The members of answers come in another order every time.", shuffled),
		legal("L17", "json.empty-dropped", "Chatlayer answers leave out members that are empty.", all(onEvents(dropEmpty), onObject(chatlayerGood, callDropEmpty))),
		legal("L18", "events.absent", "A page without events has no list at all.", onObject(listed, noEvents)),
	}
}

func anything(*pipeline.Call, pipeline.Answer) bool { return true }

func extraOfEvent(e object) object {
	return append(e, member{"revision", []byte(`7`)}, member{"labels", []byte(`[]`)}, member{"origin", []byte(`{"region":"eu","shards":[1,2]}`)})
}

// extra keeps to the writing of names that the API has.
func extra(c *pipeline.Call, o object) object {
	if c.API == inkeepAPI {
		return append(o, member{"organizationId", []byte(`"org-demo"`)}, member{"links", []byte(`{"self":null}`)})
	}
	return append(object{{"@type", []byte(`"type.example/answer"`)}}, append(o, member{"total_size", []byte(`-1`)}, member{"took_ms", []byte(`0.25`)})...)
}

// shuffled makes one order per answer for its outermost object and one for each event.
func shuffled(p *pipeline.Pipeline) {
	var served atomic.Uint64
	shuffle := func(o object) object {
		r := rand.New(rand.NewPCG(p.Seed, served.Add(1))) //nolint:gosec // the same seed must give the same orders
		r.Shuffle(len(o), func(i, j int) { o[i], o[j] = o[j], o[i] })
		return o
	}
	all(onEvents(shuffle), onObject(anything, func(_ *pipeline.Call, o object) object { return shuffle(o) }))(p)
}

func isEmpty(m member) bool {
	switch string(m.value) {
	case `""`, `[]`, `{}`, `null`:
		return true
	default:
		return false
	}
}

func dropEmpty(o object) object { return o.without(isEmpty) }

func callDropEmpty(_ *pipeline.Call, o object) object { return dropEmpty(o) }

func noEvents(_ *pipeline.Call, o object) object {
	return o.without(func(m member) bool { return m.name == "events" && string(m.value) == "[]" })
}
