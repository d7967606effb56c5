package concurrency

import (
	"context"
	"fmt"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

var served = conformance.Check{
	ID:          "chatlayer.concurrency.served",
	Level:       conformance.Should,
	Requirement: "CHL-OPS-1",
	Also:        []string{"CHL-OPS-2"},
	Title:       "Valid requests are served, also while others are under way.",
	Operations:  []string{kit.Get, kit.Post},
	Phase:       conformance.Closing,
	Floor:       map[string]int{"requests": 20},
	Run:         kit.WithoutPlanted(runServed),
}

// runServed looks back at the valid requests that met a server error and were answered when they were sent again alone. The checks
// that sent them judge the second answer. As many are forgiven as happen by chance.
func runServed(_ context.Context, p *kit.Probe) {
	var unsteady []*exchange.Exchange
	requests := 0
	for _, x := range p.Exchanges() {
		if x.Request.Safe && !x.Request.Hostile {
			p.Saw("requests", 1)
			requests++
		}
		if x.Unsteady() {
			unsteady = append(unsteady, x)
		}
	}
	switch {
	case len(unsteady) == 0:
		return
	case len(unsteady) <= 1+requests/1000:
		p.Record("%s met a server error, and not when sent again alone", english.Of(len(unsteady), requests, "valid request"))
		return
	}
	first := unsteady[0]
	p.Fail(conformance.Failure{
		Message: english.Count(len(unsteady), "valid request") +
			" met a server error while others were under way, and not when sent again alone",
		Expected: "the same answer as alone: " + fmt.Sprint("status ", first.Status), Got: kit.Gist(first.Beside),
		LooksLike: "valid requests meet server errors that do not come again", Exchanges: []*exchange.Exchange{first.Beside, first},
	})
}
