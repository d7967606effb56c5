package queries

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// meaning are the checks of what a question is answered with.
func meaning() []conformance.Check {
	return []conformance.Check{operators, nested, paths, groups, shownGroups, buckets, aggregates, names, ordered, texts}
}

func should(name, title string, run func(context.Context, *asker), requirements ...string) conformance.Check {
	return conformance.Check{
		ID: "inkeep.query." + name, Level: conformance.Should, Requirement: requirements[0], Also: requirements[1:], Title: title,
		Floor: map[string]int{"queries": 2},
		Run: with(func(ctx context.Context, q *asker) {
			q.all(ctx)
			run(ctx, q)
		}),
	}
}

// finds wants those of the planted events that are at places, and no others.
func (q *asker) finds(ctx context.Context, what string, where object, places ...int) {
	got, came, others := q.found(ctx, where)
	if !slices.Equal(came, places) || others > 0 {
		q.FailWith(got, "a filter finds other events than those for which it holds: "+what, "the events at "+fmt.Sprint(places),
			fmt.Sprintf("those at %v, and %d others", came, others),
			conformance.Symptom{Text: "a filter finds other events than it should"})
	}
}

var operators = should("operators", "Operators compare as their names say: events on the bound, and without a value, are told apart.",
	func(ctx context.Context, q *asker) {
		third, types := q.planted.at[2], q.planted.types
		for _, one := range []struct {
			field, operator string
			value           any
			places          []int
		}{
			{"type", "eq", types[0], []int{0, 1}},
			{"type", "eq", strings.ToUpper(types[0]), nil},
			{"type", "neq", types[0], []int{2, 3, 4, 5}},
			{"createdAt", "gt", third, []int{3, 4, 5}},
			{"createdAt", "gte", third, []int{2, 3, 4, 5}},
			{"createdAt", "lt", third, []int{0, 1}},
			{"createdAt", "lte", third, []int{0, 1, 2}},
			{"type", "in", []string{types[0], types[2]}, []int{0, 1, 5}},
			{"type", "notIn", []string{types[0], types[2]}, []int{2, 3, 4}},
		} {
			q.finds(ctx, one.field+" "+one.operator, q.own(is(one.field, one.operator, one.value)), one.places...)
		}
		without := func(operator, field string) object {
			return object{"condition": object{"field": field, "operator": operator}}
		}
		q.finds(ctx, "searchQuery isNull", q.own(without("isNull", "searchQuery")), 0, 1, 2, 3, 4, 5)
		q.finds(ctx, "searchQuery isNotNull", q.own(without("isNotNull", "searchQuery")))
		q.finds(ctx, "type isNotNull", q.own(without("isNotNull", "type")), 0, 1, 2, 3, 4, 5)
	}, "INK-QRY-62", "INK-QRY-14")

var nested = should("nested", "and holds where all do and or where one does, at any depth.",
	func(ctx context.Context, q *asker) {
		a, b, c := is("type", "eq", q.planted.types[0]), is("type", "eq", q.planted.types[1]), is("type", "eq", q.planted.types[2])
		late := is("createdAt", "gt", q.planted.at[2])
		q.finds(ctx, "a or c", q.own(or(a, c)), 0, 1, 5)
		q.finds(ctx, "b and late", q.own(b, late), 3, 4)
		q.finds(ctx, "a or (b and late)", q.own(or(a, and(b, late))), 0, 1, 3, 4)
		q.finds(ctx, "(a or b) and (late or a)", q.own(or(a, b), or(late, a)), 0, 1, 3, 4)
		q.finds(ctx, "a and b", q.own(and(a, b)))
	}, "INK-QRY-62", "INK-QRY-13")

var paths = should("paths", "A path leads to a value in properties, which eq and in compare.",
	func(ctx context.Context, q *asker) {
		plan := func(operator string, value any) object {
			return is("properties", operator, object{"path": []string{"plan"}, "value": value})
		}
		q.finds(ctx, "plan eq pro", q.own(plan("eq", "pro")), 0, 2, 4)
		q.finds(ctx, "plan in pro and free", q.own(plan("in", []string{"pro", "free"})), 0, 1, 2, 4)
		q.finds(ctx, "plan eq none", q.own(plan("eq", "none")))
		inner := object{"path": []string{"deep", "inner"}, "value": "x"}
		q.finds(ctx, "deep and inner eq x", q.own(is("properties", "eq", inner)), 0, 2)
	}, "INK-QRY-62", "INK-QRY-15")

