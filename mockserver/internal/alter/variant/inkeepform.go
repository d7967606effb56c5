package variant

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func inkeepForms() []Variant {
	return []Variant{
		legal("", "inkeep.created-at-milliseconds", "Times are kept in milliseconds; what is finer is cut.",
			alter.BeforeLog(cutTo(time.Millisecond, false))),
		legal("", "inkeep.created-at-seconds-when-absent", "An event without a time gets that of its receipt in whole seconds.",
			alter.BeforeLog(cutTo(time.Second, true))),
		legal("", "inkeep.future-refused", "A createdAt more than an hour ahead is refused with 422.", inkeepFuture),
		legal("", "inkeep.numbers-are-doubles", "Numbers in properties come back as double precision holds and JavaScript writes them.",
			alter.OnObject(inkeepGood, onProperties(doubles))),
		legal("", "inkeep.sorted-properties", "The members of properties come back in alphabetical order.",
			alter.OnObject(inkeepGood, onProperties(sorted))),
		legal("", "inkeep.at-most-50-properties", "More than 50 members in properties or userProperties are refused with 422.",
			alter.BeforeLog(atMost50Properties)),
		legal("", "inkeep.no-reserved-names", "Members of properties whose names begin with $ or __ are refused with 422.",
			alter.BeforeLog(noReservedNames)),
		legal("", "inkeep.no-empty-texts", "An empty type or reference is refused with 422.", alter.BeforeLog(noEmptyTexts)),
		legal("", "inkeep.deduplicated-5s", "A body that comes again within 5 seconds is the same event.",
			func(p *pipeline.Pipeline) { loggedOnce(startStopwatch())(p) }),
		legal("", "inkeep.other-project-is-403", "An event for another project or integration than the key's is refused with 403.",
			alter.BeforeLog(otherProjectIs403)).
			against("INK-EVT-11", "INK-EVT-12", "INK-EVT-15"),
	}
}

// cutTo cuts the times that the server sets, or all.
func cutTo(unit time.Duration, own bool) func(*pipeline.Call, *inkeepworld.LogEvent) error {
	return func(_ *pipeline.Call, e *inkeepworld.LogEvent) error {
		if !own || !e.TimeGiven {
			e.Event.CreatedAt = e.Event.CreatedAt.Truncate(unit)
		}
		return nil
	}
}

func inkeepFuture(p *pipeline.Pipeline) {
	alter.BeforeLog(func(_ *pipeline.Call, e *inkeepworld.LogEvent) error {
		if at := e.Event.CreatedAt; at.Sub(p.Clock.Now()) > time.Hour {
			return alter.Refuse(http.StatusUnprocessableEntity, "createdAt: got %v, expected a time until now", at)
		}
		return nil
	})(p)
}

// onProperties changes the two objects of an answer.
func onProperties(change func([]byte) []byte) func(*pipeline.Call, alter.Object) alter.Object {
	return func(_ *pipeline.Call, o alter.Object) alter.Object {
		for i, m := range o {
			if m.Name == "properties" || m.Name == "userProperties" {
				o[i].Value = change(m.Value)
			}
		}
		return o
	}
}

// doubles reads and writes every number as a float64. JSON leaves range and precision to the reader: RFC 8259, section 6.
func doubles(raw []byte) []byte {
	var out bytes.Buffer
	d := json.NewDecoder(bytes.NewReader(raw))
	var value any
	if err := d.Decode(&value); err != nil {
		return raw // a number that no double holds
	}
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		return raw // not reached: what was read can be written
	}
	return bytes.TrimSpace(out.Bytes())
}

func atMost50Properties(_ *pipeline.Call, e *inkeepworld.LogEvent) error {
	const most = 50
	for _, raw := range []json.RawMessage{e.Event.Properties, e.Event.UserProperties} {
		if o, _ := alter.ParseObject(raw); len(o) > most {
			return alter.Refuse(http.StatusUnprocessableEntity, "properties: got %d members, expected at most %d", len(o), most)
		}
	}
	return nil
}

func noReservedNames(_ *pipeline.Call, e *inkeepworld.LogEvent) error {
	o, _ := alter.ParseObject(e.Event.Properties)
	if slices.ContainsFunc(o, func(m alter.Member) bool { return strings.HasPrefix(m.Name, "$") || strings.HasPrefix(m.Name, "__") }) {
		return alter.Refuse(http.StatusUnprocessableEntity, "properties: got a name that begins with $ or __, expected another")
	}
	return nil
}

func noEmptyTexts(_ *pipeline.Call, e *inkeepworld.LogEvent) error {
	if e.Event.Type == "" || e.Event.Reference == "" {
		return alter.Refuse(http.StatusUnprocessableEntity, "type and reference: got an empty text, expected one that is not")
	}
	return nil
}

func otherProjectIs403(c *pipeline.Call, _ *inkeepworld.LogEvent) error {
	for name, own := range map[string]string{"projectId": c.Who.Project, "integrationId": c.Who.Integration} {
		if given, is := c.Body.Map()[name].(string); is && given != own {
			return alter.Refuse(http.StatusForbidden, "%s: got %q, expected that of the key", name, given)
		}
	}
	return nil
}

// loggedOnce knows an event by the bytes of its body and the key that sent it.
func loggedOnce(watch stopwatch) alter.Decorator {
	type logged struct {
		inkeepworld.Logged
		at time.Duration
	}
	const memory = 5 * time.Second
	return func(p *pipeline.Pipeline) {
		var mu sync.Mutex
		recent := map[string]logged{}
		alter.AroundLog(func(next inkeepsteps.Log, c *pipeline.Call, e inkeepworld.LogEvent) (inkeepworld.Logged, error) {
			mu.Lock()
			defer mu.Unlock()
			key := c.Who.Integration + "\n" + string(c.Sent)
			if was, there := recent[key]; there && watch()-was.at < memory {
				was.Outcome = inkeepworld.Repeated
				return was.Logged, nil
			}
			stored, err := next(c, e)
			if err == nil {
				recent[key] = logged{stored, watch()}
			}
			return stored, err
		})(p)
	}
}
