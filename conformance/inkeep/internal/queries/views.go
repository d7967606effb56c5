package queries

import (
	"context"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// views are the checks of questions about other things than events, and of exports.
func views() []conformance.Check {
	return []conformance.Check{
		conversationFields, conversationsFound, conversationsGone, feedbackFields, feedbackFound, feedbackGone, threads,
		exported, exportFound, exportReadable,
	}
}

// talk is a conversation to ask about, with what was sent.
type talk struct {
	id, message string // of it, and of what it says
	sent        kit.Draft
}

// message is the id of the first message of an answer; empty if it has none.
func message(got *kit.Answer) string {
	list, _ := got.Event["messages"].([]any)
	if len(list) == 0 {
		return ""
	}
	first, _ := list[0].(object)
	id, _ := first["id"].(string)
	return id
}

// forget deletes what the check has logged, even if the run is over.
func (q *asker) forget(ctx context.Context, path string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	q.Do(ctx, kit.Deletion(path, q.Authorization()))
}

// patience is how long a deletion may take.
const patience = 5 * time.Second

// withTalks makes the function of a check out of one that asks about two conversations, one of each type that servers know. They are
// deleted at its end.
func withTalks(run func(ctx context.Context, q *asker, talks []talk)) func(context.Context, *conformance.T) {
	return kit.With(func(ctx context.Context, a *kit.Asker) {
		q := &asker{Asker: a, path: conversationsPath}
		if why := kit.Unoffered(q.send(ctx, question(q.path), "")); why != "" {
			q.NotApplicable("%s", why)
		}
		var talks []talk
		defer func() {
			for _, one := range talks {
				q.forget(ctx, kit.Below(kit.ConversationsPath, one.id))
			}
		}()
		for _, of := range []struct{ kind, asks string }{{"openai", "user"}, {"support_ticket", "customer"}} {
			sent := kit.Draft{
				{Name: "type", Value: of.kind},
				{Name: "messages", Value: []object{{"role": of.asks, "content": "a question " + q.Mark()}}},
				{Name: "properties", Value: object{"plan": "plan of " + q.Mark()}},
			}
			got := q.Answered(ctx, func() kit.Post { return kit.Post{Path: kit.ConversationsPath, Event: sent} })
			if got.Member("id") == "" {
				q.NotApplicable("a conversation to ask about was not accepted: %s", got.Shown())
			}
			talks = append(talks, talk{got.Member("id"), message(got), sent})
		}
		q.Deaf = talks[0].id == talks[1].id
		run(ctx, q, talks)
	})
}

// of asks for one conversation alone.
func (t talk) of(selected ...object) object {
	return object{"select": selected, "where": is("id", "eq", t.id)}
}

var conversationFields = conformance.Check{
	ID:          "inkeep.query.conversation-fields",
	Level:       conformance.Must,
	Requirement: "INK-QRY-40",
	Also:        []string{"INK-QRY-30", "INK-QRY-41"},
	Title:       "Each of the nine fields of conversations can be selected, and comes back with its type.",
	Operations:  []string{"QueryConversations", "LogConversation"},
	Floor:       map[string]int{"queries": 9},
	Run: withTalks(func(ctx context.Context, q *asker, talks []talk) {
		if got, all := q.known(ctx, talks); !all {
			q.NotApplicable("the conversations of the run are not found by their ids, each once: %s; mend that first", got.Shown())
		}
		for _, name := range []string{
			"id", "userMessageCount", "organizationId", "projectId", "integrationId", "firstMessageTime", "type", "properties",
			"userProperties",
		} {
			got := q.ask(ctx, talks[0].of(field(name)))
			if wrong := q.Violations(got); wrong != "" {
				q.FailWith(got, "an answer to a query breaks the contract: "+wrong, "", got.Shown())
			}
		}
	}),
}

// known waits until queries find the conversations, and reports whether they do: each once.
func (q *asker) known(ctx context.Context, talks []talk) (got *kit.Answer, all bool) {
	var ids []string
	for _, one := range talks {
		ids = append(ids, one.id)
	}
	all = q.Await(ctx, func() bool {
		got = q.ask(ctx, object{"select": []object{field("id")}, "where": is("id", "in", ids)})
		came := column(got, "id")
		return len(came) == len(ids) && !slices.ContainsFunc(ids, func(id string) bool { return !slices.Contains(came, any(id)) })
	})
	return got, all
}

var conversationsFound = conformance.Check{
	ID:          "inkeep.query.conversations-found",
	Level:       conformance.Should,
	Requirement: "INK-QRY-60",
	Title:       "Conversations that were logged are found by their ids, each once, as they were logged.",
	Operations:  []string{"QueryConversations", "LogConversation"},
	Floor:       map[string]int{"queries": 3},
	Run: withTalks(func(ctx context.Context, q *asker, talks []talk) {
		if got, all := q.known(ctx, talks); !all {
			q.FailWith(got, "conversations that were logged are not found, each once", fmt.Sprintf("the %d of id in", len(talks)),
				got.Shown())
		}
		for _, one := range talks {
			kind, _ := one.sent.Value("type")
			properties, _ := one.sent.Value("properties")
			want := object{"type": kind, "properties": properties}
			var got *kit.Answer
			var row any
			var wrong string
			if !q.Await(ctx, func() bool { // one replica may learn of it later than another
				got, row = q.ask(ctx, one.of(field("type"), field("properties"))), nil
				if all := rows(got); len(all) == 1 {
					row = all[0]
				}
				wrong = (kit.Comparison{Foreign: func(string) bool { return false }}).Difference("", want, row)
				return wrong == ""
			}) {
				q.FailWith(got, "a conversation is found otherwise than it was logged: "+wrong, kit.Brief(want), kit.Brief(row))
			}
		}
		q.goesOn(ctx, talks[0])
	}),
}

// goesOn sends a conversation again, and waits until a query finds it as it is now.
func (q *asker) goesOn(ctx context.Context, one talk) {
	plan := "plan of " + q.Mark()
	sent := one.sent.With("id", one.id).With("properties", object{"plan": plan})
	again := q.Answered(ctx, func() kit.Post { return kit.Post{Path: kit.ConversationsPath, Event: sent} })
	if again.Member("id") != one.id {
		return // for the checks of conversations
	}
	var got *kit.Answer
	if !q.Await(ctx, func() bool {
		got = q.ask(ctx, one.of(field("properties")))
		all := rows(got)
		return len(all) == 1 && fmt.Sprint(all[0]["properties"]) == fmt.Sprint(object{"plan": plan})
	}) {
		got.Before = again
		q.FailWith(got, "a conversation that was sent again is not found as it is now", kit.Brief(object{"plan": plan}),
			kit.Brief(data(got)["result"]))
	}
}

var threads = conformance.Check{
	ID:          "inkeep.query.threads",
	Level:       conformance.Must,
	Requirement: "INK-QRY-46",
	Also:        []string{"INK-QRY-30"},
	Title:       "Semantic threads can be asked for with a text, and answers keep to the contract.",
	Operations:  []string{"QuerySemanticThreads"},
	Floor:       map[string]int{"rows": 1},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		q := &asker{Asker: a, path: threadsPath}
		if why := kit.Unoffered(q.send(ctx, question(q.path), "")); why != "" {
			q.NotApplicable("%s", why)
		}
		q.hold(ctx, object{"query": "question", "select": []object{aggregate("count", "")}})
		q.hold(ctx, object{"query": "question", "select": []object{field("id"), field("firstMessageTime"), field("conversationIds")}})
	}),
}