// counted are the counts of groups by a member of their results.
func counted(got *kit.Answer, by string) map[string]float64 {
	all := map[string]float64{}
	for _, row := range rows(got) {
		n, _ := number(row["count"])
		all[fmt.Sprint(row[by])] += n
	}
	return all
}

var groups = should("groups", "groupBy makes one result of all events with one value, and count counts them.",
	func(ctx context.Context, q *asker) {
		for _, by := range []struct {
			group object
			name  string
			want  map[string]float64
		}{
			{object{"field": "type"}, "type", map[string]float64{q.planted.types[0]: 2, q.planted.types[1]: 3, q.planted.types[2]: 1}},
			{object{"field": "conversationId"}, "conversationId", map[string]float64{q.planted.conversation: 6}},
		} {
			got := q.ask(ctx, object{"select": []object{aggregate("count", "")}, "groupBy": []object{by.group}, "where": q.own()})
			if came := counted(got, by.name); fmt.Sprint(came) != fmt.Sprint(by.want) || len(rows(got)) != len(by.want) {
				q.FailWith(got, "groups by "+by.name+" are counted otherwise than they are", fmt.Sprint(by.want),
					kit.Brief(data(got)["result"]))
			}
		}
		for _, by := range []struct {
			names []string
			want  map[string]float64
		}{
			{[]string{"kind"}, map[string]float64{"Aa": 2, "aA": 2, "": 1}},
			{[]string{"left", "right"}, map[string]float64{"x,y z": 1, "x y,z": 1, " ": 3}},
		} {
			got := q.ask(ctx, object{"select": []object{aggregate("count", "")}, "groupBy": pathsOf(by.names), "where": q.own()})
			if came := together(got, by.names); fmt.Sprint(came) != fmt.Sprint(by.want) {
				q.FailWith(got, "groups by properties are counted otherwise than they are", fmt.Sprint(by.want),
					kit.Brief(data(got)["result"]))
			}
		}
	}, "INK-QRY-63", "INK-QRY-12", "INK-QRY-28")

// pathsOf groups by properties.
func pathsOf(names []string) (all []object) {
	for _, name := range names {
		all = append(all, object{"field": "properties", "path": []string{name}})
	}
	return all
}

// together are the counts of groups by properties that are there: what becomes of those that are not is left out.
func together(got *kit.Answer, names []string) map[string]float64 {
	all := map[string]float64{}
	for _, row := range rows(got) {
		var values []string
		for _, name := range names {
			if text, is := row["properties."+name].(string); is {
				values = append(values, text)
			}
		}
		if n, _ := number(row["count"]); len(values) == len(names) {
			all[strings.Join(values, " ")] += n
		}
	}
	return all
}

var shownGroups = should("include-in-select", "What is grouped by is in the results, unless includeInSelect is false.",
	func(ctx context.Context, q *asker) {
		for _, shown := range []bool{true, false} {
			got := q.ask(ctx, object{
				"select": []object{aggregate("count", "")}, "where": q.own(),
				"groupBy": []object{{"field": "type", "includeInSelect": shown}},
			})
			for _, row := range rows(got) {
				if _, there := row["type"]; there != shown {
					q.FailWith(got, "includeInSelect does not say whether the group is in the results",
						fmt.Sprintf("type there: %t", shown), kit.Brief(row))
				}
			}
			if len(rows(got)) != 3 {
				q.FailWith(got, "includeInSelect changes the groups", "three results", kit.Brief(data(got)["result"]))
			}
		}
	}, "INK-QRY-63", "INK-QRY-12")

