package observed

import (
	"context"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// Leniences are the checks that record what a lenient server takes, and a strict one refuses. Nobody says which is right.
func Leniences() []conformance.Check {
	return []conformance.Check{coerced, misspelt, observeList, observeSchemes, observeNoAgent}
}

// recorded makes the function of a check that records how a target answers events which a strict server refuses.
func recorded(list func(*kit.Asker) []kit.Wrong) func(context.Context, *kit.Asker) {
	return func(ctx context.Context, a *kit.Asker) {
		var seen []string
		for _, w := range list(a) {
			got := a.Ask(ctx, func() kit.Post { return kit.Post{Event: w.Event(), Hostile: true, Meta: kit.Refusal{}} })
			seen = append(seen, w.What+": "+got.StatusText())
		}
		a.Record("events that a strict server refuses are answered so: %s", strings.Join(seen, "; "))
	}
}

var coerced = conformance.Check{
	ID:          "inkeep.events.required-coerced",
	Level:       conformance.Info,
	Requirement: "INK-EVT-19",
	Title:       "Whether numbers and truths are taken for texts.",
	NoMutant:    kit.RecordsOnly,
	Run: kit.With(recorded(func(a *kit.Asker) []kit.Wrong {
		list := kit.SetTo(a.Message, "type", 5, true)
		for _, kind := range kit.Kinds() {
			list = append(list, kit.SetTo(func() kit.Draft { return a.Event(kind) }, kind.ReferenceName(), 5)...)
		}
		for _, name := range []string{"id", "projectId", "integrationId"} {
			list = append(list, kit.SetTo(a.Message, name, 5)...)
		}
		return list
	})),
}

var misspelt = conformance.Check{
	ID:          "inkeep.events.names-as-written",
	Level:       conformance.Info,
	Requirement: "INK-EVT-18",
	Title:       "Whether members count whose names are written in another letter case.",
	NoMutant:    kit.RecordsOnly,
	Run: kit.With(recorded(func(a *kit.Asker) []kit.Wrong {
		return []kit.Wrong{
			{What: "its entityType is written EntityType", Event: func() kit.Draft {
				return a.Message().Without("entityType").With("EntityType", "message")
			}},
			{What: "its messageId is written messageid", Event: func() kit.Draft {
				return a.Message().Without("messageId").With("messageid", a.Mark())
			}},
			{What: "its type is written TYPE", Event: func() kit.Draft { return a.Message().Without("type").With("TYPE", "copied") }},
		}
	})),
}

var observeList = conformance.Check{
	ID:          "inkeep.events.list-refused",
	Level:       conformance.Info,
	Requirement: "INK-BODY-16",
	Title:       "Whether a list of one event is taken.",
	NoMutant:    kit.RecordsOnly,
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		got := a.Ask(ctx, func() kit.Post {
			return kit.Post{Text: slices.Concat([]byte("["), a.Message().Body(), []byte("]")), Hostile: true, Meta: kit.Refusal{}}
		})
		a.Record("a list of one event is answered with %s", got.StatusText())
	}),
}

var observeSchemes = conformance.Check{
	ID:          "inkeep.auth.other-scheme",
	Level:       conformance.Info,
	Requirement: "INK-AUTH-21",
	Title:       "Whether the key counts under another scheme than Bearer, or under none.",
	NoMutant:    kit.RecordsOnly,
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		key := a.Bearer
		var seen []string
		for _, way := range []struct{ name, value string }{
			{"no scheme", key},
			{"Basic", "Basic " + key},
			{"Basic, encoded", "Basic " + base64.StdEncoding.EncodeToString([]byte(key+":"))},
			{"Token", "Token " + key},
		} {
			got := a.Ask(ctx, func() kit.Post {
				return kit.Post{Event: a.Message(), Auth: way.value, Hostile: true, Meta: kit.Refusal{Stranger: true}}
			})
			seen = append(seen, way.name+": "+got.StatusText())
		}
		a.Record("an event with the key under another scheme is answered so: %s", strings.Join(seen, "; "))
	}),
}

// observeNoAgent sends an empty User-Agent, which net/http takes for none.
var observeNoAgent = conformance.Check{
	ID:          "inkeep.events.no-user-agent",
	Level:       conformance.Info,
	Requirement: "INK-SDK-12",
	Title:       "Whether an event without a user agent is accepted.",
	NoMutant:    kit.RecordsOnly,
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		got := a.Ask(ctx, func() kit.Post {
			return kit.Post{Event: a.Message(), Header: map[string][]string{"User-Agent": {""}}, Hostile: true}
		})
		a.Record("an event without a user agent is answered with %s", got.StatusText())
	}),
}
