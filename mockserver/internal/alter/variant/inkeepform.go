package variant

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

func inkeepForms() []Variant {
	return []Variant{
		legal("", "inkeep.created-at-milliseconds", "Times are kept in milliseconds; what is finer is cut.", onLog(cutTo(time.Millisecond, false))),
		legal("", "inkeep.created-at-seconds-when-absent", "An event without a time gets that of its receipt in whole seconds.", onLog(cutTo(time.Second, true))),
		legal("", "inkeep.future-refused", "A createdAt more than an hour ahead is refused with 422.", inkeepFuture),
		legal("", "inkeep.numbers-are-doubles", "Numbers in properties come back as double precision holds and JavaScript writes them.", onObject(inkeepGood, onProperties(doubles))),
		legal("", "inkeep.sorted-properties", "The members of properties come back in alphabetical order.", onObject(inkeepGood, onProperties(sorted))),
		legal("", "inkeep.at-most-50-properties", "More than 50 members in properties or userProperties are refused with 422.", onLog(atMost50Properties)),
		legal("", "inkeep.no-reserved-names", "Members of properties whose names begin with $ or __ are refused with 422.", onLog(noReservedNames)),
		legal("", "inkeep.no-empty-texts", "An empty type or reference is refused with 422.", onLog(noEmptyTexts)),
		legal("", "inkeep.deduplicated-5s", "A body that comes again within 5 seconds is the same event.", func(p *pipeline.Pipeline) { loggedOnce(startStopwatch())(p) }),
		legal("", "inkeep.other-project-is-403", "An event for another project or integration than the key's is refused with 403.", onLog(otherProjectIs403)).
			against("INK-EVT-11", "INK-EVT-12", "INK-EVT-15"),
	}
}

// cutTo cuts the times that the server sets, or all.
func cutTo(unit time.Duration, own bool) func(*pipeline.Call, *world.LogEvent) error {
	return func(_ *pipeline.Call, e *world.LogEvent) error {
		if !own || !e.TimeGiven {
			e.Event.CreatedAt = e.Event.CreatedAt.Truncate(unit)
		}
		return nil
	}
}

func inkeepFuture(p *pipeline.Pipeline) {
	onLog(func(_ *pipeline.Call, e *world.LogEvent) error {
		if at := e.Event.CreatedAt; at.Sub(p.Clock.Now()) > time.Hour {
			return refuse(http.StatusUnprocessableEntity, "createdAt: got %v, expected a time until now", at)
		}
		return nil
	})(p)
}

// onProperties changes the two objects of an answer.
func onProperties(change func([]byte) []byte) func(*pipeline.Call, object) object {
	return func(_ *pipeline.Call, o object) object {
		for i, m := range o {
			if m.name == "properties" || m.name == "userProperties" {
				o[i].value = change(m.value)
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

func atMost50Properties(_ *pipeline.Call, e *world.LogEvent) error {
	const most = 50
	for _, raw := range []json.RawMessage{e.Event.Properties, e.Event.UserProperties} {
		if o, _ := parseObject(raw); len(o) > most {
			return refuse(http.StatusUnprocessableEntity, "properties: got %d members, expected at most %d", len(o), most)
		}
	}
	return nil
}

func noReservedNames(_ *pipeline.Call, e *world.LogEvent) error {
	o, _ := parseObject(e.Event.Properties)
	if slices.ContainsFunc(o, func(m member) bool { return strings.HasPrefix(m.name, "$") || strings.HasPrefix(m.name, "__") }) {
		return refuse(http.StatusUnprocessableEntity, "properties: got a name that begins with $ or __, expected another")
	}
	return nil
}

func noEmptyTexts(_ *pipeline.Call, e *world.LogEvent) error {
	if e.Event.Type == "" || e.Event.Reference == "" {
		return refuse(http.StatusUnprocessableEntity, "type and reference: got an empty text, expected one that is not")
	}
	return nil
}

func otherProjectIs403(c *pipeline.Call, _ *world.LogEvent) error {
	for name, own := range map[string]string{"projectId": c.Who.Project, "integrationId": c.Who.Integration} {
		if given, is := c.Body[name].(string); is && given != own {
			return refuse(http.StatusForbidden, "%s: got %q, expected that of the key", name, given)
		}
	}
	return nil
}

// loggedOnce knows an event by the bytes of its body and the key that sent it.
func loggedOnce(watch stopwatch) decorator {
	type logged struct {
		world.Logged
		at time.Duration
	}
	const memory = 5 * time.Second
	return func(p *pipeline.Pipeline) {
		var mu sync.Mutex
		recent := map[string]logged{}
		next := p.LogEvent
		p.LogEvent = func(c *pipeline.Call, e world.LogEvent) (world.Logged, error) {
			mu.Lock()
			defer mu.Unlock()
			key := c.Who.Integration + "\n" + string(c.Sent)
			if was, there := recent[key]; there && watch()-was.at < memory {
				was.Outcome = world.Repeated
				return was.Logged, nil
			}
			stored, err := next(c, e)
			if err == nil {
				recent[key] = logged{stored, watch()}
			}
			return stored, err
		}
	}
}
