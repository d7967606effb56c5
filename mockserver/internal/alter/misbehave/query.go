package misbehave

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/query"
)

// queries are all that are about questions.
func queries() []Misbehaviour {
	return slices.Concat(
		queriesFiltered(), queriesGrouped(), queriesMerged(), queriesAnswered(), queriesRefused(), queriesElsewhere(), queriesStale(),
		exports(), tellings(), tellingsOfOthers(),
	)
}

// queriesFiltered find other events than they are asked for.
func queriesFiltered() []Misbehaviour {
	operator := func(from, to query.Operator) alter.Decorator {
		return onConditions(func(c *query.Condition) {
			if c.Operator == from {
				c.Operator = to
			}
		})
	}
	return area("queries",
		breaks("query.gte-is-gt", 3, "The operator gte leaves out what is equal.", "INK-QRY-62", operator("gte", "gt")),
		breaks("query.lt-is-lte", 3, "The operator lt holds for what is equal.", "INK-QRY-62", operator("lt", "lte")),
		breaks("query.not-in-is-neq", 3, "The operator notIn looks at the first value of its list alone.", "INK-QRY-62",
			onConditions(func(c *query.Condition) {
				if c.Operator == "notIn" {
					c.Value = firstOf(c.Value)
				}
			})),
		breaks("query.in-first-only", 3, "The operator in looks at the first value of its list alone.", "INK-QRY-62",
			onConditions(func(c *query.Condition) {
				if c.Operator == "in" && c.Path == nil {
					c.Value = firstOf(c.Value)
				}
			})),
		breaks("query.path-in-first-only", 4, "Behind a path the operator in looks at the first value of its list alone.", "INK-QRY-62",
			onConditions(func(c *query.Condition) {
				if c.Operator == "in" && c.Path != nil {
					c.Value = firstOf(c.Value)
				}
			})),
		breaks("query.eq-any-case", 3, "The operator eq looks at no letter case.", "INK-QRY-62", onConditions(func(c *query.Condition) {
			if c.Operator == "eq" && c.Field == "type" {
				c.Value = gjson.Parse(strings.ToLower(c.Value.Raw))
			}
		})),
		breaks("query.path-first-only", 3, "Of a path the first name alone counts.", "INK-QRY-62 INK-QRY-15",
			onConditions(func(c *query.Condition) { c.Path = c.Path[:min(1, len(c.Path))] })),
		breaks("query.null-is-not", 3, "isNotNull holds for what is null.", "INK-QRY-62", operator("isNotNull", "isNull")),
		breaks("query.or-is-and", 2, "Filters under or are taken as if they were under and.", "INK-QRY-62",
			onFilters(func(f *query.Filter) { f.And, f.Or = append(f.And, f.Or...), nil })),
		breaks("query.nested-first-only", 4, "Of several filters under and within or the first alone counts.", "INK-QRY-62",
			aroundQuery(func(next asked, q query.Query) (query.Result, error) {
				eachFilter(&q.Where, func(f *query.Filter) {
					for i := range f.Or {
						if len(f.Or[i].And) > 1 {
							f.Or[i].And = f.Or[i].And[:1]
						}
					}
				})
				return next(q)
			})),
		breaks("query.last-lost", 3, "Of three results or more that are not grouped the last one is lost.", "INK-QRY-60",
			onResult(func(_ query.Query, r *query.Result) {
				if n := len(r.Rows); n > 2 {
					r.Rows, r.Total = r.Rows[:n-1], r.Total-1
				}
			})),
	)
}

// firstOf is a list of the first value alone.
func firstOf(list gjson.Result) gjson.Result {
	if all := list.Array(); len(all) > 1 {
		return gjson.Parse("[" + all[0].Raw + "]")
	}
	return list
}

// asked answers a question.
type asked = func(query.Query) (query.Result, error)

func aroundQuery(ask func(next asked, q query.Query) (query.Result, error)) alter.Decorator {
	return aroundQueryOf(queryEvents, ask)
}

