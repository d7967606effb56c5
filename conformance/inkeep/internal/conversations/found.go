package conversations

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

func found() []conformance.Check {
	return []conformance.Check{foundByID, foundByName, namesApart, unknownNotFound, unknownCode}
}

var foundByID = conformance.Check{
	ID:          "inkeep.conversations.found",
	Level:       conformance.Must,
	Requirement: "INK-CONV-9",
	Title:       "A conversation that was logged is shown by its id, with its messages.",
	Operations:  []string{opLog, opGet},
	Floor:       map[string]int{"conversations": 2},
	Run: with(func(ctx context.Context, t *talk) {
		for range 2 {
			first := t.logged(ctx, func() kit.Draft { return t.openai(t.chat(3)...) })
			t.finds(ctx, first, path(first.Member("id")))
		}
	}, shows),
}

// finds wants a conversation at a path.
func (t *talk) finds(ctx context.Context, logged *kit.Answer, path string) {
	var got *kit.Answer
	if t.Await(ctx, func() bool {
		got = t.Look(ctx, path, "")
		return got.Good() && got.Member("id") == logged.Member("id") && otherwise(logged.Draft, got.Event) == ""
	}) {
		return
	}
	got.Before = logged
	switch {
	case !kit.IsThere(got):
		symptoms := []conformance.Symptom{notFound()}
		if logged.Event["externalId"] != any(logged.Draft.Text("externalId")) && logged.Draft.Text("externalId") != "" {
			symptoms = append(symptoms, notKept("externalId"))
		}
		t.FailWith(got, "a conversation that was logged is not found", "200, with the conversation", got.Shown(), symptoms...)
	case got.Member("id") != logged.Member("id"):
		t.FailWith(got, "another conversation is shown than the one that was asked for", logged.Member("id"), got.Shown(), another())
	default:
		t.FailWith(got, "a conversation is shown with other messages than it was logged with: "+otherwise(logged.Draft, got.Event),
			kit.Brief(sentMessages(logged.Draft)), kit.Brief(got.Event["messages"]), otherHistory())
	}
}

var foundByName = conformance.Check{
	ID:          "inkeep.conversations.found-by-name",
	Level:       conformance.Must,
	Requirement: "INK-CONV-11",
	Title:       "A conversation that was logged is shown by its externalId, with its messages.",
	Operations:  []string{opLog, opGetByName},
	Floor:       map[string]int{"conversations": 2},
	Run: with(func(ctx context.Context, t *talk) {
		for _, prefix := range []string{"", "thread-"} {
			first := t.logged(ctx, func() kit.Draft { return t.openai(t.chat(3)...).With("externalId", prefix+t.Mark()) })
			t.finds(ctx, first, pathByName(first.Draft.Text("externalId")))
		}
	}, showsByName),
}

// namesApart names conversations so that careless comparison takes one for another: by the beginning, by the letter case, as a pattern, or
// by the id. What has an odd sign may not be found at all, since a path has to carry it; but what is found has to be the right one.
var namesApart = conformance.Check{
	ID:          "inkeep.conversations.names-apart",
	Level:       conformance.Should,
	Requirement: "INK-CONV-11",
	Title:       "By an externalId the conversation is shown that has it, and none with one that is like it or with that id.",
	Operations:  []string{opLog, opGetByName},
	Floor:       map[string]int{"conversations": 6, "names": 6},
	Run: with(func(ctx context.Context, t *talk) {
		mark := t.Mark()
		logged := map[string]*kit.Answer{}
		names := []string{mark + "_1", mark + "_11", strings.ToUpper(mark) + "_1", mark + "x1", mark + " 1", mark + "%1"}
		for _, name := range names {
			logged[name] = t.logged(ctx, func() kit.Draft { return t.openai().With("externalId", name) })
		}
		for i, name := range names {
			got := t.Shown(ctx, pathByName(name))
			got.Before = logged[name]
			if !got.Good() && i < 2 {
				t.NotApplicable("a conversation is not found by its externalId: %s; mend that first", got.Shown())
			}
			if got.Good() && got.Member("id") != logged[name].Member("id") {
				t.FailWith(got, "by an externalId a conversation is shown that has another one",
					"the conversation with externalId "+kit.Brief(name),
					got.Shown(), another())
			}
			t.Saw("names", 1)
		}
		id := logged[names[0]].Member("id")
		if got := t.Look(ctx, pathByName(id), ""); got.Good() && got.Member("id") == id {
			got.Before = logged[names[0]]
			t.FailWith(got, "a conversation is shown by its id as if that were its externalId", "404", got.Shown())
		}
	}, showsByName),
}

