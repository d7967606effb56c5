package misbehave

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/query"
)

// queriesMerged take groups for one that are several, order by less than was asked, and tell aggregates that are no numbers.
func queriesMerged() []Misbehaviour {
	return area("queries",
		breaks("query.groups-any-case", 3, "Values that differ by letter case alone are one group.", "INK-QRY-63",
			mergedGroups(func(values []string) string { return strings.ToLower(strings.Join(values, "\x00")) })),
		breaks("query.groups-joined", 4, "Groups by several values are told apart by these with commas between them.", "INK-QRY-63",
			mergedGroups(func(values []string) string { return strings.Join(values, ",") })),
		breaks("query.first-order-only", 3, "Of several members of orderBy the first one alone counts.", "INK-QRY-63 INK-QRY-17",
			aroundQuery(func(next asked, q query.Query) (query.Result, error) {
				q.OrderBy = q.OrderBy[:min(1, len(q.OrderBy))]
				return next(q)
			})),
		breaks("query.least-time-is-text", 2, "The least and the greatest createdAt are times and no numbers.", "INK-QRY-26",
			alter.OnTree(func(_ *pipeline.Call, o map[string]any) {
				eachRow(o, func(row map[string]any) {
					for _, name := range []string{"min_createdAt", "max_createdAt"} {
						if _, there := row[name]; there {
							row[name] = "2026-01-15T12:00:00.000Z"
						}
					}
				})
			}, queryEvents)),
		breaks("query.no-sum-is-null", 3, "The sum of what has no numbers is null.", "INK-QRY-26",
			alter.OnTree(func(c *pipeline.Call, o map[string]any) {
				eachRow(o, func(row map[string]any) {
					if _, there := row["sum_type"]; !there && strings.Contains(string(c.Sent), `"aggregation":"sum","field":"type"`) {
						row["sum_type"] = nil
					}
				})
			}, queryEvents)),
	)
}

// mergedGroups makes one of the groups by properties whose values have one key. They stand where the first one did.
func mergedGroups(key func(values []string) string) alter.Decorator {
	return alter.OnTree(func(_ *pipeline.Call, o map[string]any) {
		data, _ := o["data"].(map[string]any)
		all, _ := data["result"].([]any)
		first := map[string]map[string]any{}
		data["result"] = slices.DeleteFunc(all, func(of any) bool {
			row, _ := of.(map[string]any)
			var values []string
			for _, name := range sortedKeys(row) {
				if text, is := row[name].(string); is && strings.HasPrefix(name, "properties.") {
					values = append(values, text)
				}
			}
			n, counts := row["count"].(json.Number)
			if !counts || values == nil {
				return false
			}
			same, there := first[key(values)]
			if !there {
				first[key(values)] = row
				return false
			}
			had, _ := same["count"].(json.Number)
			one, _ := had.Int64()
			two, _ := n.Int64()
			same["count"] = json.Number(strconv.FormatInt(one+two, 10))
			return true
		})
	}, queryEvents)
}