func aroundQueryOf(operation string, ask func(next asked, q query.Query) (query.Result, error)) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		steps := inkeepsteps.Of(p)
		next := steps.Query
		steps.Query = func(c *pipeline.Call, view inkeepworld.View, q query.Query) (query.Result, error) {
			if !c.Is(operation) {
				return next(c, view, q)
			}
			return ask(func(q query.Query) (query.Result, error) { return next(c, view, q) }, q)
		}
	}
}

func onResult(change func(q query.Query, r *query.Result)) alter.Decorator {
	return aroundQuery(func(next asked, q query.Query) (query.Result, error) {
		r, err := next(q)
		if err == nil {
			change(q, &r)
		}
		return r, err
	})
}

// eachFilter changes a filter after those within.
func eachFilter(f *query.Filter, change func(*query.Filter)) {
	for _, list := range [][]query.Filter{f.And, f.Or} {
		for i := range list {
			eachFilter(&list[i], change)
		}
	}
	change(f)
}

func onFilters(change func(*query.Filter)) alter.Decorator {
	return aroundQuery(func(next asked, q query.Query) (query.Result, error) {
		eachFilter(&q.Where, change)
		return next(q)
	})
}

func onConditions(change func(*query.Condition)) alter.Decorator {
	return onFilters(func(f *query.Filter) {
		if f.Condition != nil {
			change(f.Condition)
		}
	})
}

// queriesGrouped group, count and order otherwise.
func queriesGrouped() []Misbehaviour {
	return area("queries",
		breaks("query.distinct-counted-twice", 3, "countDistinct counts each value as often as it is there.", "INK-QRY-63",
			selecting(func(s *query.Selection) {
				if s.Aggregation == query.CountDistinct {
					s.Aggregation = query.Count
				}
			})),
		breaks("query.sum-is-count", 2, "sum is how many numbers there are.", "INK-QRY-63", selecting(func(s *query.Selection) {
			if s.Aggregation == query.Sum {
				s.Aggregation = query.Count
			}
		})),
		breaks("query.month-is-day", 3, "A bucket of a month is that of a day.", "INK-QRY-63", selecting(func(s *query.Selection) {
			if s.Unit == query.Month {
				s.Unit = query.Day
			}
		})),
		breaks("query.group-shown", 3, "What is grouped by is in the results even if includeInSelect is false.", "INK-QRY-63 INK-QRY-12",
			aroundQuery(func(next asked, q query.Query) (query.Result, error) {
				for i := range q.GroupBy {
					q.GroupBy[i].Hidden = false
				}
				return next(q)
			})),
		breaks("query.always-ascending", 2, "Results are in ascending order, whatever direction says.", "INK-QRY-63",
			aroundQuery(func(next asked, q query.Query) (query.Result, error) {
				for i := range q.OrderBy {
					q.OrderBy[i].Descending = false
				}
				return next(q)
			})),
		breaks("query.order-of-aggregates-ignored", 3, "An orderBy on an aggregate is ignored.", "INK-QRY-63 INK-QRY-18",
			aroundQuery(func(next asked, q query.Query) (query.Result, error) {
				q.OrderBy = slices.DeleteFunc(slices.Clone(q.OrderBy), func(o query.Order) bool {
					return strings.HasPrefix(o.Key, "count_") || strings.HasPrefix(o.Key, "max_")
				})
				return next(q)
			})),
		breaks("query.groups-lack-one", 3, "Each group of several events is counted as one less.", "INK-QRY-63",
			alter.OnTree(func(_ *pipeline.Call, o map[string]any) {
				eachRow(o, func(row map[string]any) {
					if n, is := row["count"].(json.Number); is && n > "1" && len(row) > 1 {
						whole, _ := n.Int64()
						row["count"] = whole - 1
					}
				})
			}, queryEvents)),
		breaks("query.names-camel-case", 2, "Aggregates are called countDistinctType and not countDistinct_type.", "INK-QRY-28",
			onResult(func(_ query.Query, r *query.Result) {
				for i, c := range r.Columns {
					if name, of, found := strings.Cut(c.Key, "_"); found && c.Kind == query.Aggregate {
						r.Columns[i].Key = name + strings.ToUpper(of[:1]) + of[1:]
					}
				}
			})),
	)
}