// unknown asks for conversations that nobody has logged, by names and by ids, one of which is like those that the server makes.
func (t *talk) unknown(ctx context.Context) (all []*kit.Answer) {
	if t.offers.getByName == "" {
		all = append(all, t.Look(ctx, pathByName("no-such-"+t.Mark()), ""))
	}
	if t.offers.get == "" {
		like := kit.LikeID(t.logged(ctx, func() kit.Draft { return t.openai() }).Member("id"))
		if got := t.Look(ctx, path(like), ""); got.Member("id") != like { // which may be somebody's
			all = append(all, got)
		}
		for _, id := range []string{"no-such-" + t.Mark(), t.ULID()} {
			if got := t.Look(ctx, path(id), ""); !kit.Misshapen(got) {
				all = append(all, got)
			}
		}
	}
	if all == nil {
		t.NotApplicable("%s", t.offers.get)
	}
	return all
}

var unknownNotFound = conformance.Check{
	ID:          "inkeep.conversations.unknown-not-found",
	Level:       conformance.Should,
	Requirement: "INK-CONV-22",
	Title:       "An id or externalId that no conversation has is answered with 404, as application/problem+json.",
	Operations:  []string{opGet, opGetByName},
	Floor:       map[string]int{"answers": 1},
	Run: with(func(ctx context.Context, t *talk) {
		for _, got := range t.unknown(ctx) {
			if got.Good() {
				t.Fail(conformance.Failure{
					Message: "a conversation that there is not is answered with success", Expected: "404", Got: got.Shown(),
					Exchanges: got.Steps(),
				})
			}
			if got.Status != http.StatusNotFound {
				t.FailWith(got, "a conversation that there is not is answered with another status than 404", "404", got.Shown())
			}
			if kind := got.Header.Get("Content-Type"); !strings.HasPrefix(kind, "application/problem+json") {
				t.FailWith(got, "404 for a conversation has another media type", "Content-Type: application/problem+json",
					"Content-Type: "+kind)
			}
			t.Saw("answers", 1)
		}
	}),
}

// unknownCode leaves out what does not call itself a problem: a gateway may have answered.
var unknownCode = conformance.Check{
	ID:          "inkeep.conversations.not-found-code",
	Level:       conformance.Must,
	Requirement: "INK-ERR-14",
	Also:        []string{"INK-ERR-2", "INK-ERR-3", "INK-ERR-4", "INK-ERR-7", "INK-ERR-8"},
	Title:       "404 for a conversation that there is not is a problem with the code not_found.",
	Operations:  []string{opGet, opGetByName},
	Floor:       map[string]int{"problems": 1},
	Run: with(func(ctx context.Context, t *talk) {
		all := slices.DeleteFunc(t.unknown(ctx), func(got *kit.Answer) bool {
			return got.Status != http.StatusNotFound || !strings.HasPrefix(got.Header.Get("Content-Type"), "application/problem+json")
		})
		if len(all) == 0 {
			t.NotApplicable("no problem with 404 came for a conversation that there is not")
		}
		for _, got := range all {
			if wrong := t.Violations(got); wrong != "" {
				t.FailWith(got, "404 for a conversation is no problem as the contract has it: "+wrong, "a problem with the code not_found",
					got.Shown())
			}
			t.Saw("problems", 1)
		}
	}),
}
