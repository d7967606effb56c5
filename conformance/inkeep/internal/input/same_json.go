package input

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
	api "github.com/understudy-mock/understudy/spec/inkeep"
)

// SameJSON are the checks of other ways to write the same event.
func SameJSON() []conformance.Check {
	return []conformance.Check{memberOrder, whitespace, escapes}
}

var memberOrder = conformance.Check{
	ID:          "inkeep.input.member-order",
	Level:       conformance.Must,
	Requirement: "INK-BODY-2",
	Title:       "The order of the members does not matter.",
	Floor:       map[string]int{"events": 3},
	Run: kit.With(sameAs(func(d kit.Draft) kit.Post {
		slices.Reverse(d)
		return kit.Post{Event: d}
	})),
}

var whitespace = conformance.Check{
	ID:          "inkeep.input.whitespace",
	Level:       conformance.Must,
	Requirement: "INK-BODY-2",
	Title:       "White space between the parts of the JSON does not matter.",
	Floor:       map[string]int{"events": 3},
	Run: kit.With(sameAs(func(d kit.Draft) kit.Post {
		return kit.Post{Event: d, Text: spaced(d.Body())}
	})),
}

var escapes = conformance.Check{
	ID:          "inkeep.input.escapes",
	Level:       conformance.Must,
	Requirement: "INK-BODY-2",
	Title:       "An escaped letter is the same letter.",
	Floor:       map[string]int{"events": 3},
	Run: kit.With(sameAs(func(d kit.Draft) kit.Post {
		text := d.Body()
		for letter, escaped := range map[string]string{"é": `\u00e9`, "🎈": `\ud83c\udf88`, `"ordinary`: `"\u006frdinary`} {
			text = bytes.ReplaceAll(text, []byte(letter), []byte(escaped))
		}
		return kit.Post{Event: d, Text: text}
	})),
}

// sameAs logs events in another way of writing them, and wants them accepted and understood as a plain one of the kind is. One with odd
// letters is asked of a target that takes those.
func sameAs(write func(kit.Draft) kit.Post) func(context.Context, *kit.Asker) {
	return func(ctx context.Context, a *kit.Asker) {
		placed := func(kind api.EntityType, place string) kit.Draft {
			return a.Event(kind).With("properties", map[string]any{"place": place, "n": json.Number("7")})
		}
		place := "ordinary café 🎈"
		if a.Log(ctx, func() kit.Draft { return placed(api.EntityMessage, place) }).Refused() {
			place = "ordinary"
		}
		for _, kind := range kit.Kinds() {
			event := func() kit.Draft { return placed(kind, place) }
			got := a.LogAs(ctx, func() kit.Post { return write(event()) })
			a.Saw("events", 1)
			wrong := a.Misfit(got)
			if got.Good() && len(got.Event) > 0 && wrong == "" {
				continue
			}
			plain := a.Echoed(ctx, event) // what becomes of this one too is for other checks to say
			switch {
			case !got.Good():
				a.FailWith(got, "an event in another way of writing it is refused", "200, as for the plain event", got.Shown())
			case a.Misfit(plain) == "":
				a.FailChanged(got, "an event in another way of writing it is understood in another way: "+wrong, "as the plain event",
					got.Shown())
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
