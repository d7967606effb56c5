package queries

import (
	"context"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
)

// grammar are the checks that each form of a question is taken.
func grammar() []conformance.Check {
	return []conformance.Check{
		taken("fields", "INK-QRY-5", "Each of the twelve fields can be selected.", 12, everyField, "INK-QRY-7", "INK-QRY-10"),
		taken("selections", "INK-QRY-7", "Aggregations and buckets of each kind can be selected, and fields grouped by.", 10, selections,
			"INK-QRY-8", "INK-QRY-9", "INK-QRY-12"),
		taken("filters", "INK-QRY-14", "Each operator can be filtered by, alone and under and and or.", 15, filters,
			"INK-QRY-13", "INK-QRY-15"),
		taken("orders", "INK-QRY-17", "Results can be ordered by fields, buckets and aggregates, in both directions.", 5, orders,
			"INK-QRY-18"),
	}
}

// taken is a check that questions are answered, whatever with.
func taken(name, requirement, title string, least int, questions func(*asker) []object, also ...string) conformance.Check {
	return conformance.Check{
		ID: "inkeep.query." + name, Level: conformance.Must, Requirement: requirement, Also: also, Title: title,
		Floor: map[string]int{"queries": least},
		Run: with(func(ctx context.Context, q *asker) {
			for _, question := range questions(q) {
				q.ask(ctx, question)
			}
		}),
	}
}

func fields() []string {
	return []string{
		"id", "organizationId", "messageId", "conversationId", "createdAt", "projectId", "integrationId", "eventType", "type",
		"searchQuery", "properties", "userProperties",
	}
}

func everyField(q *asker) (all []object) {
	for _, name := range fields() {
		all = append(all, object{"select": []object{field(name)}, "where": q.own()})
	}
	return all
}

func selections(q *asker) (all []object) {
	for _, s := range []object{
		aggregate("count", ""), aggregate("countDistinct", "type"), aggregate("min", "createdAt"), aggregate("max", "createdAt"),
		bucket("hour"), bucket("day"), bucket("week"), bucket("month"),
	} {
		all = append(all, object{"select": []object{s, aggregate("count", "id")}, "where": q.own()})
	}
	return append(all,
		object{"select": []object{aggregate("count", "")}, "groupBy": []object{{"field": "type"}}, "where": q.own()},
		object{
			"select": []object{aggregate("count", "")}, "where": q.own(),
			"groupBy": []object{{"field": "userProperties", "path": []string{"userId"}, "includeInSelect": false}},
		})
}

func filters(q *asker) (all []object) {
	ask := func(where ...object) {
		all = append(all, object{"select": []object{field("id")}, "where": q.own(where...)})
	}
	for _, operator := range []string{"eq", "neq", "gt", "gte", "lt", "lte"} {
		ask(is("type", operator, q.planted.types[0]))
	}
	for _, operator := range []string{"in", "notIn"} {
		ask(is("type", operator, q.planted.types[:2]))
	}
	for _, operator := range []string{"isNull", "isNotNull"} {
		ask(object{"condition": object{"field": "searchQuery", "operator": operator}})
	}
	for operator, value := range map[string]any{
		"jsonContains": object{"plan": "pro"}, "jsonContainedBy": object{"plan": "pro"}, // what others take as a value is open
	} {
		ask(is("properties", operator, value))
	}
	ask(is("properties", "eq", object{"path": []string{"plan"}, "value": "pro"}))
	ask(is("properties", "in", object{"path": []string{"plan"}, "value": []string{"pro", "free"}}))
	ask(or(is("type", "eq", "x"), and(is("type", "neq", "y"), or(is("type", "neq", "z")))))
	return all
}

func orders(q *asker) (all []object) {
	order := func(field, direction string) []object { return []object{{"field": field, "direction": direction}} }
	for _, direction := range []string{"asc", "desc"} {
		all = append(all, object{"select": []object{field("createdAt")}, "where": q.own(), "orderBy": order("createdAt", direction)})
	}
	grouped := []object{{"field": "type"}}
	all = append(all,
		object{
			"select": []object{bucket("day"), aggregate("count", "")}, "where": q.own(), "orderBy": order("createdAt_day", "asc"),
		},
		object{
			"select": []object{aggregate("count", "id")}, "groupBy": grouped, "where": q.own(), "orderBy": order("count_id", "desc"),
		},
		object{
			"select": []object{aggregate("max", "createdAt")}, "groupBy": grouped, "where": q.own(),
			"orderBy": order("max_createdAt", "asc"),
		})
	return slices.Clip(all)
}
