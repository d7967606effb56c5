package queries

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
	api "github.com/understudy-mock/understudy/spec/inkeep"
)

var otherProject = conformance.Check{
	ID:          "inkeep.query.other-project",
	Level:       conformance.Must,
	Requirement: "INK-AUTH-4",
	Title:       "No query, export, report or question about properties tells of the events of another project.",
	Operations: []string{
		"QueryEvents", "ExportEvents", "QueryPropertyKeys", "QueryPropertyValues", "GetTopSearchQueries", kit.LogEvent,
	},
	Needs: []conformance.Capability{kit.NamedOtherKey},
	Floor: map[string]int{"answers": 4},
	Run: with(func(ctx context.Context, q *asker) {
		q.all(ctx)
		other := "Bearer " + q.OtherBearer
		log := func(key string) *kit.Answer {
			return q.Answered(ctx, func() kit.Post { return kit.Post{Event: q.Message(), Auth: key, Hostile: true} })
		}
		mine, theirs := log(q.Authorization()), log(other)
		if one, two := mine.Member("projectId"), theirs.Member("projectId"); one == "" || two == "" || one == two {
			q.NotApplicable("the answers to events do not show two projects: projectId is %s with the first key and %s with the second; "+
				"give a key of another project as --other-bearer", kit.Brief(mine.Event["projectId"]), kit.Brief(theirs.Event["projectId"]))
		}
		values := q.ofOwn("properties")
		values["key"] = "name"
		secrets := slices.Concat(q.planted.ids, q.planted.names)
		for _, question := range []struct {
			path string
			body object
		}{
			{eventsPath, object{"select": []object{field("id")}, "where": q.own()}},
			{eventsPath + exportPath, object{"select": []object{field("id")}, "where": q.own()}},
			{keysPath, q.ofOwn("properties")},
			{valuesPath, values},
		} {
			got := q.Send(ctx, exchange.Request{
				Method: http.MethodPost, Path: question.path, Body: kit.Encode(question.body), Authorization: other,
				Safe: true, Hostile: true,
			})
			told := slices.ContainsFunc(secrets, func(secret string) bool { return strings.Contains(string(got.Text), secret) })
			if got.Good() && (told || question.path == keysPath && slices.Contains(listed(got), "name")) {
				q.FailWith(got, "with the key of one project the events of another one are found", "none of them, or a refusal",
					got.Shown(), conformance.Symptom{Text: "queries find the events of another project"})
			}
			q.Saw("answers", 1)
		}
		q.searchesApart(ctx, other)
	}),
}

// searchesApart looks in the report of another project for what was searched for in this one, once the own report tells of it.
func (q *asker) searchesApart(ctx context.Context, other string) {
	search := "how to " + q.Mark()
	q.Log(ctx, func() kit.Draft { return q.Event(api.EntitySearch).With("searchQuery", search) })
	report := func(key string) *kit.Answer {
		return q.Send(ctx, exchange.Request{Method: http.MethodGet, Path: topPath, Authorization: key, Safe: true, Hostile: true})
	}
	tells := func(got *kit.Answer) bool { return got.Good() && strings.Contains(string(got.Text), search) }
	if !q.Await(ctx, func() bool {
		own := report(q.Authorization())
		return tells(own) || !own.Good()
	}) {
		return
	}
	if got := report(other); tells(got) {
		q.FailWith(got, "with the key of one project the searches of another one are told", "none of them, or a refusal", got.Shown(),
			conformance.Symptom{Text: "reports tell of the searches of another project"})
	}
}
