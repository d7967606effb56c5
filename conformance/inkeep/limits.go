package inkeep

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
)

// The two sizes lie clearly on either side of both readings of 2 MB, in bytes.
const (
	belowLimit = 1_900_000
	aboveLimit = 2_300_000
)

// everyStore is a size that any store takes, and the reader of any framework.
const everyStore = 100_000

// slowest is how long a body of that size may take.
const slowest = 30 * time.Second

func limits() []conformance.Check {
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
	Run:         with(refuseTooLarge(false)),
}

var tooLargeUnannounced = conformance.Check{
	ID:          "inkeep.limits.too-large-unannounced",
	Level:       conformance.Should,
	Requirement: "INK-LIM-2",
	Title:       "A body of 2.3 MB is refused without an announced length too.",
	Phase:       conformance.Alone,
	Floor:       map[string]int{"refusals": 1},
	Run:         with(refuseTooLarge(true)),
}

// heavy is an event of that many bytes, made of many short texts: how long one text may be is not said.
func (a *asker) heavy(size int) draft {
	piece := strings.Repeat("01 é 漢", 90) // 900 bytes, with characters of several
	d := a.message().with("properties", map[string]any{"pieces": []any{}})
	room := size - len(d.body())
	pieces := make([]any, room/(len(piece)+3))
	for i := range pieces {
		pieces[i] = piece
	}
	return d.with("properties", map[string]any{"pieces": pieces})
}

var hundredKilobytes = conformance.Check{
	ID:          "inkeep.limits.hundred-kilobytes",
	Level:       conformance.Should,
	Requirement: "INK-LIM-14",
	Also:        []string{"INK-SCH-15"},
	Title:       "A body of 100 kB is accepted, and its properties come back whole.",
	Phase:       conformance.Alone,
	Floor:       map[string]int{"events": 1},
	Run: with(func(ctx context.Context, a *asker) {
		got := a.accept(ctx, "a body of 100 kB", func() draft { return a.heavy(everyStore) })
		if wrong := a.changed(got, "properties"); wrong != "" {
			a.failEcho(got, "properties", "properties of 100 kB do not come back whole: "+wrong)
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
	Run: with(func(ctx context.Context, a *asker) {
		got := a.logAs(ctx, func() post { return post{event: a.heavy(belowLimit), timeout: slowest} })
		if !got.good() {
			a.NotApplicable("an event of 1.9 MB is refused, so nothing comes back to compare: %s", got.got())
		}
		if wrong := a.changed(got, "properties"); wrong != "" {
			a.failEcho(got, "properties", "properties of 1.9 MB do not come back whole: "+wrong)
		}
		a.Saw("events", 1)
	}),
}

func (a *asker) tooLarge(ctx context.Context, chunked bool) *answer {
	return a.deliver(ctx, func() post {
		return post{event: a.heavy(aboveLimit), hostile: true, once: true, chunked: chunked, timeout: slowest}
	})
}

// refuseTooLarge takes a connection that the target closes for a refusal, if it is there for other events.
func refuseTooLarge(chunked bool) func(context.Context, *asker) {
	return func(ctx context.Context, a *asker) {
		a.needControl()
		got := a.tooLarge(ctx, chunked)
		switch {
		case got.Busy(), errors.Is(got.Err, context.DeadlineExceeded), ctx.Err() != nil:
			a.Inconclusive("%s", got.unsure())
		case got.good():
			a.fail(got, "a body of 2.3 MB is accepted", "a refusal, such as 413, or a closed connection", got.got())
		case got.Err != nil && bytes.Contains(got.Body, []byte(got.sent.string("messageId"))):
			a.fail(got, "a body of 2.3 MB comes back", "a refusal, such as 413, or a closed connection", got.got())
		}
		if control := a.deliver(ctx, func() post { return post{event: a.message()} }); got.Err != nil && !control.good() {
			a.Inconclusive("the connection broke (%v), and the next event was not accepted either: %s", got.Err, control.got())
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
	Run: with(func(ctx context.Context, a *asker) {
		a.withID(ctx, func() draft { return a.message().with("id", a.ulid()) })
		a.leavesFree(ctx, "the id of an event that was refused for its size is taken", func(id string) *answer {
			return a.deliver(ctx, func() post {
				return post{event: a.heavy(aboveLimit).with("id", id), hostile: true, once: true, timeout: slowest}
			})
		})
	}),
}

// aliveAfterwards holds a fault that stays against the target, also if it takes no event at all any more.
var aliveAfterwards = conformance.Check{
	ID:          "inkeep.limits.alive-afterwards",
	Level:       conformance.Should,
	Requirement: "INK-LIM-2",
	Title:       "A body that is too large does no harm to the events after it.",
	Phase:       conformance.Alone,
	Floor:       map[string]int{"events": 3},
	Run: with(func(ctx context.Context, a *asker) {
		a.needControl()
		a.tooLarge(ctx, false)
		for _, kind := range kinds() {
			var got *answer
			for range tries {
				if got = a.answered(ctx, func() post { return post{event: a.event(kind)} }); !a.turnedDown(got) {
					break
				}
			}
			if a.lockedOut(got) {
				a.Inconclusive("the target refuses the key that it took before: %s", got.got())
			}
			if !got.good() {
				a.fail(got, "a small event after one that was too large is not accepted", "200", got.got())
			}
			a.Saw("events", 1)
		}
	}),
}
