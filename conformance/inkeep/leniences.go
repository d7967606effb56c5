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
	return []conformance.Check{
		records("inkeep.events.required-coerced", "INK-EVT-19", "Whether numbers and truths are taken for texts.", recorded(coerced)),
		records("inkeep.events.names-as-written", "INK-EVT-18",
			"Whether members count whose names are written in another letter case.", recorded(misspelt)),
		records("inkeep.events.list-refused", "INK-BODY-16", "Whether a list of one event is taken.", observeList),
		records("inkeep.auth.other-scheme", "INK-AUTH-21",
			"Whether the key counts under another scheme than Bearer, or under none.", observeSchemes),
		records("inkeep.events.no-user-agent", "INK-SDK-12", "Whether an event without a user agent is accepted.", observeNoAgent),
		alone(records("inkeep.limits.large-accepted", "INK-LIM-13", "Whether a body of 1.9 MB is accepted.", observeLarge(false))),
		alone(records("inkeep.limits.large-unannounced", "INK-LIM-13",
			"Whether a body of 1.9 MB is accepted without an announced length.", observeLarge(true))),
	}
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

func coerced(a *asker) []wrong {
	list := setTo(a.message, "type", 5, true)
	for _, kind := range kinds() {
		list = append(list, setTo(func() draft { return a.event(kind) }, kind.ReferenceName(), 5)...)
	}
	for _, name := range []string{"id", "projectId", "integrationId"} {
		list = append(list, setTo(a.message, name, 5)...)
	}
	return list
}

func misspelt(a *asker) []wrong {
	return []wrong{
		{"its entityType is written EntityType", func() draft { return a.message().without("entityType").with("EntityType", "message") }},
		{"its messageId is written messageid", func() draft { return a.message().without("messageId").with("messageid", a.mark()) }},
		{"its type is written TYPE", func() draft { return a.message().without("type").with("TYPE", "copied") }},
	}
}

func observeList(ctx context.Context, a *asker) {
	got := a.ask(ctx, func() post {
		return post{text: slices.Concat([]byte("["), a.message().body(), []byte("]")), hostile: true, meta: refusal{}}
	})
	a.Record("a list of one event is answered with %s", got.status())
}

func observeSchemes(ctx context.Context, a *asker) {
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
}

// observeNoAgent sends an empty User-Agent, which net/http takes for none.
func observeNoAgent(ctx context.Context, a *asker) {
	got := a.ask(ctx, func() post {
		return post{event: a.message(), header: map[string][]string{"User-Agent": {""}}, hostile: true}
	})
	a.Record("an event without a user agent is answered with %s", got.status())
}

func observeLarge(chunked bool) func(context.Context, *asker) {
	return func(ctx context.Context, a *asker) {
		got := a.deliver(ctx, func() post {
			return post{event: a.heavy(belowLimit), chunked: chunked, hostile: true, once: true, timeout: slowest}
		})
		a.Record("a body of 1.9 MB is answered so: %s", got.outcome())
	}
}
