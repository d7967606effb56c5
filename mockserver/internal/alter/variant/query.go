package variant

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/query"
)

func queries() []Variant {
	return []Variant{
		legal("", "inkeep.no-queries", "There are no queries: their paths are answered with 404.",
			alter.OnWire(func(next http.Handler, w http.ResponseWriter, r *http.Request) {
				if strings.HasPrefix(r.URL.Path, "/query/") {
					proxyPage(w, http.StatusNotFound)
					return
				}
				next.ServeHTTP(w, r)
			})),
		legal("", "inkeep.queries-later", "An event is found by queries half a second after it was logged.",
			queriesLater(500*time.Millisecond)),
		legal("", "inkeep.queries-by-five", "An answer to a query has five results at most, and total tells how many there are.",
			alter.OnTree(byFive, "QueryEvents", "QueryConversations", "QueryFeedback", "QuerySemanticThreads")),
		legal("", "inkeep.buckets-are-dates", "Buckets of time are called by a date.", onRows(func(row map[string]any) {
			for name, value := range row {
				if text, is := value.(string); is && strings.HasPrefix(name, "createdAt_") && len(text) > len(time.DateOnly) {
					row[name] = text[:len(time.DateOnly)]
				}
			}
		})),
		legal("", "inkeep.no-sums-of-properties", "Aggregates of properties are left out, but for how many there are.",
			onRows(func(row map[string]any) {
				for name := range row {
					of, path, _ := strings.Cut(name, "_")
					if strings.HasPrefix(path, "properties.") && !strings.HasPrefix(of, "count") {
						delete(row, name)
					}
				}
			})),
	}
}

// onRows changes each result of a query.
func onRows(change func(row map[string]any)) alter.Decorator {
	return alter.OnTree(func(_ *pipeline.Call, o map[string]any) {
		data, _ := o["data"].(map[string]any)
		all, _ := data["result"].([]any)
		for _, one := range all {
			if row, is := one.(map[string]any); is {
				change(row)
			}
		}
	}, "QueryEvents")
}

// byFive cuts an answer to a query.
func byFive(_ *pipeline.Call, o map[string]any) {
	const most = 5
	data, _ := o["data"].(map[string]any)
	all, is := data["result"].([]any)
	if !is {
		return
	}
	data["result"] = all[:min(most, len(all))]
	data["pageSize"], data["count"] = most, min(most, len(all))
}

// queriesLater leaves young events out of what is asked about.
func queriesLater(delay time.Duration) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		var mu sync.Mutex
		watch, young := startStopwatch(), map[string]time.Duration{}
		steps := inkeepsteps.Of(p)
		log, ask := steps.Log, steps.Query
		steps.Log = func(c *pipeline.Call, e inkeepworld.LogEvent) (inkeepworld.Logged, error) {
			mu.Lock()
			defer mu.Unlock()
			logged, err := log(c, e)
			young[logged.Event.ID] = watch()
			return logged, err
		}
		steps.Query = func(c *pipeline.Call, view inkeepworld.View, q query.Query) (query.Result, error) {
			mu.Lock()
			ids := []string{}
			for id, at := range young {
				if watch()-at < delay {
					ids = append(ids, id)
				} else {
					delete(young, id)
				}
			}
			mu.Unlock()
			if len(ids) > 0 && view == inkeepworld.EventsView {
				known := query.Condition{Field: "id", Operator: "notIn", Value: gjson.ParseBytes(alter.Write(ids))}
				and := []query.Filter{{Condition: &known}}
				if q.Where.Condition != nil || q.Where.And != nil || q.Where.Or != nil {
					and = append(and, q.Where)
				}
				q.Where = query.Filter{And: and}
			}
			return ask(c, view, q)
		}
	}
}
