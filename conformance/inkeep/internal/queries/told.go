package queries

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
	api "github.com/understudy-mock/understudy/spec/inkeep"
)

// told are the checks of what is told of properties and searches as a whole.
func told() []conformance.Check {
	all := []conformance.Check{propertyAnswers, propertyKeys, propertyValues, propertyWrong}
	for i := range all {
		all[i].Operations = []string{"QueryPropertyKeys", "QueryPropertyValues", kit.LogEvent}
	}
	reports := []conformance.Check{reportAnswers, topSearches}
	for i := range reports {
		reports[i].Operations = []string{"GetTopSearchQueries", "GetWeeklySearchUsers", kit.LogEvent}
	}
	return append(all, reports...)
}

// Where properties and searches are told of.
const (
	keysPath   = kit.QueryPath + "/property-keys"
	valuesPath = kit.QueryPath + "/property-values"
	topPath    = kit.QueryPath + "/top-search-queries"
	weeksPath  = kit.QueryPath + "/weekly-search-users"
)

// tells asks about properties of events, if the target tells of them.
func (q *asker) tells(ctx context.Context, path string, question object) *kit.Answer {
	about := *q
	about.path = path
	if why := kit.Unoffered(about.send(ctx, question, "")); why != "" {
		q.NotApplicable("%s", why)
	}
	return about.ask(ctx, question)
}

// ofOwn is a question about properties of the planted events.
func (q *asker) ofOwn(field string) object {
	return object{"field": field, "views": []string{"events_view"}, "where": q.own()}
}

var propertyAnswers = conformance.Check{
	ID:          "inkeep.query.property-answers",
	Level:       conformance.Must,
	Requirement: "INK-QRY-31",
	Also:        []string{"INK-QRY-32"},
	Title:       "Questions about names and values of properties are answered with 200 and a list of texts, however they are asked.",
	Floor:       map[string]int{"queries": 6},
	Run: with(func(ctx context.Context, q *asker) {
		one := is("id", "eq", q.planted.ids[0]) // all views have ids
		for path, questions := range map[string][]object{
			keysPath: {
				{"field": "properties", "where": one},
				q.ofOwn("properties"),
				{"field": "userProperties", "views": []string{"events_view", "conversations_view"}, "where": one},
			},
			valuesPath: {
				{"field": "properties", "key": "plan", "where": one},
				{"field": "userProperties", "key": "userId", "limit": 1000, "where": one},
				{"field": "properties", "key": "plan", "limit": 1, "views": []string{"events_view"}, "where": q.own()},
			},
		} {
			for _, question := range questions {
				got := q.tells(ctx, path, question)
				if wrong := q.Violations(got); wrong != "" {
					q.FailWith(got, "an answer about properties breaks the contract: "+wrong, "", got.Shown())
				}
			}
		}
	}),
}

// listed are the results of an answer about properties, in the order of their letters.
func listed(got *kit.Answer) (all []string) {
	list, _ := got.Event["results"].([]any)
	for _, one := range list {
		text, _ := one.(string)
		all = append(all, text)
	}
	slices.Sort(all)
	return all
}

// awaits wants some texts, each once, and no others that may not be.
func (q *asker) awaits(ctx context.Context, path string, question object, want []string, may func(string) bool) {
	var got *kit.Answer
	if q.Await(ctx, func() bool {
		got = q.tells(ctx, path, question)
		told := slices.DeleteFunc(listed(got), func(text string) bool { return !slices.Contains(want, text) && may(text) })
		return slices.Equal(told, want)
	}) {
		return
	}
	q.FailWith(got, "the properties of events are told otherwise than they were logged", fmt.Sprintf("%q, in any order", want), got.Shown())
}

func nothing(string) bool { return false }

var propertyKeys = conformance.Check{
	ID:          "inkeep.query.property-keys",
	Level:       conformance.Should,
	Requirement: "INK-QRY-65",
	Also:        []string{"INK-QRY-31"},
	Title:       "The names of properties are those of the events that match, each once, and not those of other events.",
	Floor:       map[string]int{"queries": 3},
	Run: with(func(ctx context.Context, q *asker) {
		q.all(ctx)
		own := []string{"kind", "left", "n", "name", "plan", "right", "yes"}   // an object may be told by what is in it
		added := func(name string) bool { return !slices.Contains(own, name) } // by the server, to all events
		q.awaits(ctx, keysPath, q.ofOwn("properties"), own, added)
		q.awaits(ctx, keysPath, q.ofOwn("userProperties"), []string{"userId"}, added)
		bare := q.ofOwn("properties")
		bare["where"] = q.own(is("type", "eq", q.planted.types[2])) // which has none
		q.awaits(ctx, keysPath, bare, nil, added)
	}),
}

