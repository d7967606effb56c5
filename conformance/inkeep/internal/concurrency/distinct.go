package concurrency

import (
	"bytes"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// longestCompared is the longest request that is looked at for its id; it keeps what a run remembers small.
const longestCompared = 4 << 10

// distinct watches for two events of the run, of whatever checks, that got the same id. Ids that were given are other checks' business,
// and the second key may be of another project, which may count for itself.
type distinct struct {
	first map[made]*exchange.Exchange
	found *conformance.Failure
}

// made is an id that a target made for the holder of a key.
type made struct{ key, id string }

func watchIDs() conformance.Watcher { return &distinct{first: map[made]*exchange.Exchange{}} }

// See looks at one answer.
func (w *distinct) See(x *exchange.Exchange) {
	got, read := x.Read.(*kit.Answer)
	if !read || w.found != nil || !kit.Logged(x) || len(x.Request.Body) > longestCompared {
		return
	}
	sent, err := exchange.JSON(x.Request.Body)
	object, _ := sent.(map[string]any)
	id := got.Member("id")
	if _, given := object["id"]; err != nil || given || id == "" {
		return
	}
	own := made{x.Request.Authorization, id}
	before := w.first[own]
	if before == nil {
		w.first[own] = x.Brief()
		return
	}
	if other, _ := exchange.JSON(before.Request.Body); !bytes.Equal(kit.Encode(other), kit.Encode(sent)) {
		w.found = &conformance.Failure{
			Message: "two events got the same id", Expected: "an id of its own for each", Got: "twice " + kit.Brief(id),
			Exchanges: []*exchange.Exchange{before, x.Brief()}, Symptoms: kit.IDOfAnother(),
		}
	}
}
