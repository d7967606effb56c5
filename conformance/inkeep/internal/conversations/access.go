package conversations

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
	ID:          "inkeep.conversations.key-needed",
	Level:       conformance.Must,
	Requirement: "INK-AUTH-3",
	Title:       "No operation of conversations does anything without a key, or with one that nobody has.",
	Operations:  []string{opLog, opList, opGet, opGetByName, opDelete},
	Floor:       map[string]int{"refusals": 4},
	Run: with(func(ctx context.Context, t *talk) {
		name := "thread-" + t.Mark()
		first := t.logged(ctx, func() kit.Draft { return t.openai().With("externalId", name) })
		at := path(first.Member("id"))
		if t.offers.get == "" {
			t.Shown(ctx, at) // or it would not be found anyway
		}
		t.Strangers(ctx, stored(), t.keep,
			exchange.Request{Method: http.MethodGet, Path: at},
			exchange.Request{Method: http.MethodGet, Path: pathByName(name)},
			exchange.Request{Method: http.MethodGet, Path: kit.ConversationsPath, RawQuery: "limit=1&offset=0"},
			exchange.Request{Method: http.MethodPost, Path: kit.ConversationsPath, Body: t.openai().Body()},
			exchange.Request{Method: http.MethodDelete, Path: at},
		)
	}),
}

var writersDoNotRead = conformance.Check{
	ID:          "inkeep.conversations.writers-do-not-read",
	Level:       conformance.Must,
	Requirement: "INK-AUTH-7",
	Also:        []string{"INK-AUTH-6"},
	Title:       "A key that may only write gets no list of conversations and none by its externalId.",
	Operations:  []string{opLog, opList, opGetByName},
	Needs:       []conformance.Capability{kit.NamedWebKey},
	Floor:       map[string]int{"refusals": 1},
	Run: with(func(ctx context.Context, t *talk) {
		name := "thread-" + t.Mark()
		t.logged(ctx, func() kit.Draft { return t.openai().With("externalId", name) })
		for _, at := range []struct{ lacks, path string }{{t.offers.getByName, pathByName(name)}, {t.offers.list, kit.ConversationsPath}} {
			if at.lacks != "" {
				continue
			}
			if at.path != kit.ConversationsPath {
				t.Shown(ctx, at.path)
			}
			t.Writer(ctx, stored(), at.path)
		}
		if t.offers.list != "" && t.offers.getByName != "" {
			t.NotApplicable("%s", t.offers.list)
		}
	}),
}

// otherProject shows, lists, deletes and changes with the key of one project what another one has logged.
var otherProject = conformance.Check{
	ID:          "inkeep.conversations.other-project",
	Level:       conformance.Must,
	Requirement: "INK-AUTH-4",
	Title:       "A conversation is neither shown, listed, changed nor deleted with the key of another project.",
	Operations:  []string{opLog, opList, opGet, opGetByName, opDelete},
	Needs:       []conformance.Capability{kit.NamedOtherKey},
	Floor:       map[string]int{"answers": 5},
	Run: with(func(ctx context.Context, t *talk) {
		other, name := "Bearer "+t.OtherBearer, "thread-"+t.Mark()
		theirs := t.logAs(ctx, other, t.openai())
		mine := t.logged(ctx, func() kit.Draft { return t.openai().With("externalId", name) })
		if id := theirs.Member("id"); id != "" {
			defer t.Tidy(ctx, other, path(id))
		}
		if !theirs.Good() || mine.Member("projectId") == "" || theirs.Member("projectId") == "" ||
			mine.Member("projectId") == theirs.Member("projectId") {
			t.NotApplicable("the answers do not show two projects: projectId is %s with the first key, and with the second the answer is "+
				"%s; give a key of another project as --other-bearer", kit.Brief(mine.Event["projectId"]), theirs.StatusText())
		}
		at := path(mine.Member("id"))
		if !kit.IsThere(t.Shown(ctx, at)) {
			t.NotApplicable("a conversation that was logged is not shown; mend that first")
		}
		came := t.Ends(ctx, other, kit.ConversationsPath, perPage, "total")
		for _, r := range []exchange.Request{
			{Method: http.MethodGet, Path: at},
			{Method: http.MethodGet, Path: pathByName(name)},
			{Method: http.MethodDelete, Path: at},
		} {
			r.Authorization, r.Hostile = other, true
			came = append(came, t.Send(ctx, r))
		}
		for _, got := range came {
			if got.Good() && strings.Contains(string(got.Text), sentMessages(mine.Draft)[0]["content"].(string)) {
				t.FailWith(got, "with the key of one project a conversation of another one is shown", "404, or another refusal",
					got.Shown(), foreign())
			}
			t.Saw("answers", 1)
		}
		if got := t.Shown(ctx, at); !kit.IsThere(got) {
			t.FailWith(got, "with the key of one project a conversation of another one was deleted", "200", got.Shown(), foreign())
		}
		t.staysOurs(ctx, mine, other)
	}, shows),
}

// logAs logs a conversation with a key of somebody else, who may be refused.
func (t *talk) logAs(ctx context.Context, key string, d kit.Draft) *kit.Answer {
	return t.Send(ctx, exchange.Request{
		Method: http.MethodPost, Path: kit.ConversationsPath, Body: d.Body(), Authorization: key, Hostile: true,
	})
}

// staysOurs logs a conversation under the id of ours with the key of another project, which may be answered in any way.
func (t *talk) staysOurs(ctx context.Context, mine *kit.Answer, other string) {
	defer t.Tidy(ctx, other, path(mine.Member("id")))
	mark := t.Mark()
	taken := t.logAs(ctx, other, t.openai(said("user", mark)).With("id", mine.Member("id")))
	got := t.Shown(ctx, path(mine.Member("id")))
	if got.Before = taken; !kit.IsThere(got) || strings.Contains(string(got.Text), mark) {
		t.FailWith(got, "with the key of one project a conversation of another one was changed", "the conversation as it was", got.Shown(),
			foreign())
	}
	t.Saw("answers", 1)
}

func foreign() conformance.Symptom {
	return conformance.Symptom{Text: "a key reaches the conversations of another project"}
}