var propertyValues = conformance.Check{
	ID:          "inkeep.query.property-values",
	Level:       conformance.Should,
	Requirement: "INK-QRY-65",
	Also:        []string{"INK-QRY-32"},
	Title:       "The values of a property are those of the events that match, each once and no others, and no more than limit says.",
	Floor:       map[string]int{"queries": 4},
	Run: with(func(ctx context.Context, q *asker) {
		q.all(ctx)
		plans, users := q.ofOwn("properties"), q.ofOwn("userProperties")
		plans["key"], users["key"] = "plan", "userId"
		q.awaits(ctx, valuesPath, plans, []string{"free", "pro"}, nothing)
		q.awaits(ctx, valuesPath, users, []string{"u1", "u2", "u3"}, nothing)
		some := q.ofOwn("properties")
		some["key"], some["where"] = "plan", q.own(is("type", "eq", q.planted.types[1]))
		q.awaits(ctx, valuesPath, some, []string{"pro"}, nothing)
		users["limit"] = 2
		if got := q.tells(ctx, valuesPath, users); len(listed(got)) != 2 {
			q.FailWith(got, "of three values with limit 2 not two are given", "two of u1, u2 and u3", got.Shown())
		}
		q.oddValue(ctx)
	}),
}

// oddValue asks for a value with spaces around it, of a property whose name is no path. A target may refuse such an event.
func (q *asker) oddValue(ctx context.Context) {
	const name = "dotted.name"
	value := " " + q.Mark() + " "
	one := q.Answered(ctx, func() kit.Post {
		return kit.Post{Event: q.Message().With("properties", object{name: value}), Hostile: true}
	})
	if id := one.Member("id"); one.Good() && id != "" {
		q.awaits(ctx, valuesPath, object{
			"field": "properties", "key": name, "views": []string{"events_view"}, "where": is("id", "eq", id),
		}, []string{value}, nothing)
	}
}

var propertyWrong = conformance.Check{
	ID:          "inkeep.query.property-wrong",
	Level:       conformance.Should,
	Requirement: "INK-QRY-66",
	Also:        []string{"INK-QRY-31", "INK-QRY-32"},
	Title:       "Without a field or a key, or with a limit that is out of range, nothing is told of properties.",
	Floor:       map[string]int{"refusals": 5},
	Run: with(func(ctx context.Context, q *asker) {
		for path, wrong := range map[string]map[string]object{
			keysPath: {"it has no field": {"views": []string{"events_view"}}, "its field has no properties": {"field": "type"}},
			valuesPath: {
				"it has no key":               {"field": "properties"},
				"its limit is less than 1":    {"field": "properties", "key": "plan", "limit": 0},
				"its limit is more than 1000": {"field": "properties", "key": "plan", "limit": 1001},
			},
		} {
			good := q.ofOwn("properties")
			good["key"] = "plan"
			q.tells(ctx, path, good)
			about := *q
			about.path = path
			for what, question := range wrong {
				about.refuse(ctx, what, question)
			}
		}
	}),
}

// report reads a report, if the target has it.
func (q *asker) report(ctx context.Context, path string) *kit.Answer {
	got := q.Look(ctx, path, "")
	if why := kit.Unoffered(got); why != "" {
		q.NotApplicable("%s", why)
	}
	if !got.Good() {
		q.FailWith(got, "a report is refused", "200", got.Shown())
	}
	q.Saw("reports", 1)
	return got
}

var reportAnswers = conformance.Check{
	ID:          "inkeep.query.reports",
	Level:       conformance.Must,
	Requirement: "INK-QRY-35",
	Also:        []string{"INK-QRY-36"},
	Title:       "The reports of top searches and weekly users have rows with a number in a text, and how many rows there are.",
	Floor:       map[string]int{"reports": 2},
	Run: with(func(ctx context.Context, q *asker) {
		q.Log(ctx, func() kit.Draft { return q.Event(api.EntitySearch) })
		for _, path := range []string{topPath, weeksPath} {
			var got *kit.Answer
			q.Await(ctx, func() bool {
				got = q.report(ctx, path)
				return len(rows(got)) > 0
			})
			wrong := q.Violations(got)
			if got.Status != http.StatusOK {
				wrong = "its status is " + got.StatusText()
			}
			if wrong != "" {
				q.FailWith(got, "a report breaks the contract: "+wrong, "", got.Shown())
			}
		}
	}),
}

// topSearches searches several times for one thing. How many searches a report has, and of what time, nobody says: it may be of yesterday.
var topSearches = conformance.Check{
	ID:          "inkeep.query.top-searches",
	Level:       conformance.Should,
	Requirement: "INK-QRY-67",
	Also:        []string{"INK-QRY-35"},
	Title:       "The report of top searches tells how often something was searched for.",
	Floor:       map[string]int{"reports": 1},
	Run: with(func(ctx context.Context, q *asker) {
		search := "how to " + q.Mark()
		for range 3 {
			q.Log(ctx, func() kit.Draft { return q.Event(api.EntitySearch).With("searchQuery", search) })
		}
		var got *kit.Answer
		var counts []any
		if q.Await(ctx, func() bool {
			got, counts = q.report(ctx, topPath), nil
			for _, row := range rows(got) {
				if row["search_query"] == search {
					counts = append(counts, row["count"])
				}
			}
			return len(counts) == 1 && fmt.Sprint(counts[0]) == "3" // that it is a text is for another check
		}) {
			return
		}
		if counts == nil {
			q.NotApplicable("the report has %d of %s searches, and not the one of the run; how many it has, and of what time, nobody says",
				len(rows(got)), kit.Brief(data(got)["total"]))
		}
		q.FailWith(got, "what was searched for three times is not told so", `one row with the count "3"`, kit.Brief(counts))
	}),
}
