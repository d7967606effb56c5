package kit

import (
	"bytes"
	"cmp"
	"context"
	"sync"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// Together delivers n requests over some lanes at the same time and returns the answers in the order of the requests.
func (a *Asker) Together(ctx context.Context, n int, next func(i int) Post) []*Answer {
	const lanes = 8
	got := make([]*Answer, n)
	var all sync.WaitGroup
	for lane := range min(lanes, n) {
		all.Go(func() {
			for i := lane; i < n; i += lanes {
				got[i] = a.Deliver(ctx, func() Post { return next(i) })
			}
		})
	}
	all.Wait()
	return got
}

// IDOfAnother is what shows where an event that gave no id has the one of another.
func IDOfAnother() []conformance.Symptom {
	return []conformance.Symptom{{Text: "an event without an id gets the one of another"}}
}

// EmptyID fails: nothing can be named by the id of an answer.
func (a *Asker) EmptyID(got *Answer) {
	a.FailWith(got, "an event gets an empty id", "an id that is not empty", got.Shown())
}

// OtherTime is what shows where an event that gave no time does not have that of its receipt.
func OtherTime() []conformance.Symptom {
	return []conformance.Symptom{{Text: "an event without createdAt does not get the time of its receipt"}}
}

// SameID fails unless the two answers are to one event.
func (a *Asker) SameID(one, other *Answer) {
	if bytes.Equal(one.Draft.Body(), other.Draft.Body()) {
		return
	}
	if one.Event["id"] == "" {
		a.EmptyID(one)
	}
	a.Fail(conformance.Failure{
		Message: "two events got the same id", Expected: "an id of its own for each", Got: "twice " + Brief(one.Member("id")),
		LooksLike: cmp.Or(a.Likely(other), a.Likely(one)), Symptoms: IDOfAnother(),
		Exchanges: []*exchange.Exchange{one.Exchange, other.Exchange},
	})
}
