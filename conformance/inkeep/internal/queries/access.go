package queries

import (
	"bytes"
	"context"
	"net/http"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

// everyOperation are those of everyQuestion.
func everyOperation() []string {
	return append(everyPosted(), "GetTopSearchQueries", "GetWeeklySearchUsers")
}

// everyPosted are those whose question is a body.
func everyPosted() []string {
	return []string{
		"QueryEvents", "ExportEvents", "QueryConversations", "ExportConversations", "QueryFeedback", "ExportFeedback",
		"QuerySemanticThreads", "ExportSemanticThreads", "QueryPropertyKeys", "QueryPropertyValues",
	}
}

// everyQuestion is one to each of everyOperation that keeps to the contract, and as good as no answer but for the reports.
func everyQuestion() (all []exchange.Request) {
	post := func(path string, question object) {
		all = append(all, exchange.Request{Method: http.MethodPost, Path: path, Body: kit.Encode(question), Safe: true})
	}
	for _, path := range []string{eventsPath, conversationsPath, feedbackPath, threadsPath} {
		post(path, question(path))
		post(path+exportPath, question(path))
	}
	for path, question := range map[string]object{keysPath: {"field": "properties"}, valuesPath: {"field": "properties", "key": "plan"}} {
		question["where"] = isNull("id")
		post(path, question)
	}
	for _, path := range []string{topPath, weeksPath} {
		all = append(all, exchange.Request{Method: http.MethodGet, Path: path, Safe: true})
	}
	return all
}

// question is one that keeps to the contract and has as good as no answer.
func question(path string) object {
	none := object{"select": []object{field("id")}, "where": isNull("id")}
	if path == threadsPath || path == threadsPath+exportPath {
		none["query"] = "none"
	}
	return none
}

func isNull(field string) object {
	return object{"condition": object{"field": field, "operator": "isNull"}}
}

// onEach puts every question that the target answers to the run's own key, and ends the check if it answers none.
func onEach(ask func(ctx context.Context, a *kit.Asker, question exchange.Request)) func(context.Context, *conformance.T) {
	return kit.With(func(ctx context.Context, a *kit.Asker) {
		why, asked := "", 0
		for _, question := range everyQuestion() {
			good := a.Send(ctx, question)
			if missing := kit.Unoffered(good); missing != "" {
				why = missing
				continue
			}
			if !good.Good() { // it refuses whoever asks
				why = "a good query is refused: " + good.Shown()
				continue
			}
			asked++
			ask(ctx, a, question)
		}
		if asked == 0 {
			a.NotApplicable("%s", why)
		}
	})
}

var keyNeeded = conformance.Check{
	ID:          "inkeep.query.key-needed",
	Level:       conformance.Must,
	Requirement: "INK-AUTH-3",
	Title:       "No query, export, report or question about properties is answered without a key, or with one that nobody has.",
	Operations:  everyOperation(),
	Floor:       map[string]int{"refusals": 2},
	Run: onEach(func(ctx context.Context, q *kit.Asker, question exchange.Request) {
		for _, key := range []string{"", "Bearer no-such-key-" + q.Mark()} {
			question.Authorization, question.Hostile, question.Meta = key, true, kit.Refusal{Stranger: true}
			if got := q.Send(ctx, question); got.Good() {
				q.Fail(conformance.Failure{
					Message: "a query is answered without a good key", Expected: "401", Got: got.Shown(), Symptoms: protocol.Strangers(),
					Exchanges: got.Steps(),
				})
			}
			q.Saw("refusals", 1)
		}
	}),
}

var writersDoNotAsk = conformance.Check{
	ID:          "inkeep.query.writers-do-not-ask",
	Level:       conformance.Must,
	Requirement: "INK-AUTH-10",
	Also:        []string{"INK-AUTH-7", "INK-AUTH-6"},
	Title:       "No query, export, report or question about properties is answered with a key that may only write.",
	Operations:  everyOperation(),
	Needs:       []conformance.Capability{kit.NamedWebKey},
	Floor:       map[string]int{"refusals": 1},
	Run: onEach(func(ctx context.Context, q *kit.Asker, question exchange.Request) {
		question.Authorization, question.Meta = "Bearer "+q.WebBearer, kit.Refusal{Stranger: true}
		if got := q.Send(ctx, question); got.Good() {
			q.FailWith(got, "a key that may only write is answered a query", "a refusal, 401 or 403", got.Shown(),
				conformance.Symptom{Text: "a key that may only write reads"})
		}
		q.Saw("refusals", 1)
	}),
}

// tooLargeRefused sends what is clearly above both readings of 2 MB, by nothing but the space in it.
var tooLargeRefused = conformance.Check{
	ID:          "inkeep.limits.query-too-large",
	Level:       conformance.Must,
	Requirement: "INK-LIM-5",
	Title:       "No query, export or question about properties of 2.3 MB is answered.",
	Operations:  everyPosted(),
	Phase:       conformance.Alone,
	Floor:       map[string]int{"refusals": 1},
	Run: onEach(func(ctx context.Context, q *kit.Asker, question exchange.Request) {
		if question.Body == nil {
			return
		}
		large := slices.Concat([]byte("{"), bytes.Repeat([]byte(" "), kit.AboveLimit), question.Body[1:])
		got := q.Oversized(ctx, kit.Post{Path: question.Path, Text: large})
		if got.Good() {
			q.FailWith(got, "a query of 2.3 MB is answered", "a refusal, best with 413", got.Outcome())
		}
		q.Saw("refusals", 1)
	}),
}