// hold asks a question and wants its answer to keep to the contract.
func (q *asker) hold(ctx context.Context, question object) {
	got := q.ask(ctx, question)
	if wrong := q.Violations(got); wrong != "" {
		q.FailWith(got, "an answer to a query breaks the contract: "+wrong, "", got.Shown())
	}
	q.Saw("rows", len(rows(got)))
}

var feedbackFields = conformance.Check{
	ID:          "inkeep.query.feedback-fields",
	Level:       conformance.Must,
	Requirement: "INK-QRY-48",
	Also:        []string{"INK-QRY-30"},
	Title:       "Each of the fourteen fields of feedback can be selected, and answers keep to the contract.",
	Operations:  []string{"QueryFeedback", "SubmitFeedback"},
	Floor:       map[string]int{"queries": 14, "rows": 14},
	Run: withTalks(func(ctx context.Context, q *asker, talks []talk) {
		q.path = feedbackPath
		if why := kit.Unoffered(q.send(ctx, question(q.path), "")); why != "" {
			q.NotApplicable("%s", why)
		}
		id := q.feedback(ctx, talks[0])
		defer q.forget(ctx, kit.Below(kit.FeedbackPath, id))
		for _, name := range []string{
			"id", "type", "messageId", "createdAt", "updatedAt", "organizationId", "reasons", "sources", "details", "properties",
			"userProperties", "conversationId", "projectId", "integrationId",
		} {
			q.hold(ctx, object{"select": []object{field(name)}, "where": is("id", "eq", id)})
		}
	}),
}

