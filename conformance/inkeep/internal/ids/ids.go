package ids

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// Given are the checks of ids that an event gets or brings.
func Given() []conformance.Check {
	return []conformance.Check{idMade, idKept, idFormsKept}
}

// Reused are the checks of a second event with the id of a first.
func Reused() []conformance.Check {
	return []conformance.Check{idReused, idFreeAfterRefusal}
}

var idMade = conformance.Check{
	ID:          "inkeep.events.id-made",
	Level:       conformance.Must,
	Requirement: "INK-ID-1",
	Also:        []string{"INK-EVT-8"},
	Title:       "An event without an id gets one, which is a text.",
	Floor:       map[string]int{"ids": 3},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		for _, kind := range kit.Kinds() {
			got := a.Accept(ctx, "an event without an id", func() kit.Draft { return a.Event(kind) })
			if _, isText := got.Event["id"].(string); !isText {
				a.FailWith(got, "the answer has no id", "id, a text", kit.Brief(got.Event["id"]))
			}
			a.Saw("ids", 1)
		}
	}),
}

var idKept = conformance.Check{
	ID:          "inkeep.events.id-kept",
	Level:       conformance.Should,
	Requirement: "INK-ID-3",
	Also:        []string{"INK-EVT-8"},
	Title:       "An id that was given comes back.",
	Floor:       map[string]int{"ids": 3},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		for _, kind := range kit.Kinds() {
			got := a.WithID(ctx, func() kit.Draft { return a.Event(kind).With("id", a.ULID()) })
			if sent := got.Draft.Text("id"); got.Event["id"] != sent {
				a.FailEcho(got, "id", "the id that was given does not come back")
			}
			a.Saw("ids", 1)
		}
	}),
}

// idForms are ids that careless handling changes: a UUID in capitals, both cases and signs, more than two hundred characters, digits
// alone, and spaces around.
func idForms(a *kit.Asker) []string {
	sum := sha256.Sum256([]byte(a.Mark()))
	digits := fmt.Sprintf("00%d", binary.BigEndian.Uint64(sum[:]))
	hex := fmt.Sprintf("%X", sum)
	return []string{
		hex[:8] + "-" + hex[8:12] + "-4" + hex[13:16] + "-8" + hex[17:20] + "-" + hex[20:32], "Evt_" + a.Mark() + ".A-b:C/d",
		strings.Repeat("long-", 45) + a.Mark(), digits, " " + a.Mark() + " ",
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
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		for i, id := range idForms(a) {
			kind := kit.Kinds()[i%3]
			got := a.LogAs(ctx, func() kit.Post { return kit.Post{Event: a.Event(kind).With("id", id), Hostile: true, Once: true} })
			if got.Good() && got.Event["id"] != id {
				a.FailEcho(got, "id", "the id that was given does not come back")
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
	Title:       "A second event with the same id is not answered with a server error.",
	Floor:       map[string]int{"ids": 4},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		for i, kind := range kit.Kinds() {
			first := a.WithID(ctx, func() kit.Draft { return a.Event(kind).With("id", a.ULID()) })
			reused(ctx, a, first, func() kit.Draft { return a.Event(kit.Kinds()[(i+1)%3]).With("id", first.Draft.Text("id")) })
			reused(ctx, a, first, func() kit.Draft { return first.Draft })
		}
	}),
}

// reused sends an event whose id the first has taken.
func reused(ctx context.Context, a *kit.Asker, first *kit.Answer, next func() kit.Draft) {
	got := a.Strange(ctx, func() kit.Post { return kit.Post{Event: next(), Hostile: true, Once: true} })
	got.Before = first
	if got.Failed() {
		a.FailWith(got, "a second event with the same id makes the server fail", "any answer below 500", got.Shown())
	}
	if got.Good() && got.Status != 200 {
		a.FailWith(got, "a second event with the same id is accepted with another status than 200", "200, or a refusal", got.Shown())
	}
	if wrong := a.Violations(got); got.Status == 200 && wrong != "" {
		a.FailWith(got, "a second event with the same id gets an answer that breaks the contract: "+wrong, "", got.Shown())
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
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		a.WithID(ctx, func() kit.Draft { return a.Message().With("id", a.ULID()) })
		for _, bad := range []kit.Post{
			{Hostile: true, Event: a.Message().Without("type")},
			{Hostile: true, Event: a.Message(), NoAuth: true},
		} {
			a.LeavesFree(ctx, "the id of a refused event is taken", func(id string) *kit.Answer {
				p := bad
				p.Event = p.Event.With("id", id)
				return a.Ask(ctx, func() kit.Post { return p })
			})
		}
	}),
}
