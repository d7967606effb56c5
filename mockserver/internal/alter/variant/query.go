package variant

import (
	"net/http"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
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
		legal("", "inkeep.queries-of-replicas",
			"A replica that learns of an event 1.5 seconds after it was logged answers one query in three.", queriesOfReplicas),
		legal("", "inkeep.queries-of-a-month", "Events that are older than 30 days are found by no query.", queriesOfMonth),
		legal("", "inkeep.reports-of-yesterday", "The report of top searches knows none of today.", reportsOfYesterday),
		legal("", "inkeep.keys-of-leaves", "The names of properties are those of what is in them: deep.inner, and not deep.",
			keysOfLeaves),
		legal("", "inkeep.only-uuids", "An id of a conversation or of feedback that is no UUID is refused, in a path with 400.", onlyUUIDs),
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
