package inkeep

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
)

func ids() []conformance.Check {
	return []conformance.Check{idMade, idKept, idFormsKept}
}

func reusedIDs() []conformance.Check {
	return []conformance.Check{idReused, idFreeAfterRefusal}
}

var idMade = conformance.Check{
	ID:          "inkeep.events.id-made",
	Level:       conformance.Must,
	Requirement: "INK-ID-1",
	Also:        []string{"INK-EVT-8"},
	Title:       "An event without an id gets one, which is a text.",
	Floor:       map[string]int{"ids": 3},
	Run: with(func(ctx context.Context, a *asker) {
		for _, kind := range kinds() {
			got := a.accept(ctx, "an event without an id", func() draft { return a.event(kind) })
			if _, isText := got.event["id"].(string); !isText {
				a.fail(got, "the answer has no id", "id, a text", brief(got.event["id"]))
			}
			a.Saw("ids", 1)
		}
	}),
}

// withID logs an event with an id of our own choice. A server may be choosy about ids; the check does not apply then.
func (a *asker) withID(ctx context.Context, next func() draft) *answer {
	got := a.log(ctx, next)
	if got.Refused() {
		if without := a.log(ctx, func() draft { return next().without("id") }); without.good() {
			a.NotApplicable("the target refuses an id that it did not make: %s", got.got())
		}
		a.Inconclusive("the event was not accepted, with or without its id: %s", got.got())
	}
	return got
}

var idKept = conformance.Check{
	ID:          "inkeep.events.id-kept",
	Level:       conformance.Should,
	Requirement: "INK-ID-3",
	Also:        []string{"INK-EVT-8"},
	Title:       "An id that was given comes back.",
	Floor:       map[string]int{"ids": 3},
	Run: with(func(ctx context.Context, a *asker) {
		for _, kind := range kinds() {
			got := a.withID(ctx, func() draft { return a.event(kind).with("id", a.ulid()) })
			if sent := got.sent.string("id"); got.event["id"] != sent {
				a.failEcho(got, "id", "the id that was given does not come back")
			}
			a.Saw("ids", 1)
		}
	}),
}

// idForms are ids that careless handling changes: a UUID in capitals, both cases and signs, more than two hundred characters, digits
// alone, and spaces around.
func (a *asker) idForms() []string {
	sum := sha256.Sum256([]byte(a.mark()))
	digits := fmt.Sprintf("00%d", binary.BigEndian.Uint64(sum[:]))
	hex := fmt.Sprintf("%X", sum)
	return []string{
		hex[:8] + "-" + hex[8:12] + "-4" + hex[13:16] + "-8" + hex[17:20] + "-" + hex[20:32], "Evt_" + a.mark() + ".A-b:C/d", strings.Repeat("long-", 45) + a.mark(), digits, " " + a.mark() + " ",
	}
}

// idFormsKept gives ids that a server may be too choosy for.
var idFormsKept = conformance.Check{
	ID:          "inkeep.events.id-forms-kept",
	Level:       conformance.Should,
	Requirement: "INK-ID-3",
	Also:        []string{"INK-EVT-8"},
	Title:       "Ids in other forms come back as they were given or are refused.",
	Floor:       map[string]int{"ids": 5},
	Run: with(func(ctx context.Context, a *asker) {
		for i, id := range a.idForms() {
			kind := kinds()[i%3]
			got := a.logAs(ctx, func() post { return post{event: a.event(kind).with("id", id), hostile: true, once: true} })
			if got.good() && got.event["id"] != id {
				a.failEcho(got, "id", "the id that was given does not come back")
			}
			a.Saw("ids", 1)
		}
	}),
}

// idReused sends events of every kind again, or another of the next kind with the same id.
var idReused = conformance.Check{
	ID:          "inkeep.events.id-reused-no-fault",
	Level:       conformance.Should,
	Requirement: "INK-ID-5",
	Also:        []string{"INK-SCH-1"},
	Title:       "A second event with the same id is not a fault of the server.",
	Floor:       map[string]int{"ids": 4},
	Run: with(func(ctx context.Context, a *asker) {
		for i, kind := range kinds() {
			first := a.withID(ctx, func() draft { return a.event(kind).with("id", a.ulid()) })
			a.reused(ctx, func() draft { return a.event(kinds()[(i+1)%3]).with("id", first.sent.string("id")) })
			a.reused(ctx, func() draft { return first.sent })
		}
	}),
}

// reused sends an event whose id is taken.
func (a *asker) reused(ctx context.Context, next func() draft) {
	got := a.strange(ctx, func() post { return post{event: next(), hostile: true, once: true} })
	if got.Failed() {
		a.fail(got, "a second event with the same id makes the server fail", "any answer below 500", got.got())
	}
	if got.good() && got.Status != 200 {
		a.fail(got, "a second event with the same id is accepted with another status than 200", "200, or a refusal", got.got())
	}
	if wrong := a.violations(got); got.Status == 200 && wrong != "" {
		a.fail(got, "a second event with the same id gets an answer that breaks the contract: "+wrong, "", got.got())
	}
	a.Saw("ids", 1)
}

// idFreeAfterRefusal gives an id to an event that must be refused, and then to one that must not.
var idFreeAfterRefusal = conformance.Check{
	ID:          "inkeep.events.id-free-after-refusal",
	Level:       conformance.Should,
	Requirement: "INK-BODY-8",
	Also:        []string{"INK-AUTH-12"},
	Title:       "A refused event leaves its id free.",
	Floor:       map[string]int{"ids": 2},
	Run: with(func(ctx context.Context, a *asker) {
		a.withID(ctx, func() draft { return a.message().with("id", a.ulid()) })
		for _, bad := range []post{{hostile: true, event: a.message().without("type")}, {hostile: true, event: a.message(), noAuth: true}} {
			a.leavesFree(ctx, "the id of a refused event is taken", func(id string) *answer {
				p := bad
				p.event = p.event.with("id", id)
				return a.ask(ctx, func() post { return p })
			})
		}
	}),
}

// leavesFree wants an id free after an event that was refused. A fault of the server is no proof: all is tried again, with another id.
func (a *asker) leavesFree(ctx context.Context, message string, refused func(id string) *answer) {
	got := a.insist(ctx, func() *answer {
		id := a.ulid()
		if refusal := refused(id); refusal.good() || refusal.Busy() {
			a.Inconclusive("the event that has to be refused was answered %s", refusal.status())
		}
		return a.ask(ctx, func() post { return post{event: a.message().with("id", id), once: true} })
	})
	if got.good() {
		a.needEvent(got)
	}
	if got.member("messageId") != got.sent.string("messageId") {
		a.fail(got, message, "the new event, accepted", got.got())
	}
	a.Saw("ids", 1)
}
