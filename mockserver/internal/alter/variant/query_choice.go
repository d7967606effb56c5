package variant

import (
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/query"
)

// onlyWhere has queries find no events but those for which something more holds.
func onlyWhere(p *pipeline.Pipeline, more func() (query.Condition, bool)) {
	steps := inkeepsteps.Of(p)
	ask := steps.Query
	steps.Query = func(c *pipeline.Call, view inkeepworld.View, q query.Query) (query.Result, error) {
		if known, is := more(); is && view == inkeepworld.EventsView {
			and := []query.Filter{{Condition: &known}}
			if q.Where.Condition != nil || q.Where.And != nil || q.Where.Or != nil {
				and = append(and, q.Where)
			}
			q.Where = query.Filter{And: and}
		}
		return ask(c, view, q)
	}
}

// queriesLater leaves young events out of what is asked about.
func queriesLater(delay time.Duration) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		var mu sync.Mutex
		watch, young := startStopwatch(), map[string]time.Duration{}
		steps := inkeepsteps.Of(p)
		log := steps.Log
		steps.Log = func(c *pipeline.Call, e inkeepworld.LogEvent) (inkeepworld.Logged, error) {
			mu.Lock()
			defer mu.Unlock()
			logged, err := log(c, e)
			young[logged.Event.ID] = watch()
			return logged, err
		}
		onlyWhere(p, func() (query.Condition, bool) {
			mu.Lock()
			defer mu.Unlock()
			ids := []string{}
			for id, at := range young {
				if watch()-at < delay {
					ids = append(ids, id)
				} else {
					delete(young, id)
				}
			}
			return query.Condition{Field: "id", Operator: "notIn", Value: gjson.ParseBytes(alter.Write(ids))}, len(ids) > 0
		})
	}
}

// queriesOfReplicas has one query in three answered by a replica that is late.
func queriesOfReplicas(p *pipeline.Pipeline) {
	steps := inkeepsteps.Of(p)
	fresh := steps.Query
	queriesLater(1500 * time.Millisecond)(p)
	late := steps.Query
	var asked atomic.Uint64
	steps.Query = func(c *pipeline.Call, view inkeepworld.View, q query.Query) (query.Result, error) {
		if alter.HashNumbers(p.Seed, asked.Add(1))%3 == 0 {
			return late(c, view, q)
		}
		return fresh(c, view, q)
	}
}

func queriesOfMonth(p *pipeline.Pipeline) {
	onlyWhere(p, func() (query.Condition, bool) {
		since := p.Clock.Now().AddDate(0, 0, -30).UTC().Format(time.RFC3339)
		return query.Condition{Field: "createdAt", Operator: "gte", Value: gjson.ParseBytes(alter.Write(since))}, true
	})
}

// reportsOfYesterday leaves out of a report what was searched for since the start.
func reportsOfYesterday(p *pipeline.Pipeline) {
	var today sync.Map
	alter.ChangeSent(func(c *pipeline.Call) {
		if c.Is(alter.LogEvent) {
			today.Store(alter.Text(alter.Tree(c.Sent), "searchQuery"), true)
		}
	})(p)
	alter.OnTree(func(_ *pipeline.Call, o map[string]any) {
		data, _ := o["data"].(map[string]any)
		all, _ := data["result"].([]any)
		all = slices.DeleteFunc(all, func(one any) bool {
			row, _ := one.(map[string]any)
			_, is := today.Load(alter.Text(row, "search_query"))
			return is
		})
		data["result"], data["total"] = all, len(all)
	}, "GetTopSearchQueries")(p)
}

// keysOfLeaves names what is in objects of properties in place of these.
func keysOfLeaves(p *pipeline.Pipeline) {
	var inner sync.Map
	alter.ChangeSent(func(c *pipeline.Call) {
		properties, _ := alter.Tree(c.Sent)["properties"].(map[string]any)
		for name, value := range properties {
			if o, is := value.(map[string]any); is && c.Is(alter.LogEvent) {
				for one := range o {
					inner.Store(name, name+"."+one)
				}
			}
		}
	})(p)
	alter.OnTree(func(_ *pipeline.Call, o map[string]any) {
		all, _ := o["results"].([]any)
		for i, name := range all {
			if leaf, is := inner.Load(name); is {
				all[i] = leaf
			}
		}
	}, "QueryPropertyKeys")(p)
}

// onlyUUIDs refuses ids of conversations and of feedback that are no UUIDs, those of paths, too.
func onlyUUIDs(p *pipeline.Pipeline) {
	alter.AfterDecode(func(c *pipeline.Call) error {
		id := alter.Text(alter.Tree(c.Sent), "id")
		if c.Is(alter.LogConversation, alter.SubmitFeedback) && id != "" && uuid.Validate(id) != nil {
			return alter.Refuse(http.StatusUnprocessableEntity, "id is a UUID")
		}
		one := c.Is(alter.GetConversation, alter.DeleteConversation, alter.GetFeedback, alter.DeleteFeedback)
		if one && uuid.Validate(c.Path[0].Value) != nil {
			return alter.Refuse(http.StatusBadRequest, "the id in the path is a UUID")
		}
		return nil
	})(p)
}
