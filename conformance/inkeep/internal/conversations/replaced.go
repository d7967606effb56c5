package conversations

import (
	"context"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

func replaced() []conformance.Check {
	return []conformance.Check{goesOn, goesOnByName, shortened, renamed, propertiesReplaced}
}

// goesOn takes the id from the answer, so that a server that makes all ids has no excuse.
var goesOn = conformance.Check{
	ID:          "inkeep.conversations.replaced",
	Level:       conformance.Must,
	Requirement: "INK-CONV-2",
	Title:       "A conversation that is sent again with more messages has these and no others.",
	Operations:  []string{opLog, opGet},
	Floor:       map[string]int{"conversations": 2},
	Run: with(func(ctx context.Context, t *talk) {
		history := t.chat(4)
		first := t.logged(ctx, func() kit.Draft { return t.openai(history[:2]...) })
		again := t.again(ctx, first, history)
		t.becomes(ctx, again, path(first.Member("id")))
	}, shows),
}

// again sends a conversation with other messages under its id.
func (t *talk) again(ctx context.Context, first *kit.Answer, history []object) *kit.Answer {
	id := first.Member("id")
	again := t.log(ctx, func() kit.Draft { return first.Draft.With("id", id).With("messages", history) })
	again.Before = first
	if !again.Good() {
		t.FailWith(again, "a conversation that is sent again is refused", "200", again.Shown())
	}
	if again.Member("id") != id {
		t.FailWith(again, "a conversation that is sent again gets another id", id, again.Shown(), another(), notKept("id"))
	}
	t.Saw("conversations", 1)
	return again
}

// becomes waits until the conversation at a path has the messages that were sent last, and no others.
func (t *talk) becomes(ctx context.Context, sent *kit.Answer, path string) {
	var got *kit.Answer
	if t.Await(ctx, func() bool {
		got = t.Look(ctx, path, "")
		return got.Good() && otherwise(sent.Draft, got.Event) == ""
	}) {
		return
	}
	got.Before = sent
	if !got.Good() {
		t.FailWith(got, "a conversation that was sent again is not found", "200", got.Shown(), notFound())
	}
	t.Fail(conformance.Failure{
		Message:  "a conversation does not have the messages that it was sent with again: " + otherwise(sent.Draft, got.Event),
		Expected: kit.Brief(sentMessages(sent.Draft)), Got: kit.Brief(got.Event["messages"]),
		LooksLike: likely(sent.Before.Draft, sent.Draft, got.Event), Symptoms: []conformance.Symptom{otherHistory()},
		Exchanges: got.Steps(),
	})
}

// likely names what became of a conversation that was sent again, if it is known.
func likely(before, sent kit.Draft, came object) string {
	old, next := sentMessages(before), sentMessages(sent)
	is := func(messages []object) bool { return otherwise(sent.With("messages", messages), came) == "" }
	switch {
	case is(old):
		return "a conversation that is sent again stays as it was"
	case is(slices.Concat(old, next)), is(slices.Concat(next, old)):
		return "messages of a conversation that is sent again are added to the old ones"
	case len(next) < len(old) && len(cameMessages(came)) >= len(old):
		return "messages of a conversation that is sent again without them stay"
	default:
		return ""
	}
}

var goesOnByName = conformance.Check{
	ID:          "inkeep.conversations.replaced-by-name",
	Level:       conformance.Must,
	Requirement: "INK-CONV-2",
	Also:        []string{"INK-CONV-11"},
	Title:       "By its externalId, too, a conversation that was sent again has its new messages and its id.",
	Operations:  []string{opLog, opGetByName},
	Floor:       map[string]int{"conversations": 2},
	Run: with(func(ctx context.Context, t *talk) {
		history, name := t.chat(4), "thread-"+t.Mark()
		first := t.logged(ctx, func() kit.Draft { return t.openai(history[:2]...).With("externalId", name) })
		if got := t.Shown(ctx, pathByName(name)); !kit.IsThere(got) {
			t.NotApplicable("the conversation is not found by its externalId: %s; mend that first", got.Shown())
		}
		again := t.again(ctx, first, history)
		t.becomes(ctx, again, pathByName(name))
		if got := t.Look(ctx, pathByName(name), ""); got.Good() && got.Member("id") != first.Member("id") {
			t.FailWith(got, "by its externalId a conversation has another id", first.Member("id"), got.Shown(), another())
		}
	}, showsByName),
}

// shortened sends fewer messages. That all have to be sent each time makes no sense unless the others go.
var shortened = conformance.Check{
	ID:          "inkeep.conversations.replaced-shorter",
	Level:       conformance.Should,
	Requirement: "INK-CONV-2",
	Title:       "A conversation that is sent again with other and fewer messages has these and no others.",
	Operations:  []string{opLog, opGet},
	Floor:       map[string]int{"conversations": 2},
	Run: with(func(ctx context.Context, t *talk) {
		first := t.logged(ctx, func() kit.Draft { return t.openai(t.chat(3)...) })
		again := t.again(ctx, first, t.chat(1))
		t.becomes(ctx, again, path(first.Member("id")))
	}, shows),
}

var renamed = conformance.Check{
	ID:          "inkeep.conversations.renamed",
	Level:       conformance.Should,
	Requirement: "INK-CONV-11",
	Also:        []string{"INK-CONV-2"},
	Title:       "A conversation that is sent again with another externalId is found by that one, and by the old one no more.",
	Operations:  []string{opLog, opGetByName},
	Floor:       map[string]int{"conversations": 2},
	Run: with(func(ctx context.Context, t *talk) {
		before, after := "thread-"+t.Mark(), "thread-"+t.Mark()
		first := t.logged(ctx, func() kit.Draft { return t.openai().With("externalId", before) })
		id := first.Member("id")
		if got := t.Shown(ctx, pathByName(before)); !kit.IsThere(got) {
			t.NotApplicable("the conversation is not found by its externalId: %s; mend that first", got.Shown())
		}
		again := t.logged(ctx, func() kit.Draft { return first.Draft.With("id", id).With("externalId", after) })
		if again.Member("id") != id {
			t.NotApplicable("a conversation that is sent again gets another id; mend that first")
		}
		if got := t.Shown(ctx, pathByName(after)); got.Member("id") != id {
			got.Before = again
			t.FailWith(got, "a conversation is not found by the externalId that it was sent again with", "200, with the conversation",
				got.Shown())
		}
		var got *kit.Answer
		if !t.Await(ctx, func() bool {
			got = t.Look(ctx, pathByName(before), "")
			return got.Member("id") != id
		}) {
			got.Before = again
			t.FailWith(got, "a conversation is found by an externalId that it has no more", "404", got.Shown())
		}
	}, showsByName),
}

// propertiesReplaced gives properties new members. Whether those that are not sent again at all stay is open.
var propertiesReplaced = conformance.Check{
	ID:          "inkeep.conversations.properties-replaced",
	Level:       conformance.Should,
	Requirement: "INK-CONV-18",
	Also:        []string{"INK-CONV-2"},
	Title:       "A conversation that is sent again with other properties has these and no others.",
	Operations:  []string{opLog, opGet},
	Floor:       map[string]int{"conversations": 2},
	Run: with(func(ctx context.Context, t *talk) {
		with := func(d kit.Draft, name string) kit.Draft {
			return d.With("properties", object{name: t.Mark()}).With("userProperties", object{name: t.Mark()})
		}
		first := t.logged(ctx, func() kit.Draft { return with(t.openai(), "before") })
		id := first.Member("id")
		again := t.logged(ctx, func() kit.Draft { return with(first.Draft.With("id", id), "after") })
		if again.Member("id") != id {
			t.NotApplicable("a conversation that is sent again gets another id; mend that first")
		}
		again.Before = first
		t.propertiesOf(again, again)
		var got *kit.Answer
		t.Await(ctx, func() bool {
			got = t.Look(ctx, path(id), "")
			return otherProperties(again.Draft, got.Event) == ""
		})
		got.Before = again
		t.propertiesOf(again, got)
	}, shows),
}

// propertiesOf fails unless a conversation has the properties that were sent last.
func (t *talk) propertiesOf(sent, got *kit.Answer) {
	if wrong := otherProperties(sent.Draft, got.Event); got.Good() && wrong != "" {
		want, _ := sent.Draft.Value("properties")
		t.FailWith(got, "a conversation does not have the properties that it was sent again with: "+wrong, kit.Brief(want),
			kit.Brief(got.Event["properties"]), notKept("properties"))
	}
}

// otherProperties says how properties came back otherwise than they were sent; it is empty if they did not. Members of their own that a
// server adds are none that were sent before.
func otherProperties(sent kit.Draft, conversation object) string {
	for _, name := range []string{"properties", "userProperties"} {
		want, _ := sent.Value(name)
		came, _ := conversation[name].(object)
		if _, still := came["before"]; still {
			return "/" + name + "/before is still there"
		}
		if wrong := (kit.Comparison{Foreign: nobody}).Difference("/"+name, want, conversation[name]); wrong != "" {
			return wrong
		}
	}
	return ""
}