var buckets = should("buckets", "A bucket of time has the events of one month, or one day, and no others.",
	func(ctx context.Context, q *asker) {
		for unit, want := range map[string][]float64{"month": {2, 2, 2}, "day": {1, 1, 1, 1, 1, 1}} {
			got := q.ask(ctx, object{"select": []object{bucket(unit), aggregate("count", "")}, "where": q.own()})
			seen := map[any]bool{}
			var counts []float64
			for _, row := range rows(got) {
				if n, is := number(row["count"]); !is || n != 0 { // one without events may be there
					seen[row["createdAt_"+unit]] = true
					counts = append(counts, n)
				}
			}
			if !slices.Equal(counts, want) || len(seen) != len(want) || seen[nil] {
				q.FailWith(got, "buckets of a "+unit+" do not hold the events of one each",
					fmt.Sprintf("createdAt_%s with the counts %v", unit, want), kit.Brief(data(got)["result"]))
			}
		}
	}, "INK-QRY-63", "INK-QRY-9", "INK-QRY-28")

// aggregates are of numbers in properties, which a server that keeps these as texts need not add up: what is left out is no mistake.
var aggregates = should("aggregates", "Aggregates are those of the values: distinct ones are counted once, and numbers added up.",
	func(ctx context.Context, q *asker) {
		got := q.ask(ctx, object{"where": q.own(), "select": []object{
			aggregate("count", ""), aggregate("countDistinct", "type"), aggregate("countDistinct", "userProperties", "userId"),
			aggregate("countDistinct", "properties", "kind"),
		}})
		q.figure(got, "count", 6)
		q.figure(got, "countDistinct_type", 3)
		q.figure(got, "countDistinct_userProperties.userId", 3)
		q.figure(got, "countDistinct_properties.kind", 3)
		got = q.send(ctx, object{"where": q.own(), "select": []object{
			aggregate("sum", "properties", "n"), aggregate("min", "properties", "n"), aggregate("max", "properties", "n"),
			aggregate("avg", "properties", "n"),
		}}, q.Authorization())
		if !got.Good() {
			q.Record("aggregates of numbers in properties are refused with %s", got.StatusText())
			return
		}
		q.figure(got, "sum_properties.n", 141.5)
		q.figure(got, "min_properties.n", 2)
		q.figure(got, "max_properties.n", 100.5)
		q.figure(got, "avg_properties.n", 28.3)
	}, "INK-QRY-63", "INK-QRY-8")

// figure wants an aggregate to be that number if it is there.
func (q *asker) figure(got *kit.Answer, name string, want float64) {
	if len(rows(got)) != 1 {
		q.FailWith(got, "aggregates without groups are not one result", "one result", kit.Brief(data(got)["result"]))
	}
	value, there := rows(got)[0][name]
	n, isNumber := number(value)
	if there && (!isNumber || n < want-1e-6 || n > want+1e-6) {
		q.FailWith(got, "an aggregate is another number than that of the events", fmt.Sprintf("%s %v", name, want), kit.Brief(value))
	}
}

var names = should("names", "A result's members are called after the aggregate, the field, the path and the unit.",
	func(ctx context.Context, q *asker) {
		for _, one := range []struct {
			selected, groups []object
			names            []string
		}{
			{[]object{aggregate("count", ""), aggregate("countDistinct", "type"), aggregate("count", "id")}, nil, []string{
				"count", "countDistinct_type", "count_id",
			}},
			{[]object{bucket("month"), aggregate("count", "")}, nil, []string{"createdAt_month", "count"}},
			{[]object{aggregate("countDistinct", "userProperties", "userId")}, []object{byUser()}, []string{
				"userProperties.userId", "countDistinct_userProperties.userId",
			}},
		} {
			question := object{"select": one.selected, "where": q.own()}
			if one.groups != nil {
				question["groupBy"] = one.groups
			}
			got := q.ask(ctx, question)
			for _, name := range one.names {
				if !slices.ContainsFunc(rows(got), func(row object) bool { _, there := row[name]; return there }) {
					q.FailWith(got, "a result has no member of the name that follows from the query", name, kit.Brief(data(got)["result"]))
				}
			}
		}
	}, "INK-QRY-28", "INK-QRY-27")