// selecting changes what is selected, and leaves the names of the results as they should be.
func selecting(change func(*query.Selection)) alter.Decorator {
	return aroundQuery(func(next asked, q query.Query) (query.Result, error) {
		plain, err := next(q)
		if err != nil {
			return plain, err
		}
		changed := slices.Clone(q.Select)
		for i := range changed {
			change(&changed[i])
		}
		if reflect.DeepEqual(changed, q.Select) {
			return plain, nil
		}
		q.Select, q.OrderBy = changed, nil // which may name what is not selected any more
		r, err := next(q)
		if len(r.Columns) == len(plain.Columns) {
			r.Columns = plain.Columns
		}
		return r, err
	})
}

const queryEvents = "QueryEvents"

func eachRow(answer map[string]any, change func(row map[string]any)) {
	data, _ := answer["data"].(map[string]any)
	all, _ := data["result"].([]any)
	for _, one := range all {
		if row, is := one.(map[string]any); is {
			change(row)
		}
	}
}

// queriesAnswered answer in another form, or what should be refused.
func queriesAnswered() []Misbehaviour {
	figure := func(name string, value any) alter.Decorator {
		return alter.OnTree(func(_ *pipeline.Call, o map[string]any) {
			if data, is := o["data"].(map[string]any); is {
				data[name] = value
			}
		}, queryEvents)
	}
	return area("queries",
		breaks("query.total-of-all", 2, "The total of an answer is that of all events.", "INK-QRY-23", figure("total", 12345)),
		breaks("query.count-of-page", 3, "The count of an answer is always that of a full page.", "INK-QRY-23", figure("count", 1000)),
		breaks("query.status-missing", 1, "Answers to queries have no status.", "INK-QRY-2 INK-QRY-22",
			alter.OnTree(func(_ *pipeline.Call, o map[string]any) { delete(o, "status") }, queryEvents)),
		breaks("query.numbers-stay", 3, "Numbers in properties are numbers in results.", "INK-QRY-25",
			alter.OnTree(func(_ *pipeline.Call, o map[string]any) {
				eachRow(o, func(row map[string]any) {
					properties, _ := row["properties"].(map[string]any)
					for name, value := range properties {
						text, _ := value.(string)
						if _, err := strconv.ParseFloat(text, 64); err == nil && json.Valid([]byte(text)) {
							properties[name] = json.Number(text)
						}
					}
				})
			}, queryEvents)),
		breaks("query.texts-upper-case", 3, "Texts in properties come back in upper case.", "INK-QRY-60",
			alter.OnTree(func(_ *pipeline.Call, o map[string]any) {
				eachRow(o, func(row map[string]any) {
					properties, _ := row["properties"].(map[string]any)
					for name, value := range properties {
						if text, is := value.(string); is {
							properties[name] = strings.ToUpper(text)
						}
					}
				})
			}, queryEvents)),
		breaks("query.notes-in-bytes", 3, "notes of 80 characters are refused that take more than 80 bytes.", "INK-QRY-20",
			refuseQuery(func(sent string) bool { return len(gjson.Get(sent, "notes").Str) > 80 })),
		breaks("query.notes-any", 3, "notes of any length are taken.", "INK-QRY-20", asking(func(o map[string]any) { delete(o, "notes") })),
		breaks("query.fields-any", 3, "A selected field that there is not is left out.", "INK-QRY-61",
			asking(func(o map[string]any) {
				all, _ := o["select"].([]any)
				known := slices.DeleteFunc(slices.Clone(all), func(s any) bool {
					selection, _ := s.(map[string]any)
					return selection["field"] == "entityType"
				})
				if len(known) < len(all) {
					o["select"] = known
				}
			})),
	)
}

