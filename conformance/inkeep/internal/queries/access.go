package queries

import (
	"context"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

// everyPath are all where questions are asked, with the exports.
func everyPath() (all []string) {
	for _, path := range []string{eventsPath, conversationsPath, feedbackPath, threadsPath} {
		all = append(all, path, path+exportPath)
	}
	return all
}

// everyOperation are those of everyPath.
func everyOperation() []string {
	return []string{
		"QueryEvents", "ExportEvents", "QueryConversations", "ExportConversations", "QueryFeedback", "ExportFeedback",
		"QuerySemanticThreads", "ExportSemanticThreads",
	}
}

// onEach asks for every path that the target offers to the run's own key, and ends the check if it offers none.
func onEach(ask func(ctx context.Context, q *asker)) func(context.Context, *conformance.T) {
	return kit.With(func(ctx context.Context, a *kit.Asker) {
		why, asked := "", 0
		for _, path := range everyPath() {
			q := &asker{Asker: a, path: path}
			good := q.send(ctx, question(path), "")
			if missing := kit.Unoffered(good); missing != "" {
				why = missing
				continue
			}
			if !good.Good() { // it refuses whoever asks
				why = "a good query is refused: " + good.Shown()
				continue
			}
			asked++
			ask(ctx, q)
		}
		if asked == 0 {
			a.NotApplicable("%s", why)
		}
	})
}

// question is one that keeps to the contract and has as good as no answer.
func question(path string) object {
	none := object{"select": []object{field("id")}, "where": object{"condition": object{"field": "id", "operator": "isNull"}}}
	if path == threadsPath || path == threadsPath+exportPath {
		none["query"] = "none"
	}
	return none
}

var keyNeeded = conformance.Check{
	ID:          "inkeep.query.key-needed",
	Level:       conformance.Must,
	Requirement: "INK-AUTH-3",
	Title:       "A query or an export without a key, or with one that nobody has, is not answered.",
	Operations:  everyOperation(),
	Floor:       map[string]int{"refusals": 2},
	Run: onEach(func(ctx context.Context, q *asker) {
		for _, key := range []string{"", "Bearer no-such-key-" + q.Mark()} {
			got := q.Send(ctx, exchange.Request{
				Method: "POST", Path: q.path, Body: kit.Encode(question(q.path)), Authorization: key, Hostile: true, Safe: true,
				Meta: kit.Refusal{Stranger: true},
			})
			if got.Good() {
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
	Title:       "A query or an export with a key that may only write is not answered.",
	Operations:  everyOperation(),
	Needs:       []conformance.Capability{kit.NamedWebKey},
	Floor:       map[string]int{"refusals": 1},
	Run: onEach(func(ctx context.Context, q *asker) {
		if got := q.send(ctx, question(q.path), "Bearer "+q.WebBearer); got.Good() {
			q.FailWith(got, "a key that may only write is answered a query", "a refusal, 401 or 403", got.Shown(),
				conformance.Symptom{Text: "a key that may only write reads"})
		}
		q.Saw("refusals", 1)
	}),
}
