package inkeep

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/understudy-mock/understudy/conformance"
)

func numbers() []conformance.Check {
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
	Run: with(func(ctx context.Context, a *asker) {
		a.needControl()
		for i, number := range []string{"1e400", "-Infinity", "NaN"} {
			event := a.event(kinds()[i%3]).with("properties", map[string]any{"number": json.Number("7.25")})
			text := bytes.Replace(event.body(), []byte("7.25"), []byte(number), 1)
			got := a.ask(ctx, func() post { return post{event: event, text: text, hostile: true} })
			if got.good() && got.event == nil {
				a.fail(got, "an event with the number "+number+" in its properties is accepted with an answer that cannot be read: "+got.fault, "one JSON object, or a refusal", got.got())
			}
			a.Saw("answers", 1)
		}
	}),
}
