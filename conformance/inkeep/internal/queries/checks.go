package queries

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// Checks are the checks of queries. All of them ask about events that the run has logged.
func Checks() []conformance.Check {
	all := slices.Concat(
		[]conformance.Check{empty, eventsFound, figures, results, longNotes, wrongRefused, keyNeeded, writersDoNotAsk, otherProject},
		grammar(), meaning(), views(), told(), []conformance.Check{tooLargeRefused},
	)
	for i := range all {
		if all[i].Operations == nil {
			all[i].Operations = []string{"QueryEvents", kit.LogEvent}
		}
		all[i].Needs = append([]conformance.Capability{conformance.Writes}, all[i].Needs...)
		all[i].Phase = max(all[i].Phase, conformance.Writing)
	}
	return all
}

var empty = conformance.Check{
	ID:          "inkeep.query.empty",
	Level:       conformance.Must,
	Requirement: "INK-QRY-2",
	Also:        []string{"INK-QRY-1", "INK-QRY-22"},
	Title:       "An empty query is answered with 200, the status ok and data.",
	Floor:       map[string]int{"queries": 1},
	Run: with(func(ctx context.Context, q *asker) {
		got := q.ask(ctx, object{})
		if wrong := q.Violations(got); wrong != "" && got.Event != nil && got.Event["status"] != "ok" { // the rest may be others' data
			q.FailWith(got, "an answer to a query breaks the contract: "+wrong, "", got.Shown())
		}
		_, isList := data(got)["result"].([]any)
		if got.Status != 200 || got.Event["status"] != "ok" || !isList {
			q.FailWith(got, "an empty query is not answered as one", `200 with the status "ok" and data with result`, got.Shown())
		}
	}),
}

var eventsFound = conformance.Check{
	ID:          "inkeep.query.found",
	Level:       conformance.Should,
	Requirement: "INK-QRY-60",
	Title:       "Events that were logged are found by the conversation that they are about, each once, and no others are.",
	Floor:       map[string]int{"queries": 1},
	Run: with(func(ctx context.Context, q *asker) {
		var got *kit.Answer
		var places []int
		others := 0
		if !q.Await(ctx, func() bool {
			got, places, others = q.found(ctx, q.own())
			return slices.Equal(places, []int{0, 1, 2, 3, 4, 5}) && others == 0
		}) {
			if others == 0 {
				q.mayLack(ctx, got, places)
			}
			q.FailWith(got, "events that were logged are not found, each once", "all events of the conversation",
				fmt.Sprintf("%d of them, and %d others: %s", len(places), others, got.Shown()))
		}
	}),
}

// mayLack ends the check if a target may lack those of the planted events that are not at places: nobody says how to get the next page, how
// long an event takes to be found, nor how long it is kept. What is found when it is asked for otherwise is there.
func (q *asker) mayLack(ctx context.Context, got *kit.Answer, places []int) {
	byID := func(ids []string) int {
		_, came, _ := q.found(ctx, is("id", "in", ids))
		return len(came)
	}
	all := []int{0, 1, 2, 3, 4, 5}
	oldest := max(0, len(all)-len(places))
	switch {
	case q.fullPage(got):
		q.NotApplicable("a page of results is shorter than what the run has logged, and nobody says how to get the next one: %s",
			got.Shown())
	case len(places) == 0 && byID(q.planted.ids) == 0:
		q.Inconclusive("none of %d events was found within the settle time of %s; allow more with --settle, or the target keeps no events "+
			"of the last three months", len(q.planted.ids), q.Target().Settle)
	case len(places) > 0 && slices.Equal(places, all[oldest:]) && byID(q.planted.ids[oldest:]) == len(places):
		q.NotApplicable("no event is found that is older than %s, and nobody says how long events are kept", q.planted.at[oldest])
	}
}

var figures = conformance.Check{
	ID:          "inkeep.query.figures",
	Level:       conformance.Must,
	Requirement: "INK-QRY-23",
	Title:       "total counts what matches, count what the answer has, and pageSize is no less.",
	Floor:       map[string]int{"queries": 2},
	Run: with(func(ctx context.Context, q *asker) {
		q.all(ctx)
		for _, want := range []struct {
			where object
			total int
		}{{q.own(), 6}, {q.own(is("type", "eq", q.planted.types[0])), 2}, {q.own(is("type", "eq", "none")), 0}} {
			got := q.ask(ctx, object{"select": []object{field("id")}, "where": want.where})
			total, _ := number(data(got)["total"])
			count, _ := number(data(got)["count"])
			size, _ := number(data(got)["pageSize"])
			if int(total) != want.total || int(count) != len(rows(got)) || size < count {
				q.FailWith(got, "the figures of an answer are not those of its results",
					fmt.Sprintf("total %d, count %d, and a pageSize of that at least", want.total, len(rows(got))),
					kit.Shorten(string(got.Text)))
			}
		}
	}),
}

