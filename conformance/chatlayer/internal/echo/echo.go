package echo

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// echo sends a message and returns what came back. A target without the operation is none of the check's business: Echo is not
// among the events operations.
func echo(ctx context.Context, p *kit.Probe, message string) (got string, x *exchange.Exchange) {
	x = p.Do(ctx, p.EchoRequest(map[string]string{"message": message}))
	if body, err := x.Plain(); err == nil {
		if members, err := kit.ReadObject(body); err == nil {
			_ = json.Unmarshal(members["message"], &got) // another type is another text
		}
	}
	return got, x
}

// offered ends the check if the target has no echo, or no time. The documents have the operation (CHL-ECHO-1), so a target without it is
// not judged to the end.
func offered(p *kit.Probe, x *exchange.Exchange) {
	switch {
	case x.Err != nil || x.Busy():
		p.Inconclusive("the way to the target failed: %s", kit.Gist(x))
	case x.Status == http.StatusNotFound || x.Status == http.StatusMethodNotAllowed || x.Status == http.StatusNotImplemented:
		p.Inconclusive("the target does not offer POST /v1/echo: it answers %d; if it is not meant to, leave the checks out with --skip "+
			"'chatlayer.echo.*'", x.Status)
	}
}

var sameText = conformance.Check{
	ID:          "chatlayer.echo.same-text",
	Level:       conformance.Must,
	Requirement: "CHL-ECHO-3",
	Also:        []string{"CHL-ECHO-1", "CHL-ECHO-2", "CHL-OPS-4", "CHL-OPS-6"},
	Title:       "Echo answers the message that it was sent.",
	Operations:  []string{"Echo"},
	Unplanted:   true,
	Floor:       map[string]int{"messages": 5},
	Run:         kit.WithoutPlanted(same),
}

func same(ctx context.Context, p *kit.Probe) {
	for _, message := range []string{
		"hello", " two spaces  and an end ", "naïve café 日本語 😀", "quote\" back\\slash\nline <b>&amp;</b>",
		strings.Repeat("0123456789", 90),
		strings.Repeat("0123456789", 20), "Hello AGAIN", strings.Repeat("long enough ", 300), "null", `{"a": 1}`, "one\r\ntwo",
	} {
		got, x := echo(ctx, p, message)
		offered(p, x)
		if len(message) > 100 && x.Refused() {
			continue // how long a message may be nobody says
		}
		sameMessage(p, message, got, x)
		p.Saw("messages", 1)
	}
}

func sameMessage(p *kit.Probe, want, got string, x *exchange.Exchange) {
	if !x.OK() || got != want {
		p.Fail(conformance.Failure{
			Message: "an echo did not answer the message that it was sent", Expected: "200 and message " + kit.Quoted(want),
			Got: fmt.Sprintf("%d and message %s", x.Status, kit.Quoted(got)), Exchanges: []*exchange.Exchange{x},
		})
	}
}

var ownAnswer = conformance.Check{
	ID:          "chatlayer.echo.own-answer",
	Level:       conformance.Must,
	Requirement: "CHL-ECHO-3",
	Title:       "Echoes that run at once answer their own messages.",
	Operations:  []string{"Echo"},
	Unplanted:   true,
	Floor:       map[string]int{"messages": 10},
	Run:         kit.WithoutPlanted(atOnce),
}

func atOnce(ctx context.Context, p *kit.Probe) {
	_, x := echo(ctx, p, "first")
	offered(p, x)
	type answer struct {
		want, got string
		Exchange  *exchange.Exchange
	}
	answers := make([]answer, 12)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() {
			want := fmt.Sprintf("%s message %d", p.Run(), i)
			got, x := echo(ctx, p, want)
			answers[i] = answer{want, got, x}
		})
	}
	all.Wait()
	for _, a := range answers {
		offered(p, a.Exchange)
		sameMessage(p, a.want, a.got, a.Exchange)
		p.Saw("messages", 1)
	}
}

var messageNeeded = conformance.Check{
	ID:          "chatlayer.echo.message-needed",
	Level:       conformance.Should,
	Requirement: "CHL-ECHO-5",
	Title:       "Echo without a message is not answered with 2xx.",
	Operations:  []string{"Echo"},
	Unplanted:   true,
	Floor:       map[string]int{"bodies": 1},
	Run:         kit.WithoutPlanted(needsMessage),
}

func needsMessage(ctx context.Context, p *kit.Probe) {
	_, x := echo(ctx, p, "first")
	offered(p, x)
	for _, body := range []any{map[string]string{}, map[string]string{"text": "no message"}} {
		r := p.EchoRequest(body)
		r.Hostile = true
		x := p.Do(ctx, r)
		offered(p, x)
		p.Saw("bodies", 1)
		if x.Status < 300 {
			p.Fail(conformance.Failure{
				Message: "an echo without a message was answered like one with", Expected: "a refusal, such as 400",
				Got: kit.Gist(x), Exchanges: []*exchange.Exchange{x},
			})
		}
	}
}
