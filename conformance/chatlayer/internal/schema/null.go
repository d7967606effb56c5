package schema

import (
	"context"
	"fmt"
	"net/http"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// nulls watches the answers of lists and of tracks for null. Whether a member is there at all is the target's choice.
type nulls struct{ kit.PageWatch }

func watchNulls() conformance.Watcher {
	return &nulls{kit.PageWatch{Read: kit.FormOf, Rule: nullMember, Evidence: map[string]int{}}}
}

// See looks at one answer.
func (n *nulls) See(x *exchange.Exchange) {
	n.PageWatch.See(x)
	if _, track := x.Request.Meta.(kit.Sent); !track || x.Request.Hostile || x.Status != http.StatusOK || n.Found != nil {
		return
	}
	if members := kit.TrackAnswer(x); string(members["event_id"]) == "null" {
		n.Found = &conformance.Failure{
			Message: "event_id is null", Expected: "a string, or no event_id", Got: kit.Gist(x),
			LooksLike: nullForNothing, Exchanges: []*exchange.Exchange{x.Brief()},
		}
	}
}

// nullForNothing is what servers do that write what they have not as they keep it.
const nullForNothing = "null where there is nothing"

// nullMember finds a member of a page or of an event that is null.
func nullMember(a kit.Answer, _ kit.Count) *conformance.Failure {
	found := func(name, expected, got string) *conformance.Failure {
		return &conformance.Failure{
			Message: fmt.Sprintf("%s: %s is null", kit.Called(a.Asked.Op), name), Expected: expected + ", or no " + name,
			Got: got, LooksLike: nullForNothing,
		}
	}
	if a.Null != "" {
		return found(a.Null, map[string]string{"events": "an array", "next_page_token": "a string"}[a.Null], a.Null+" null")
	}
	for _, e := range a.Events {
		for _, name := range append(kit.TextMembers(), "attributes") {
			if string(e.Raw[name]) == "null" {
				return found(name, map[bool]string{true: "an object", false: "a string"}[name == "attributes"], kit.ShortJSON(e.Raw))
			}
		}
	}
	return nil
}

var noNull = conformance.Check{
	ID:          "chatlayer.schema.no-null",
	Level:       conformance.Must,
	Requirement: "CHL-JSON-3",
	Also:        []string{"CHL-SCH-2", "CHL-SCH-3", "CHL-SCH-6", "CHL-PAGE-9"},
	Title:       "No member of an answer is null.",
	Operations:  append(kit.AllLists(), "TrackEvent"),
	Phase:       conformance.Closing,
	Floor:       map[string]int{"answers": 1},
	Watch:       watchNulls,
	Run:         kit.WithoutPlanted(runNoNull),
}

// runNoNull reports what was seen.
func runNoNull(_ context.Context, p *kit.Probe) {
	w, _ := p.Watcher().(*nulls)
	kit.Report(p, &w.PageWatch)
}
