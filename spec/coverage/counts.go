package coverage

import (
	"sync/atomic"

	"github.com/understudy-mock/understudy/spec"
)

// Counts count how often items are used. They are safe for concurrent use: requests share no lock, and take no memory besides that of
// the first one.
type Counts struct {
	items   *Items
	all     *Counts // which count the same too; nil if there are none
	tallies atomic.Pointer[[]tally]
}

// NewCounts returns counts of items. Others, which may be nil, go on counting what these forget.
func NewCounts(items *Items, all *Counts) *Counts {
	return &Counts{items: items, all: all}
}

// tally counts the items of one contract. It is a spec.Counter.
type tally struct {
	hits []atomic.Int64
	all  *tally
}

// Count counts one use of an item.
func (t *tally) Count(item int) {
	t.hits[item].Add(1)
	if t.all != nil {
		t.all.hits[item].Add(1)
	}
}

// Count counts what a request used of an operation of one of the contracts, which is named. Operations of others are not counted.
func (c *Counts) Count(contract string, op *spec.Operation, use spec.Use) {
	if i, there := c.items.part(contract); there {
		op.Count(use, &c.begun()[i])
	}
}

// begun is what the counts are counted in, which is made for the first request.
func (c *Counts) begun() []tally {
	if made := c.tallies.Load(); made != nil {
		return *made
	}
	var above []tally
	if c.all != nil {
		above = c.all.begun()
	}
	hits, fresh := make([]atomic.Int64, len(c.items.all)), make([]tally, len(c.items.parts))
	for i, p := range c.items.parts {
		fresh[i].hits = hits[p.first : p.first+p.count]
		if above != nil {
			fresh[i].all = &above[i]
		}
	}
	if c.tallies.CompareAndSwap(nil, &fresh) {
		return fresh
	}
	return c.begun() // somebody else has made it
}

// Clear forgets what was counted. What the others have counted stays.
func (c *Counts) Clear() { c.tallies.Store(nil) }

// Report tells what was counted until now.
func (c *Counts) Report() Report {
	hits := make([]int64, len(c.items.all))
	if made := c.tallies.Load(); made != nil {
		for i, p := range c.items.parts {
			for item := range (*made)[i].hits {
				hits[p.first+item] = (*made)[i].hits[item].Load()
			}
		}
	}
	return c.items.report(hits)
}
