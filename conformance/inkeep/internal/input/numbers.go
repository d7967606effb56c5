package input

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// Numbers are the checks of numbers that few writers can write.
func Numbers() []conformance.Check {
	return []conformance.Check{unwritableNumbers}
}

// unwritableNumbers sends what becomes an infinity where numbers are floating point, and words that lenient readers take. Some writers
// print these as words again, which no client can read. Whether such an event is taken is not said.
var unwritableNumbers = conformance.Check{
	ID:          "inkeep.input.unwritable-numbers",
	Level:       conformance.Must,
	Requirement: "INK-NEG-3",
	Also:        []string{"INK-SCH-3"},
	Title:       "An answer is JSON also after numbers that are too large, or that JSON has no word for.",
	Floor:       map[string]int{"answers": 3},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		a.NeedControl()
		for i, number := range []string{"1e400", "-Infinity", "NaN"} {
			event := a.Event(kit.Kinds()[i%3]).With("properties", map[string]any{"number": json.Number("7.25")})
			text := bytes.Replace(event.Body(), []byte("7.25"), []byte(number), 1)
			got := a.Ask(ctx, func() kit.Post { return kit.Post{Event: event, Text: text, Hostile: true} })
			if got.Good() && got.Event == nil {
				a.FailWith(got, "an event with the number "+number+" in its properties is accepted with an answer that cannot be read: "+
					got.Unread,
					"one JSON object, or a refusal", got.Shown())
			}
			a.Saw("answers", 1)
		}
	}),
}
