package funnel

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// Checks are the checks of funnels. They share the events that the first of them tracks.
func Checks() []conformance.Check {
	return []conformance.Check{answers, byDefault, missing, inOrder, numbered, twice, once, within, strict, cohorts}
}

// operation is the one that they are about.
const operation = "ComputeEventsFunnel"

// funnel is what is asked for. The zero value of a member is not sent.
type funnel struct {
	from, to         time.Time
	order, breakdown string
	steps            []string // event_ids
	numbers          []int    // of the steps; nil is from 1 on
	noFilters        bool     // lists of filters are sent that have none
	without          string   // a member that is not sent
}

func (f funnel) request(p *kit.Probe) exchange.Request {
	var steps []map[string]any
	for i, id := range f.steps {
		step := map[string]any{"order": i + 1, "event_id": id}
		if f.numbers != nil {
			step["order"] = f.numbers[i]
		}
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
	delete(body, f.without)
	return p.Question(http.MethodPost, "/v1/bots/"+url.PathEscape(p.Bot)+"/events/funnel", "", body)
}

// cohort is how many came to each step, of those with one value of a property.
type cohort struct {
	value  string
	counts []int // by the place of the step; 0 where nothing is told
}

// read takes the cohorts out of an answer to a funnel. Each count tells whose it is: nobody says whether those of a cohort stand together,
// or those of a step.
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
		for i, v := range values {
			if problem == "" {
				problem = kit.Misfit(v, map[string]kit.Form{
					"event_id": kit.AText, "breakdown_value": kit.AText, "count": kit.AnInt32, "order": kit.AnInt64,
				})
			}
			value := kit.TextOf(v, "breakdown_value")
			of := slices.IndexFunc(all, func(c cohort) bool { return c.value == value })
			if of < 0 {
				of, all = len(all), append(all, cohort{value, make([]int, len(f.steps))})
			}
			if at := place(v, i, f); at < len(f.steps) {
				all[of].counts[at] += max(0, kit.NumberOf(v, "count"))
			}
		}
	}
	return all, problem
}

// place is the step that a result is of, the i-th of its list: the one with its event_id, or else with its order, or else the i-th.
func place(v map[string]json.RawMessage, i int, f funnel) int {
	id := kit.TextOf(v, "event_id")
	if i < len(f.steps) && f.steps[i] == id {
		return i // a funnel may have an event twice
	}
	if at := slices.Index(f.steps, id); at >= 0 {
		return at
	}
	if order := kit.NumberOf(v, "order"); order >= 1 && order <= len(f.steps) {
		return order - 1
	}
	return i
}
