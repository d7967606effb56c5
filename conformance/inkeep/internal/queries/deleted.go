package queries

import (
	"context"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

var conversationsGone = conformance.Check{
	ID:          "inkeep.query.conversations-gone",
	Level:       conformance.Should,
	Requirement: "INK-CONV-21",
	Title:       "A conversation that was deleted is not found by queries any more.",
	Operations:  []string{"QueryConversations", "LogConversation", "DeleteConversation"},
	Floor:       map[string]int{"queries": 2},
	Run: withTalks(func(ctx context.Context, q *asker, talks []talk) {
		if got, all := q.known(ctx, talks); !all {
			q.NotApplicable("the conversations of the run are not found by their ids, each once: %s; mend that first", got.Shown())
		}
		q.forgets(ctx, kit.Stored{One: "a conversation"}, kit.Below(kit.ConversationsPath, talks[0].id), talks[0].id)
	}),
}

var feedbackGone = conformance.Check{
	ID:          "inkeep.query.feedback-gone",
	Level:       conformance.Should,
	Requirement: "INK-FEED-19",
	Title:       "Feedback that was deleted is not found by queries any more.",
	Operations:  []string{"QueryFeedback", "SubmitFeedback", "DeleteFeedback"},
	Floor:       map[string]int{"queries": 2},
	Run: withTalks(func(ctx context.Context, q *asker, talks []talk) {
		q.path = feedbackPath
		if why := kit.Unoffered(q.send(ctx, question(q.path), "")); why != "" {
			q.NotApplicable("%s", why)
		}
		id := q.feedback(ctx, talks[0])
		q.forgets(ctx, aboutFeedback(), kit.Below(kit.FeedbackPath, id), id)
	}),
}

// forgets deletes what is at a path and wants queries not to find its id any more, once they know.
func (q *asker) forgets(ctx context.Context, what kit.Stored, path, id string) {
	deletion := q.Send(ctx, kit.Deletion(path, ""))
	if !deletion.Good() {
		q.NotApplicable("%s was not deleted: %s", what.One, deletion.Shown())
	}
	var got *kit.Answer
	if !q.Await(ctx, func() bool {
		got = q.ask(ctx, object{"select": []object{field("id")}, "where": is("id", "in", []string{id})})
		return !slices.Contains(column(got, "id"), any(id))
	}) {
		got.Before = deletion
		q.FailWith(got, what.One+" that was deleted is still found by queries", "no result", got.Shown(), what.StillThere())
	}
}

func aboutFeedback() kit.Stored { return kit.Stored{One: "feedback"} }

// feedbackFound submits feedback twice under one id.
var feedbackFound = conformance.Check{
	ID:          "inkeep.query.feedback-found",
	Level:       conformance.Should,
	Requirement: "INK-QRY-60",
	Also:        []string{"INK-FEED-7"},
	Title:       "Feedback that was submitted again is found by queries once, as it is now.",
	Operations:  []string{"QueryFeedback", "SubmitFeedback"},
	Floor:       map[string]int{"queries": 2},
	Run: withTalks(func(ctx context.Context, q *asker, talks []talk) {
		q.path = feedbackPath
		if why := kit.Unoffered(q.send(ctx, question(q.path), "")); why != "" {
			q.NotApplicable("%s", why)
		}
		id, details := q.feedback(ctx, talks[0]), "details "+q.Mark()
		defer q.forget(ctx, kit.Below(kit.FeedbackPath, id))
		sent := kit.Draft{
			{Name: "id", Value: id},
			{Name: "type", Value: "negative"},
			{Name: "messageId", Value: talks[0].message},
			{Name: "details", Value: details},
		}
		again := q.Answered(ctx, func() kit.Post { return kit.Post{Path: kit.FeedbackPath, Event: sent} })
		if again.Member("id") != id {
			q.NotApplicable("feedback that is submitted again is not taken under its id: %s; mend that first", again.Shown())
		}
		var got *kit.Answer
		if !q.Await(ctx, func() bool {
			got = q.ask(ctx, object{"select": []object{field("type"), field("details")}, "where": is("id", "eq", id)})
			all := rows(got)
			return len(all) == 1 && all[0]["type"] == "negative" && all[0]["details"] == details
		}) {
			got.Before = again
			want := object{"type": "negative", "details": details}
			var symptoms []conformance.Symptom
			for _, row := range rows(got) {
				for name, value := range want {
					if row[name] != value {
						symptoms = append(symptoms, aboutFeedback().NotKept(name))
					}
				}
			}
			q.FailWith(got, "feedback that was submitted again is not found once, as it is now", kit.Brief(want),
				kit.Brief(data(got)["result"]), symptoms...)
		}
	}),
}