var results = conformance.Check{
	ID:          "inkeep.query.results",
	Level:       conformance.Must,
	Requirement: "INK-QRY-24",
	Also:        []string{"INK-QRY-22", "INK-QRY-25", "INK-QRY-26", "INK-QRY-27"},
	Title:       "Results have the types of the contract: fields and properties are texts, aggregates are numbers.",
	Floor:       map[string]int{"queries": 3},
	Run: with(func(ctx context.Context, q *asker) {
		q.all(ctx)
		for _, question := range []object{
			{"select": []object{
				field("id"), field("type"), field("properties"), field("userProperties"), field("createdAt"), field("projectId"),
			}},
			{"select": []object{bucket("day"), aggregate("count", ""), aggregate("countDistinct", "type"), aggregate("max", "createdAt")}},
			{"select": []object{aggregate("countDistinct", "userProperties", "userId")}, "groupBy": []object{byUser()}},
			{"select": []object{aggregate("min", "createdAt"), aggregate("count", "searchQuery")}},
		} {
			question["where"] = q.own()
			got := q.ask(ctx, question)
			if wrong := q.Violations(got); wrong != "" {
				q.FailWith(got, "an answer to a query breaks the contract: "+wrong, "", got.Shown())
			}
			q.numbers(got)
		}
		got := q.send(ctx, object{ // which may be refused, since nobody says what they are
			"where":  q.own(),
			"select": []object{aggregate("sum", "type"), aggregate("max", "type"), aggregate("avg", "properties", "none")},
		}, q.Authorization())
		q.numbers(got)
	}),
}

// numbers wants every aggregate that is there to be one.
func (q *asker) numbers(got *kit.Answer) {
	for _, row := range rows(got) {
		for name, value := range row {
			of, _, _ := strings.Cut(name, "_")
			aggregates := []string{"sum", "count", "countDistinct", "avg", "min", "max"}
			if _, isNumber := number(value); slices.Contains(aggregates, of) && !isNumber {
				q.FailWith(got, "an aggregate is no number: "+name, "a number, or no such member", kit.Brief(value))
			}
		}
	}
}

var longNotes = conformance.Check{
	ID:          "inkeep.query.notes",
	Level:       conformance.Must,
	Requirement: "INK-QRY-20",
	Title:       "notes of 80 characters are accepted, and longer ones refused.",
	Floor:       map[string]int{"queries": 1, "refusals": 1},
	Run: with(func(ctx context.Context, q *asker) {
		const eighty = "12345678901234567890123456789012345678901234567890123456789012345678901234567890"
		q.ask(ctx, object{"select": []object{field("id")}, "where": q.own(), "notes": eighty})
		q.ask(ctx, object{"select": []object{field("id")}, "where": q.own(), "notes": strings.Repeat("é", 80)})
		q.refuse(ctx, "its notes have 81 characters", object{"select": []object{field("id")}, "where": q.own(), "notes": eighty + "1"})
	}),
}

// refuse wants a question refused, with any status. How that is written is for the checks of refusals.
func (q *asker) refuse(ctx context.Context, what string, question object) {
	got := q.Send(ctx, exchange.Request{
		Method: "POST", Path: q.path, Body: kit.Encode(question), Safe: true, Hostile: true, Meta: kit.Refusal{},
	})
	if got.Good() {
		q.FailWith(got, "a query is answered although "+what, "a refusal, 400 or 422", got.Shown())
	}
	q.Saw("refusals", 1)
}

var wrongRefused = conformance.Check{
	ID:          "inkeep.query.wrong-refused",
	Level:       conformance.Should,
	Requirement: "INK-QRY-61",
	Title:       "A query with a field, an operator, an aggregation, a unit or a direction that there is not is refused.",
	Floor:       map[string]int{"refusals": 6},
	Run: with(func(ctx context.Context, q *asker) {
		if !q.answers(ctx, object{"select": []object{field("id")}, "where": q.own()}) {
			q.Inconclusive("a good query is refused, so that nothing can be told of wrong ones")
		}
		for what, wrong := range map[string]object{
			"it selects a field that there is not":        {"select": []object{field("entityType")}},
			"it filters by an operator that there is not": {"where": q.own(is("type", "like", "x"))},
			"it filters without an operator":              {"where": object{"condition": object{"field": "type"}}},
			"its aggregation is none":                     {"select": []object{aggregate("median", "createdAt")}, "where": q.own()},
			"its unit of time is none":                    {"select": []object{bucket("year"), aggregate("count", "")}, "where": q.own()},
			"its direction is neither of the two":         {"where": q.own(), "orderBy": []object{{"field": "type", "direction": "up"}}},
			"its select is no list":                       {"select": field("id")},
			"it groups by a field that there is not":      {"groupBy": []object{{"field": "entityType"}}, "where": q.own()},
		} {
			q.refuse(ctx, what, wrong)
		}
	}),
}
