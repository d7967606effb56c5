package funnel

import (
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// Checks are the checks of funnels. They share the events that the first of them tracks.
func Checks() []conformance.Check {
	return []conformance.Check{answers, byDefault, inOrder, once, within, strict, cohorts}
}

// operation is the one that they are about.
const operation = "ComputeEventsFunnel"

// funnel is what is asked for. The zero value of a member is not sent.
type funnel struct {
	from, to         time.Time
	order, breakdown string
	steps            []string // event_ids
	noFilters        bool     // lists of filters are sent that have none
}

func (f funnel) request(p *kit.Probe) exchange.Request {
	var steps []map[string]any
	for i, id := range f.steps {
		step := map[string]any{"order": i + 1, "event_id": id}
		if f.noFilters {
			step["properties"] = []any{}
		}
		steps = append(steps, step)
	}
	body := map[string]any{"version": "LIVE", "start_time": kit.Bound(f.from), "end_time": kit.Bound(f.to), "steps": steps}
	if f.order != "" {
		body["order_type"] = f.order
	}
	if f.breakdown != "" {
		body["breakdown_property"] = f.breakdown
	}
	if f.noFilters {
		body["properties"] = []any{}
	}
	return p.Question(http.MethodPost, "/v1/bots/"+url.PathEscape(p.Bot)+"/events/funnel", "", body)
}

// cohort is how many came to each step, of those with one value of a property.
type cohort struct {
	value  string
	counts []int // by the place of the step; 0 where nothing is told
}

// read takes the cohorts out of an answer to a funnel.
func read(got kit.Reply, f funnel) (all []cohort, problem string) {
	if got.Problem != "" {
		return nil, got.Problem
	}
	list, problem := kit.Objects(got.Members, "result")
	for _, o := range list {
		values, wrong := kit.Objects(o, "values")
		if problem == "" {
			problem = wrong
		}
		c := cohort{counts: make([]int, len(f.steps))}
		for i, v := range values {
			if problem == "" {
				problem = kit.Misfit(v, map[string]kit.Form{
					"event_id": kit.AText, "breakdown_value": kit.AText, "count": kit.AnInt32, "order": kit.AnInt64,
				})
			}
			c.value = kit.TextOf(v, "breakdown_value")
			if at := place(v, i, f); at < len(c.counts) {
				c.counts[at] = max(0, kit.NumberOf(v, "count"))
			}
		}
		all = append(all, c)
	}
	return all, problem
}

// place is the step that a result is of: the one with its event_id, or else the i-th.
func place(v map[string]json.RawMessage, i int, f funnel) int {
	id := kit.TextOf(v, "event_id")
	for at, step := range f.steps {
		if step == id {
			return at
		}
	}
	return i
}
