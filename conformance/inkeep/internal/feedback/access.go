package feedback

import (
	"context"
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

func access() []conformance.Check {
	return []conformance.Check{keyNeeded, writersDoNotRead, otherProject}
}

var keyNeeded = conformance.Check{
	ID:          "inkeep.feedback.key-needed",
	Level:       conformance.Must,
	Requirement: "INK-AUTH-3",
	Title:       "No operation of feedback does anything without a key, or with one that nobody has.",
	Operations:  []string{opSubmit, opList, opGet, opDelete},
	Floor:       map[string]int{"refusals": 4},
	Run: with(func(ctx context.Context, t *critic) {
		first := t.submitted(ctx, func() kit.Draft { return t.opinion(ctx, "positive") })
		at, another := path(first.Member("id")), t.opinion(ctx, "positive").Body()
		if t.offers.get == "" {
			t.shown(ctx, first.Member("id")) // or it would not be found anyway
		}
		t.Strangers(ctx, stored(), t.keep,
			exchange.Request{Method: http.MethodGet, Path: at},
			exchange.Request{Method: http.MethodGet, Path: kit.FeedbackPath, RawQuery: "limit=1&offset=0"},
			exchange.Request{Method: http.MethodPost, Path: kit.FeedbackPath, Body: another},
			exchange.Request{Method: http.MethodDelete, Path: at},
		)
	}),
}

var writersDoNotRead = conformance.Check{
	ID:          "inkeep.feedback.writers-do-not-read",
	Level:       conformance.Must,
	Requirement: "INK-AUTH-7",
	Also:        []string{"INK-AUTH-6"},
	Title:       "A key that may only write gets neither a list of feedback nor a single one.",
	Operations:  []string{opSubmit, opList, opGet},
	Needs:       []conformance.Capability{kit.NamedWebKey},
	Floor:       map[string]int{"refusals": 1},
	Run: with(func(ctx context.Context, t *critic) {
		if t.offers.list != "" && t.offers.get != "" {
			t.NotApplicable("%s", t.offers.get)
		}
		first := t.submitted(ctx, func() kit.Draft { return t.opinion(ctx, "positive") })
		for _, at := range []struct{ lacks, path string }{{t.offers.list, kit.FeedbackPath}, {t.offers.get, path(first.Member("id"))}} {
			if at.lacks != "" {
				continue
			}
			if at.path != kit.FeedbackPath {
				t.shown(ctx, first.Member("id"))
			}
			t.Writer(ctx, stored(), at.path)
		}
	}),
}

// otherProject shows, lists, deletes and changes with the key of one project what another one has submitted. That they are two shows in
// conversations.
var otherProject = conformance.Check{
	ID:          "inkeep.feedback.other-project",
	Level:       conformance.Must,
	Requirement: "INK-AUTH-4",
	Title:       "Feedback is neither shown, listed, changed nor deleted with the key of another project.",
	Operations:  []string{opSubmit, opList, opGet, opDelete},
	Needs:       []conformance.Capability{kit.NamedOtherKey},
	Floor:       map[string]int{"answers": 4},
	Run: with(func(ctx context.Context, t *critic) {
		other := "Bearer " + t.OtherBearer
		mine := t.converse(ctx)
		theirs := t.Send(ctx, exchange.Request{
			Method: http.MethodPost, Path: kit.ConversationsPath, Body: mine.Draft.Body(), Authorization: other,
		})
		if id := theirs.Member("id"); id != "" {
			defer t.Tidy(ctx, other, kit.Below(kit.ConversationsPath, id))
		}
		if one, two := mine.Member("projectId"), theirs.Member("projectId"); !theirs.Good() || one == "" || two == "" || one == two {
			t.NotApplicable("the answers to conversations do not show two projects: projectId is %s with the first key, and with the "+
				"second the answer is %s; give a key of another project as --other-bearer", kit.Brief(mine.Event["projectId"]),
				theirs.StatusText())
		}
		said := "said by " + t.Mark()
		id := t.visible(ctx, func() kit.Draft { return t.opinion(ctx, "negative").With("details", said) })
		came := t.Ends(ctx, other, kit.FeedbackPath, perPage, "positiveFeedbackCount", "negativeFeedbackCount")
		for _, method := range []string{http.MethodGet, http.MethodDelete} {
			came = append(came, t.Send(ctx, exchange.Request{Method: method, Path: path(id), Authorization: other, Hostile: true}))
		}
		for _, got := range came {
			if got.Good() && strings.Contains(string(got.Text), said) {
				t.FailWith(got, "with the key of one project feedback of another one is shown", "404, or another refusal", got.Shown(),
					foreign())
			}
			t.Saw("answers", 1)
		}
		if got := t.shown(ctx, id); !kit.IsThere(got) {
			t.FailWith(got, "with the key of one project feedback of another one was deleted", "200", got.Shown(), foreign())
		}
		t.staysOurs(ctx, id, other, theirs)
	}, shows, talks),
}

// staysOurs submits feedback under the id of ours with the key of another project, about a message of a conversation of that, if it has
// any. It may be answered in any way.
func (t *critic) staysOurs(ctx context.Context, id, other string, theirs *kit.Answer) {
	defer t.Tidy(ctx, other, path(id))
	about := t.ULID()
	if messages := answersOf(theirs); len(messages) > 0 {
		about = messages[0].id
	}
	mark := t.Mark()
	taken := t.Send(ctx, exchange.Request{
		Method: http.MethodPost, Path: kit.FeedbackPath, Authorization: other, Hostile: true,
		Body: kit.Draft{
			{Name: "id", Value: id}, {Name: "type", Value: "negative"}, {Name: "messageId", Value: about}, {Name: "details", Value: mark},
		}.Body(),
	})
	got := t.shown(ctx, id)
	if got.Before = taken; !kit.IsThere(got) || strings.Contains(string(got.Text), mark) {
		t.FailWith(got, "with the key of one project feedback of another one was changed", "the feedback as it was", got.Shown(), foreign())
	}
	t.Saw("answers", 1)
}

func foreign() conformance.Symptom {
	return conformance.Symptom{Text: "a key reaches the feedback of another project"}
}
