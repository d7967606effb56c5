package inkeep

import (
	"context"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
)

// leniences are the checks that record what a lenient server takes, and a strict one refuses. Nobody says which is right.
func leniences() []conformance.Check {
	return []conformance.Check{coerced, misspelt, observeList, observeSchemes, observeNoAgent}
}

func largeRecorded() []conformance.Check {
	return []conformance.Check{largeAccepted, largeUnannounced}
}

var largeAccepted = conformance.Check{
	ID:          "inkeep.limits.large-accepted",
	Level:       conformance.Info,
	Requirement: "INK-LIM-13",
	Title:       "Whether a body of 1.9 MB is accepted.",
	Phase:       conformance.Alone,
	Unproved:    recordsOnly,
	Run:         with(observeLarge(false)),
}

var largeUnannounced = conformance.Check{
	ID:          "inkeep.limits.large-unannounced",
	Level:       conformance.Info,
	Requirement: "INK-LIM-13",
	Title:       "Whether a body of 1.9 MB is accepted without an announced length.",
	Phase:       conformance.Alone,
	Unproved:    recordsOnly,
	Run:         with(observeLarge(true)),
}

// recorded makes the function of a check that records how a target answers events which a strict server refuses.
func recorded(list func(*asker) []wrong) func(context.Context, *asker) {
	return func(ctx context.Context, a *asker) {
		var seen []string
		for _, w := range list(a) {
			got := a.ask(ctx, func() post { return post{event: w.event(), hostile: true, meta: refusal{}} })
			seen = append(seen, w.what+": "+got.status())
		}
		a.Record("events that a strict server refuses are answered so: %s", strings.Join(seen, "; "))
	}
}

var coerced = conformance.Check{
	ID:          "inkeep.events.required-coerced",
	Level:       conformance.Info,
	Requirement: "INK-EVT-19",
	Title:       "Whether numbers and truths are taken for texts.",
	Unproved:    recordsOnly,
	Run: with(recorded(func(a *asker) []wrong {
		list := setTo(a.message, "type", 5, true)
		for _, kind := range kinds() {
			list = append(list, setTo(func() draft { return a.event(kind) }, kind.ReferenceName(), 5)...)
		}
		for _, name := range []string{"id", "projectId", "integrationId"} {
			list = append(list, setTo(a.message, name, 5)...)
		}
		return list
	})),
}

var misspelt = conformance.Check{
	ID:          "inkeep.events.names-as-written",
	Level:       conformance.Info,
	Requirement: "INK-EVT-18",
	Title:       "Whether members count whose names are written in another letter case.",
	Unproved:    recordsOnly,
	Run: with(recorded(func(a *asker) []wrong {
		return []wrong{
			{"its entityType is written EntityType", func() draft { return a.message().without("entityType").with("EntityType", "message") }},
			{"its messageId is written messageid", func() draft { return a.message().without("messageId").with("messageid", a.mark()) }},
			{"its type is written TYPE", func() draft { return a.message().without("type").with("TYPE", "copied") }},
		}
	})),
}

var observeList = conformance.Check{
	ID:          "inkeep.events.list-refused",
	Level:       conformance.Info,
	Requirement: "INK-BODY-16",
	Title:       "Whether a list of one event is taken.",
	Unproved:    recordsOnly,
	Run: with(func(ctx context.Context, a *asker) {
		got := a.ask(ctx, func() post {
			return post{text: slices.Concat([]byte("["), a.message().body(), []byte("]")), hostile: true, meta: refusal{}}
		})
		a.Record("a list of one event is answered with %s", got.status())
	}),
}

var observeSchemes = conformance.Check{
	ID:          "inkeep.auth.other-scheme",
	Level:       conformance.Info,
	Requirement: "INK-AUTH-21",
	Title:       "Whether the key counts under another scheme than Bearer, or under none.",
	Unproved:    recordsOnly,
	Run: with(func(ctx context.Context, a *asker) {
		key := a.Target().Bearer
		var seen []string
		for _, way := range []struct{ name, value string }{
			{"no scheme", key}, {"Basic", "Basic " + key}, {"Basic, encoded", "Basic " + base64.StdEncoding.EncodeToString([]byte(key+":"))}, {"Token", "Token " + key},
		} {
			got := a.ask(ctx, func() post {
				return post{event: a.message(), auth: way.value, hostile: true, meta: refusal{stranger: true}}
			})
			seen = append(seen, way.name+": "+got.status())
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
	Unproved:    recordsOnly,
	Run: with(func(ctx context.Context, a *asker) {
		got := a.ask(ctx, func() post {
			return post{event: a.message(), header: map[string][]string{"User-Agent": {""}}, hostile: true}
		})
		a.Record("an event without a user agent is answered with %s", got.status())
	}),
}

func observeLarge(chunked bool) func(context.Context, *asker) {
	return func(ctx context.Context, a *asker) {
		got := a.deliver(ctx, func() post {
			return post{event: a.heavy(belowLimit), chunked: chunked, hostile: true, once: true, timeout: slowest}
		})
		a.Record("a body of 1.9 MB is answered so: %s", got.outcome())
	}
}
