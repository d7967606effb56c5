package chatlayer

import (
	"context"
	"fmt"
	"net/http"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// nulls watches the answers of lists and of tracks for null. Whether a member is there at all is the target's choice.
type nulls struct{ pages }

func watchNulls() conformance.Watcher {
	return &nulls{pages{read: answerOf, fault: nullMember, evidence: map[string]int{}}}
}

// See looks at one answer.
func (n *nulls) See(x *exchange.Exchange) {
	n.pages.See(x)
	if _, track := x.Request.Meta.(Sent); !track || x.Request.Hostile || x.Status != http.StatusOK || n.found != nil {
		return
	}
	if members := trackAnswer(x); string(members["event_id"]) == "null" {
		n.found = &conformance.Failure{
			Message: "event_id is null", Expected: "a string, or no event_id", Got: gist(x),
			LooksLike: nullForNothing, Exchanges: []*exchange.Exchange{x.Brief()},
		}
	}
}

// nullForNothing is what servers do that write what they have not as they keep it.
const nullForNothing = "null where there is nothing"

// nullMember finds a member of a page or of an event that is null.
func nullMember(a answer, _ saw) *conformance.Failure {
	found := func(name, expected, got string) *conformance.Failure {
		return &conformance.Failure{
			Message: fmt.Sprintf("%s: %s is null", called(a.q.Op), name), Expected: expected + ", or no " + name,
			Got: got, LooksLike: nullForNothing,
		}
	}
	if a.Null != "" {
		return found(a.Null, map[string]string{"events": "an array", "next_page_token": "a string"}[a.Null], a.Null+" null")
	}
	for _, e := range a.Events {
		for _, name := range append(textMembers(), "attributes") {
			if string(e.Raw[name]) == "null" {
				return found(name, map[bool]string{true: "an object", false: "a string"}[name == "attributes"], shortJSON(e.Raw))
			}
		}
	}
	return nil
}

var schemaNoNull = conformance.Check{
	ID:          "chatlayer.schema.no-null",
	Level:       conformance.Must,
	Requirement: "CHL-JSON-3",
	Also:        []string{"CHL-SCH-2", "CHL-SCH-3", "CHL-SCH-6", "CHL-PAGE-9"},
	Title:       "No member of an answer is null.",
	Operations:  append(listing(), "TrackEvent"),
	Phase:       conformance.Closing,
	Floor:       map[string]int{"answers": 1},
	Watch:       watchNulls,
	Run:         bare(noNull),
}

// noNull reports what was seen.
func noNull(_ context.Context, p *probe) {
	w, _ := p.Watcher().(*nulls)
	tell(p, &w.pages)
}