// queriesRefused refuse what they should answer, and answer whom they should refuse.
func queriesRefused() []Misbehaviour {
	return area("queries",
		breaks("query.no-organization", 3, "A query that selects organizationId is refused.", "INK-QRY-5",
			refuseQuery(func(sent string) bool { return strings.Contains(sent, `"organizationId"`) })),
		breaks("query.no-weeks", 3, "A query for weeks is refused.", "INK-QRY-9",
			refuseQuery(func(sent string) bool { return strings.Contains(sent, `"week"`) })),
		breaks("query.no-contains", 3, "A query with the operator jsonContains is refused.", "INK-QRY-14",
			refuseQuery(func(sent string) bool { return strings.Contains(sent, `"jsonContains"`) })),
		breaks("query.no-order-of-buckets", 3, "A query that orders by buckets is refused.", "INK-QRY-18 INK-QRY-17",
			refuseQuery(func(sent string) bool { return strings.Contains(sent, `"createdAt_day"`) })),
		breaks("query.open", 1, "Queries are answered without a key.", "INK-AUTH-3", openTo(queryEvents)),
		breaks("query.other-projects", 4, "Queries find the events of other projects, too.", "INK-AUTH-4",
			alter.Together(ofOtherProject(of(alter.LogEvent)), mayAll(of(queryEvents)))),
		breaks("query.values-of-other-projects", 4, "Values of properties are told of the events of other projects, too.", "INK-AUTH-4",
			alter.Together(ofOtherProject(of(alter.LogEvent)), mayAll(of("QueryPropertyValues")))),
		breaks("query.reports-open", 2, "Reports are answered without a key.", "INK-AUTH-3",
			openTo("GetTopSearchQueries", "GetWeeklySearchUsers")),
		breaks("query.writers-ask", 2, "Queries with a key that may only write are answered.", "INK-AUTH-10 INK-AUTH-7",
			mayAsk(func(c *pipeline.Call) bool { return c.Is(queryEvents) })),
		breaks("query.writers-refused-as-json", 3, "What a key that may only write may not ask is refused as application/json.",
			"INK-ERR-28", alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
				if alter.ForInkeep(c) && a.Status == http.StatusForbidden {
					a.ContentType = pipeline.TypeJSON
				}
			})),
		breaks("query.writers-code", 3, "What a key that may only write may not ask is refused with the code insufficient_scope.",
			"INK-ERR-11", alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
				if o := alter.Tree(a.Body); alter.ForInkeep(c) && a.Status == http.StatusForbidden && o != nil {
					o["code"] = "insufficient_scope"
					a.Body = alter.Write(o)
				}
			})),
		breaks("query.writers-values", 3, "Values of properties are told to a key that may only write.", "INK-AUTH-10 INK-AUTH-7",
			mayAsk(func(c *pipeline.Call) bool { return c.Is("QueryPropertyValues") })),
	)
}

// openTo answers operations without a key.
func openTo(operations ...string) alter.Decorator {
	some := func(c *pipeline.Call) bool { return c.Is(operations...) }
	return alter.Together(
		letIn(some, func(header, _ string) bool { return header == "" }),
		mayAsk(func(c *pipeline.Call) bool { return some(c) && c.Header.Get("Authorization") == "" }))
}

// mayAsk lets some ask whose key does not.
func mayAsk(some func(*pipeline.Call) bool) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		next := p.Authorize
		p.Authorize = func(c *pipeline.Call) error {
			if some(c) {
				return nil
			}
			return next(c)
		}
	}
}

// asking changes a question before it is held to the contract.
func asking(change func(map[string]any)) alter.Decorator {
	return alter.ChangeSent(func(c *pipeline.Call) {
		if c.Is(queryEvents) {
			changeBody(c, change)
		}
	})
}

func refuseQuery(wrong func(sent string) bool) alter.Decorator {
	return alter.AfterDecode(func(c *pipeline.Call) error {
		if c.Is(queryEvents) && wrong(string(c.Sent)) {
			return alter.Refuse(422, "the query is not valid")
		}
		return nil
	})
}