// feedback submits feedback about a conversation, and waits until a query finds it.
func (q *asker) feedback(ctx context.Context, about talk) (id string) {
	sent := kit.Draft{
		{Name: "type", Value: "positive"},
		{Name: "messageId", Value: about.message},
		{Name: "details", Value: "details " + q.Mark()},
		{Name: "reasons", Value: []object{{"label": "clear", "details": "it helped"}}},
	}
	got := q.Answered(ctx, func() kit.Post { return kit.Post{Path: kit.FeedbackPath, Event: sent} })
	if id = got.Member("id"); id == "" {
		q.NotApplicable("feedback to ask about was not accepted: %s", got.Shown())
	}
	if !q.Await(ctx, func() bool {
		got = q.ask(ctx, object{"select": []object{field("id")}, "where": is("id", "eq", id)})
		return len(rows(got)) == 1
	}) {
		q.forget(ctx, kit.Below(kit.FeedbackPath, id))
		q.NotApplicable("feedback of the run is not found by its id: %s; mend that first", got.Shown())
	}
	return id
}

// export asks for what a question finds as CSV.
func (q *asker) export(ctx context.Context, path string, question object) *kit.Answer {
	q.Saw("exports", 1)
	got := q.Insist(ctx, func() *kit.Answer {
		return q.Send(ctx, exchange.Request{
			Method: http.MethodPost, Path: path + exportPath, Body: kit.Encode(question), Safe: true,
			Header: http.Header{"Accept": {"text/csv"}},
		})
	})
	if kind, _, _ := mime.ParseMediaType(got.Header.Get("Content-Type")); kind == "text/csv" {
		got.Unread = "" // which need not be JSON
	}
	return got
}

var exported = conformance.Check{
	ID:          "inkeep.query.exported",
	Level:       conformance.Must,
	Requirement: "INK-QRY-33",
	Also:        []string{"INK-SDK-11"},
	Title:       "An export takes the body of its query, and answers with 200 and text/csv.",
	Operations:  []string{"ExportEvents", "ExportConversations", "ExportFeedback", "ExportSemanticThreads"},
	Floor:       map[string]int{"exports": 1},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		why, answered := "", 0
		for _, path := range []string{eventsPath, conversationsPath, feedbackPath, threadsPath} {
			q := &asker{Asker: a, path: path}
			got := q.export(ctx, path, question(path))
			if missing := kit.Unoffered(got); missing != "" {
				why = missing
				continue
			}
			kind, _, _ := mime.ParseMediaType(got.Header.Get("Content-Type"))
			if got.Status != http.StatusOK || kind != "text/csv" {
				q.FailWith(got, "an export is not answered as one", "200 with text/csv", got.Shown())
			}
			answered++
		}
		if answered == 0 {
			a.NotApplicable("%s", why)
		}
	}),
}

var exportFound = conformance.Check{
	ID:          "inkeep.query.export-found",
	Level:       conformance.Should,
	Requirement: "INK-QRY-64",
	Title:       "An export has the events that its query finds, and no others.",
	Operations:  []string{"ExportEvents", "QueryEvents", kit.LogEvent},
	Floor:       map[string]int{"exports": 2},
	Run: with(func(ctx context.Context, q *asker) {
		q.all(ctx)
		for _, one := range []struct {
			where  object
			places []int
		}{{q.own(), []int{0, 1, 2, 3, 4, 5}}, {q.own(is("type", "eq", q.planted.types[1])), []int{2, 3, 4}}} {
			var came []int
			var got *kit.Answer
			others := 0
			if q.Await(ctx, func() bool {
				got = q.export(ctx, eventsPath, object{"select": []object{field("id")}, "where": one.where})
				came, others = q.cells(string(got.Text))
				return !got.Good() || slices.Equal(came, one.places) && others <= 1 // the name of the column
			}) && got.Good() {
				continue
			}
			if why := kit.Unoffered(got); why != "" {
				q.NotApplicable("%s", why)
			}
			if got.Good() && came == nil && others <= 1 {
				q.Inconclusive("an export has no event that its query finds, and nobody says how long one takes to be in it: %s",
					got.Shown())
			}
			q.FailWith(got, "an export has other events than its query finds", "the ids of the events at "+fmt.Sprint(one.places),
				fmt.Sprintf("those at %v, and %d other cells", came, others), otherEvents())
		}
	}),
}

// cells are which of the planted events stand in an export of ids, by their place and as often as they do, and how many other cells there
// are. How it is quoted and separated is open.
func (q *asker) cells(text string) (places []int, others int) {
	for _, cell := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;\t\r\n\"\ufeff", r) }) {
		if place := slices.Index(q.planted.ids, cell); place >= 0 {
			places = append(places, place)
		} else {
			others++
		}
	}
	slices.Sort(places)
	return places, others
}