var ordered = should("ordered", "orderBy puts results in order, the other way round with desc.",
	func(ctx context.Context, q *asker) {
		for direction, want := range map[string][]string{"asc": q.planted.ids, "desc": reversed(q.planted.ids)} {
			got := q.ask(ctx, object{
				"select": []object{field("id"), field("createdAt")}, "where": q.own(),
				"orderBy": []object{{"field": "createdAt", "direction": direction}},
			})
			if came := column(got, "id"); fmt.Sprint(came...) != fmt.Sprint(anys(want)...) {
				q.FailWith(got, "results are not in the order that was asked for: createdAt "+direction, kit.Brief(want), kit.Brief(came))
			}
		}
		q.byTwo(ctx)
		a, b, c := q.planted.types[0], q.planted.types[1], q.planted.types[2]
		for _, one := range []struct {
			selected       object
			key, direction string
			want           []string
		}{
			{aggregate("count", "id"), "count_id", "desc", []string{b, a, c}},
			{aggregate("count", "id"), "count_id", "asc", []string{c, a, b}},
			{aggregate("max", "createdAt"), "max_createdAt", "desc", []string{c, b, a}},
		} {
			got := q.ask(ctx, object{
				"select": []object{one.selected}, "groupBy": []object{{"field": "type"}}, "where": q.own(),
				"orderBy": []object{{"field": one.key, "direction": one.direction}},
			})
			if came := column(got, "type"); fmt.Sprint(came...) != fmt.Sprint(anys(one.want)...) {
				q.FailWith(got, "groups are not in the order that was asked for: "+one.key+" "+one.direction, kit.Brief(one.want),
					kit.Brief(came))
			}
		}
	}, "INK-QRY-63", "INK-QRY-17", "INK-QRY-18")

// byTwo orders by the type, and those of one type by the time.
func (q *asker) byTwo(ctx context.Context) {
	got := q.ask(ctx, object{
		"select": []object{field("id"), field("type"), field("createdAt")}, "where": q.own(),
		"orderBy": []object{{"field": "type", "direction": "asc"}, {"field": "createdAt", "direction": "desc"}},
	})
	ids := q.planted.ids
	want := []string{ids[1], ids[0], ids[4], ids[3], ids[2], ids[5]}
	if came := column(got, "id"); fmt.Sprint(came...) != fmt.Sprint(anys(want)...) {
		q.FailWith(got, "results are not in the order that was asked for: type asc, createdAt desc", kit.Brief(want), kit.Brief(came))
	}
}

// byUser groups by the user.
func byUser() object { return object{"field": "userProperties", "path": []string{"userId"}} }

func reversed(all []string) []string {
	other := slices.Clone(all)
	slices.Reverse(other)
	return other
}

func anys(all []string) (values []any) {
	for _, one := range all {
		values = append(values, one)
	}
	return values
}

var texts = should("texts", "Fields come back as they were logged, and numbers in properties as texts that say the same.",
	func(ctx context.Context, q *asker) {
		first := q.own(is("createdAt", "lte", q.planted.at[0]))
		got := q.ask(ctx, object{"select": []object{field("type"), field("conversationId"), field("properties")}, "where": first})
		user := object{"type": "field", "field": "userProperties", "path": []string{"userId"}}
		got2 := q.ask(ctx, object{"select": []object{user}, "where": first})
		for _, one := range []struct {
			got  *kit.Answer
			want object
		}{
			{got, object{
				"type": q.planted.types[0], "conversationId": q.planted.conversation, "properties": object{"plan": "pro"},
			}},
			{got2, object{"userProperties.userId": "u1"}},
		} {
			var row any
			if all := rows(one.got); len(all) == 1 {
				row = all[0]
			}
			if one.got == got {
				q.saysNine(got, row)
			}
			if wrong := (kit.Comparison{Foreign: func(string) bool { return false }}).Difference("", one.want, row); wrong != "" {
				q.FailWith(one.got, "a result is not what was logged: "+wrong, kit.Brief(one.want), kit.Brief(data(one.got)["result"]))
			}
		}
	}, "INK-QRY-60", "INK-QRY-25")

// saysNine wants the number 9 of the first event's properties to be a text that says the same.
func (q *asker) saysNine(got *kit.Answer, row any) {
	members, _ := row.(object)
	properties, _ := members["properties"].(object)
	if _, isNumber := properties["n"].(json.Number); isNumber { // that it has to be a text is for another check
		return
	}
	text, isText := properties["n"].(string)
	if n, err := strconv.ParseFloat(text, 64); !isText || err != nil || n != 9 {
		q.FailWith(got, "a number in properties is another in results", `"9"`, kit.Brief(properties["n"]))
	}
}
