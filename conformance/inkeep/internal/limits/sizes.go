package limits

import (
	"bytes"
	"context"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// belowLimit is a number of bytes that is clearly below both readings of 2 MB.
const belowLimit = 1_900_000

// everyStore is a size that any store takes, and the reader of any framework.
const everyStore = 100_000

// Sizes are the checks of how large an event may be.
func Sizes() []conformance.Check {
	return []conformance.Check{
		hundredKilobytes,
		largeKept,
		tooLargeRefused,
		tooLargeUnannounced,
		tooLargeNotStored,
		aliveAfterwards,
	}
}

var tooLargeRefused = conformance.Check{
	ID:          "inkeep.limits.too-large-refused",
	Level:       conformance.Must,
	Requirement: "INK-LIM-2",
	Also:        []string{"INK-LIM-1"},
	Title:       "A body of 2.3 MB is refused.",
	Phase:       conformance.Alone,
	Floor:       map[string]int{"refusals": 1},
	Run:         kit.With(refuseTooLarge(false)),
}

var tooLargeUnannounced = conformance.Check{
	ID:          "inkeep.limits.too-large-unannounced",
	Level:       conformance.Must,
	Requirement: "INK-LIM-2",
	Title:       "A body of 2.3 MB is refused without an announced length too.",
	Phase:       conformance.Alone,
	Floor:       map[string]int{"refusals": 1},
	Run:         kit.With(refuseTooLarge(true)),
}

// heavy is an event of that many bytes, made of many short texts: how long one text may be is not said.
func heavy(a *kit.Asker, size int) kit.Draft {
	piece := strings.Repeat("01 é 漢", 90) // 900 bytes, with characters of several
	d := a.Message().With("properties", map[string]any{"pieces": []any{}})
	room := size - len(d.Body())
	pieces := make([]any, room/(len(piece)+3))
	for i := range pieces {
		pieces[i] = piece
	}
	return d.With("properties", map[string]any{"pieces": pieces})
}

var hundredKilobytes = conformance.Check{
	ID:          "inkeep.limits.hundred-kilobytes",
	Level:       conformance.Should,
	Requirement: "INK-LIM-14",
	Also:        []string{"INK-SCH-15"},
	Title:       "A body of 100 kB is accepted, and its properties come back whole.",
	Phase:       conformance.Alone,
	Floor:       map[string]int{"events": 1},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		got := a.Accept(ctx, "a body of 100 kB", func() kit.Draft { return heavy(a, everyStore) })
		if wrong := a.Changed(got, "properties"); wrong != "" {
			a.FailEcho(got, "properties", "properties of 100 kB do not come back whole: "+wrong)
		}
	}),
}

var largeKept = conformance.Check{
	ID:          "inkeep.limits.large-kept",
	Level:       conformance.Should,
	Requirement: "INK-SCH-15",
	Title:       "Properties of 1.9 MB come back whole.",
	Phase:       conformance.Alone,
	Floor:       map[string]int{"events": 1},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		got := a.LogAs(ctx, func() kit.Post { return kit.Post{Event: heavy(a, belowLimit), Timeout: a.Slowest()} })
		if !got.Good() {
			a.NotApplicable("an event of 1.9 MB is refused, so nothing comes back to compare: %s", got.Shown())
		}
		if wrong := a.Changed(got, "properties"); wrong != "" {
			a.FailEcho(got, "properties", "properties of 1.9 MB do not come back whole: "+wrong)
		}
		a.Saw("events", 1)
	}),
}

// refuseTooLarge takes a connection that the target closes for a refusal, if it is there for other events.
func refuseTooLarge(chunked bool) func(context.Context, *kit.Asker) {
	return func(ctx context.Context, a *kit.Asker) {
		a.NeedControl()
		got := a.Oversized(ctx, kit.Post{Event: heavy(a, kit.AboveLimit), Chunked: chunked})
		switch {
		case got.Good():
			a.FailWith(got, "a body of 2.3 MB is accepted", "a refusal, such as 413, or a closed connection", got.Shown())
		case got.Err != nil && bytes.Contains(got.Body, []byte(got.Draft.Text("messageId"))):
			a.FailWith(got, "a body of 2.3 MB comes back", "a refusal, such as 413, or a closed connection", got.Shown())
		}
		if control := a.Deliver(ctx, func() kit.Post { return kit.Post{Event: a.Message()} }); got.Err != nil && !control.Good() {
			a.Inconclusive("the connection broke (%v), and the next event was not accepted either: %s", got.Err, control.Shown())
		}
		a.Saw("refusals", 1)
	}
}

// tooLargeNotStored gives the id of an event that is refused for its size to another one.
var tooLargeNotStored = conformance.Check{
	ID:          "inkeep.limits.too-large-not-stored",
	Level:       conformance.Should,
	Requirement: "INK-LIM-2",
	Title:       "An event that is too large leaves its id free.",
	Phase:       conformance.Alone,
	Floor:       map[string]int{"ids": 1},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		a.WithID(ctx, func() kit.Draft { return a.Message().With("id", a.ULID()) })
		a.LeavesFree(ctx, "the id of an event that was refused for its size is taken", func(id string) *kit.Answer {
			return a.Deliver(ctx, func() kit.Post {
				return kit.Post{Event: heavy(a, kit.AboveLimit).With("id", id), Hostile: true, Once: true, Timeout: a.Slowest()}
			})
		})
	}),
}

// aliveAfterwards holds a server error that stays against the target, also if it takes no event at all any more.
var aliveAfterwards = conformance.Check{
	ID:          "inkeep.limits.alive-afterwards",
	Level:       conformance.Should,
	Requirement: "INK-LIM-2",
	Title:       "A body that is too large does no harm to the events after it.",
	Phase:       conformance.Alone,
	Floor:       map[string]int{"events": 3},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		a.NeedControl()
		a.Deliver(ctx, func() kit.Post {
			return kit.Post{Event: heavy(a, kit.AboveLimit), Hostile: true, Once: true, Timeout: a.Slowest()}
		})
		for _, kind := range kit.Kinds() {
			var got *kit.Answer
			for range kit.Tries {
				if got = a.Answered(ctx, func() kit.Post { return kit.Post{Event: a.Event(kind)} }); !a.TurnedDown(got) {
					break
				}
			}
			if a.LockedOut(got) {
				a.Inconclusive("the target refuses the key that it took before: %s", got.Shown())
			}
			if !got.Good() {
				a.FailWith(got, "a small event after one that was too large is not accepted", "200", got.Shown())
			}
			a.Saw("events", 1)
		}
	}),
}
