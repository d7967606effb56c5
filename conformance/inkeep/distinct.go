package inkeep

import (
	"bytes"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/wire"
)

// longestCompared is the longest request that is looked at for its id; it keeps what a run remembers small.
const longestCompared = 4 << 10

// distinct watches for two events of the run, of whatever checks, that got the same id. Ids that were given are other checks' business.
type distinct struct {
	first map[string]*wire.Exchange
	found *conformance.Failure
}

func watchIDs() conformance.Watcher { return &distinct{first: map[string]*wire.Exchange{}} }

// See looks at one answer.
func (w *distinct) See(x *wire.Exchange) {
	got, read := x.Read.(*answer)
	if !read || w.found != nil || !logged(x) || len(x.Request.Body) > longestCompared {
		return
	}
	sent, err := decode(x.Request.Body)
	object, _ := sent.(map[string]any)
	id := got.member("id")
	if _, given := object["id"]; err != nil || given || id == "" {
		return
	}
	before := w.first[id]
	if before == nil {
		w.first[id] = x.Brief()
		return
	}
	if other, _ := decode(before.Request.Body); !bytes.Equal(encode(other), encode(sent)) {
		w.found = &conformance.Failure{
			Message: "two events got the same id", Expected: "an id of its own for each", Got: "twice " + brief(id), Exchanges: []*wire.Exchange{before, x.Brief()},
		}
	}
}
