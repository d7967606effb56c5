package conversations

import (
	"context"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

func deleted() []conformance.Check {
	return []conformance.Check{gone, othersStay, deletedTwice}
}

var gone = conformance.Check{
	ID:          "inkeep.conversations.deleted",
	Level:       conformance.Must,
	Requirement: "INK-CONV-21",
	Also:        []string{"INK-CONV-10"},
	Title:       "A conversation that was deleted with success is found no more, neither by its id nor by its externalId.",
	Operations:  []string{opLog, opDelete, opGet, opGetByName},
	Floor:       map[string]int{"conversations": 1, "deletions": 1},
	Run: with(func(ctx context.Context, t *talk) {
		name := "thread-" + t.Mark()
		first := t.logged(ctx, func() kit.Draft { return t.openai().With("externalId", name) })
		id := first.Member("id")
		ways := map[string]bool{}
		if t.offers.get == "" {
			ways[path(id)] = true
		}
		if t.offers.getByName == "" {
			ways[pathByName(name)] = true
		}
		for at := range ways {
			ways[at] = kit.IsThere(t.Shown(ctx, at)) // what was not there before cannot go
		}
		deletion := t.Delete(ctx, stored(), path(id))
		for at, was := range ways {
			if was {
				t.Gone(ctx, stored(), at, deletion, stillThere())
			}
		}
	}, shows),
}

var othersStay = conformance.Check{
	ID:          "inkeep.conversations.others-stay",
	Level:       conformance.Must,
	Requirement: "INK-CONV-21",
	Title:       "When a conversation is deleted, others stay.",
	Operations:  []string{opLog, opDelete, opGet},
	Phase:       conformance.Alone,
	Floor:       map[string]int{"conversations": 3, "deletions": 1},
	Run: with(func(ctx context.Context, t *talk) {
		name := t.Mark()
		var all []*kit.Answer
		for _, suffix := range []string{"", "-1", "-2"} { // the first is the beginning of the others
			all = append(all, t.logged(ctx, func() kit.Draft { return t.openai().With("externalId", name+suffix) }))
			if at := path(all[len(all)-1].Member("id")); !kit.IsThere(t.Shown(ctx, at)) {
				t.NotApplicable("a conversation that was logged is not shown; mend that first")
			}
		}
		deletion := t.Delete(ctx, stored(), path(all[0].Member("id")))
		for _, other := range all[1:] {
			if got := t.Shown(ctx, path(other.Member("id"))); !kit.IsThere(got) {
				got.Before = deletion
				t.FailWith(got, "when a conversation was deleted, another one went, too", "200", got.Shown())
			}
		}
	}, shows),
}

var deletedTwice = conformance.Check{
	ID:          "inkeep.conversations.deleted-twice",
	Level:       conformance.Info,
	Requirement: "INK-CONV-15",
	Title:       "What a conversation gets that is deleted again, and its id when it is used again.",
	Operations:  []string{opLog, opDelete},
	NoMutant:    kit.RecordsOnly,
	Run: with(func(ctx context.Context, t *talk) {
		first := t.logged(ctx, func() kit.Draft { return t.openai().With("id", t.newID()) })
		one := t.Send(ctx, deletion(first.Member("id"), ""))
		two := t.Send(ctx, deletion(first.Member("id"), ""))
		again := t.post(ctx, kit.Post{Event: first.Draft, Hostile: true})
		t.Record("the first deletion: %s, the second: %s, the id used again: %s", one.StatusText(), two.StatusText(), again.StatusText())
	}),
}
