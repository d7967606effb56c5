package inkeep

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
	api "github.com/understudy-mock/understudy/spec/inkeep"
)

func sameJSON() []conformance.Check {
	return []conformance.Check{memberOrder, whitespace, escapes}
}

var memberOrder = conformance.Check{
	ID:          "inkeep.input.member-order",
	Level:       conformance.Must,
	Requirement: "INK-BODY-2",
	Title:       "The order of the members does not matter.",
	Floor:       map[string]int{"events": 3},
	Run: with(sameAs(func(d draft) post {
		slices.Reverse(d)
		return post{event: d}
	})),
}

var whitespace = conformance.Check{
	ID:          "inkeep.input.whitespace",
	Level:       conformance.Must,
	Requirement: "INK-BODY-2",
	Title:       "White space between the parts of the JSON does not matter.",
	Floor:       map[string]int{"events": 3},
	Run: with(sameAs(func(d draft) post {
		return post{event: d, text: spaced(d.body())}
	})),
}

var escapes = conformance.Check{
	ID:          "inkeep.input.escapes",
	Level:       conformance.Must,
	Requirement: "INK-BODY-2",
	Title:       "An escaped letter is the same letter.",
	Floor:       map[string]int{"events": 3},
	Run: with(sameAs(func(d draft) post {
		text := d.body()
		for letter, escaped := range map[string]string{"é": `\u00e9`, "🎈": `\ud83c\udf88`, `"ordinary`: `"\u006frdinary`} {
			text = bytes.ReplaceAll(text, []byte(letter), []byte(escaped))
		}
		return post{event: d, text: text}
	})),
}

// sameAs logs events in another way of writing them, and wants them accepted and understood as a plain one of the kind is. One with odd
// letters is asked of a target that takes those.
func sameAs(write func(draft) post) func(context.Context, *asker) {
	return func(ctx context.Context, a *asker) {
		placed := func(kind api.EntityType, place string) draft {
			return a.event(kind).with("properties", map[string]any{"place": place, "n": json.Number("7")})
		}
		place := "ordinary café 🎈"
		if a.log(ctx, func() draft { return placed(api.EntityMessage, place) }).Refused() {
			place = "ordinary"
		}
		for _, kind := range kinds() {
			event := func() draft { return placed(kind, place) }
			got := a.logAs(ctx, func() post { return write(event()) })
			a.Saw("events", 1)
			wrong := a.misfit(got)
			if got.good() && len(got.event) > 0 && wrong == "" {
				continue
			}
			plain := a.echoed(ctx, event) // what becomes of this one too is for other checks to say
			switch {
			case !got.good():
				a.fail(got, "an event in another way of writing it is refused", "200, as for the plain event", got.got())
			case a.misfit(plain) == "":
				a.failChanged(got, "an event in another way of writing it is understood in another way: "+wrong, "as the plain event", got.got())
			}
		}
	}
}

// spaced writes JSON with white space wherever it may be.
func spaced(text []byte) []byte {
	var b bytes.Buffer
	b.WriteString(" \n\t")
	if err := json.Indent(&b, text, "\r", " \t "); err != nil {
		return text
	}
	b.WriteString("\r\n ")
	return b.Bytes()
}

// misfit says in what an answer differs from the event that was sent; it is empty if it fits. What becomes of a project, an
// integration and absent members is free.
func (s *session) misfit(got *answer) string {
	names := []string{"type", "entityType", "messageId", "conversationId", "searchQuery"}
	for _, name := range names {
		if sent, there := got.sent.value(name); there && got.event[name] != sent {
			return "/" + name + ": sent " + brief(sent) + ", got " + brief(got.event[name])
		}
	}
	for _, name := range []string{"properties", "userProperties"} {
		if wrong := s.changed(got, name); wrong != "" {
			return wrong
		}
	}
	wrong, _, _ := otherInstant(got)
	return wrong
}
