package report_test

import (
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
)

// hostile is what a target can put into an answer to hurt whoever reads the report.
const hostile = "<script>alert('x')</script> </pre><img src=x onerror=alert(1)> \x1b[31mred\x1b[0m \x00\x07\x9b \xff\xfe ]]> --> " +
	"\u202egnp.exe\u2028 ``` | **bold** @somebody {{.}}\n" +
	"::error::boo ##vso[task.complete]"

// The links of the sample: to what a requirement rests on, and to the requirement itself.
const (
	sampleSource = "https://example.com/reference/events"
	samplePage   = "https://example.com/docs/requirements.md#chl-time-2"
)

// sample holds every outcome, every picture and every kind of hostile text.
func sample() conformance.Report {
	r := conformance.Report{
		Tool: "understudy", Version: "0.1.0", API: "chatlayer", Target: "http://127.0.0.1:9999", Seed: 7, Run: "k3f9q2ab",
		StartedAt:  time.Date(2026, 1, 15, 11, 0, 0, 0, time.FixedZone("", 3600)),
		DurationMS: 12345, Verdict: conformance.Nonconformant, Reason: "3 checks of level must failed",
		Summary: conformance.Summary{Pass: 3, Fail: 5, Inconclusive: 1, Skip: 3, Error: 1},
		Cost:    conformance.Cost{Requests: 2512, Written: 1480, PerSecond: 200, SettleMS: 1200},
		Baseline: []conformance.Stale{
			{Check: "chatlayer.transport.head", Reason: "it passes now; take the entry out"},
		},
	}
	r.Findings = []conformance.Finding{{
		Headline: "looks like: end_time compared with <=", LooksLike: "end_time compared with <=", Level: conformance.Must,
		Requirement: "CHL-TIME-2",
		Source:      "Events reference: end_time", SourceURL: sampleSource, Page: samplePage, Statement: "end_time is exclusive.",
		Check: "chatlayer.time.end-exclusive", Checks: []string{"chatlayer.time.end-exclusive", "chatlayer.paging.short-page"},
	}}
	for _, parts := range [][]conformance.Result{sampleFailures(), sampleOthers()} {
		r.Checks = append(r.Checks, parts...)
	}
	r.Requirements = []conformance.Requirement{
		{
			ID: "CHL-TIME-2", Level: conformance.Must, Source: "Events reference: end_time", Statement: "end_time is exclusive.",
			SourceURL: sampleSource, Page: samplePage, Checks: []string{"chatlayer.time.end-exclusive"}, Outcome: conformance.Fail,
		},
		{
			ID: "CHL-PAGE-4", Level: conformance.Should, Source: "Events reference: page_size", Statement: hostile,
			SourceURL: "javascript:alert(1)", Page: hostile, Checks: []string{"chatlayer.paging.short-page"}, Outcome: conformance.Fail,
		},
		{
			ID: "CHL-RATE-1", Level: conformance.Must, Source: "Limits reference: rate", Statement: "The limit is 1000 requests a minute.",
			Untestable: "reaching the limit would disturb others", Outcome: conformance.Skip,
		},
	}
	return r
}

func sampleFailures() []conformance.Result {
	return []conformance.Result{
		{
			ID: "chatlayer.time.end-exclusive", Level: conformance.Must, Requirement: "CHL-TIME-2", Source: "Events reference: end_time",
			SourceURL: sampleSource, Page: samplePage, Statement: "end_time is exclusive.", Title: "end_time is exclusive", Area: "time",
			Operations: []string{"ListEvents", "StreamEvents"},
			Outcome:    conformance.Fail, Message: "the event on end_time itself is in the answer", Expected: "2 events", Got: "3 events",
			LooksLike: "end_time compared with <=", Evidence: map[string]int{"boundaries": 2, "answers": 4}, DurationMS: 61,
			Exchanges: []conformance.Exchange{
				sampleExchange("", `{"events":[{"id":"e1"},{"id":"e2"},{"id":"e3"}]}`),
				sampleExchange("", "{}"),
			},
			Pictures: []conformance.Picture{sampleLine()},
		},
		{
			ID: "chatlayer.paging.walk", Level: conformance.Must, Requirement: "CHL-PAGE-2", Source: "Events reference: page_token",
			SourceURL: "javascript:alert(1)", Page: "https://example.com/)![x](y",
			Statement: "The next page begins where the last one ended.",
			Title:     "a walk gives every event once", Area: "paging",
			Operations: []string{"ListEvents"}, Outcome: conformance.Fail, Message: hostile, Expected: hostile, Got: hostile,
			LooksLike:  hostile,
			DurationMS: 1500, Exchanges: []conformance.Exchange{sampleExchange(hostile, strings.Repeat("long ", 3_000))},
			Pictures: []conformance.Picture{sampleStrip(), {Title: "nothing to draw"}},
		},
		{
			ID: "chatlayer.paging.short-page", Level: conformance.Should, Requirement: "CHL-PAGE-4", Source: "Events reference: page_size",
			Statement: hostile, Title: "a page is full if there is more", Area: "paging", Operations: []string{"ListEvents"},
			Outcome: conformance.Fail, Message: "page 2 of 4 held 7 of 10 events", DependsOn: "chatlayer.time.end-exclusive",
			Exchanges: []conformance.Exchange{sampleExchange("", "")},
		},
		{
			ID: "chatlayer.concurrency.lost", Level: conformance.Must, Requirement: "CHL-TRK-3", Source: "Events reference: track",
			Statement: "A tracked event is kept.", Title: "nothing that was acknowledged is lost", Area: "concurrency",
			Operations: []string{"TrackEvent"}, Outcome: conformance.Fail, Message: "1 of 200 acknowledged events is in no answer",
			Pictures: []conformance.Picture{sampleLanes()},
		},
		{
			ID: "chatlayer.cors.vary", Level: conformance.Must, Requirement: "CHL-CORS-2", Source: "Events reference: browsers",
			Statement: "Browsers may call.", Title: "a reflected origin is in Vary", Area: "cors", Outcome: conformance.Fail,
			Message: "no Vary header", Baselined: "ticket 4711: the proxy strips it",
		},
	}
}

func sampleOthers() []conformance.Result {
	return []conformance.Result{
		{
			ID: "chatlayer.time.start-inclusive", Level: conformance.Must, Requirement: "CHL-TIME-1", Title: "start_time is inclusive",
			Area: "time", Operations: []string{"ListEvents"}, Outcome: conformance.Pass, DurationMS: 12,
			Evidence: map[string]int{"boundaries": 1},
		},
		{
			ID: "chatlayer.transport.head", Level: conformance.Should, Requirement: "CHL-HTTP-1", Title: "HEAD gives the headers of GET",
			Area: "transport", Outcome: conformance.Pass, DurationMS: 3,
		},
		{
			ID: "chatlayer.paging.order", Level: conformance.Info, Requirement: "CHL-PAGE-9", Title: "the order of events",
			Area: "paging", Operations: []string{"ListEvents"}, Outcome: conformance.Pass, Message: "newest first",
		},
		{
			ID: "chatlayer.time.tie", Level: conformance.Must, Requirement: "CHL-TIME-6", Title: "events of one instant stay together",
			Area: "time", Operations: []string{"ListEvents"}, Outcome: conformance.Inconclusive,
			Message: "saw too little to judge: ties: 0, needs 1",
		},
		{
			ID: "chatlayer.team.list", Level: conformance.Must, Requirement: "CHL-TEAM-1",
			Title: "the team's list has the events of its bots",
			Area:  "team", Operations: []string{"ListTeamEvents"}, Outcome: conformance.Skip, Message: "no team is named; give --team",
		},
		{
			ID: "chatlayer.team.paging", Level: conformance.Must, Requirement: "CHL-TEAM-2", Title: "the team's list is paged",
			Area: "team", Operations: []string{"ListTeamEvents"}, Outcome: conformance.Skip, Message: "no team is named; give --team",
		},
		{
			ID: "chatlayer.transport.options", Level: conformance.Should, Requirement: "CHL-HTTP-2", Title: "OPTIONS names the methods",
			Area: "transport", Outcome: conformance.Skip, Message: "deselected by --skip",
		},
		{
			ID: "chatlayer.transport.gzip", Level: conformance.Must, Requirement: "CHL-HTTP-3", Title: "gzip changes nothing",
			Area: "transport", Outcome: conformance.Error,
			Message: "the check itself failed, which is a bug of the runner: index out of range\ngoroutine 7 [running]:",
		},
	}
}

func sampleExchange(sent, got string) conformance.Exchange {
	return conformance.Exchange{
		Request: conformance.ExchangeRequest{
			Method: "POST", URL: "http://127.0.0.1:9999/v1/bots/b1/events/stream?page_size=10&version=LIVE",
			Headers: map[string]string{"Authorization": "REDACTED", "Accept": "application/json"}, Body: sent,
		},
		Response: conformance.ExchangeResponse{Status: 200, Headers: map[string]string{"Content-Type": "application/json"}, Body: got},
		Curl:     `curl -sS -i -X POST -u "$UNDERSTUDY_BASIC" 'http://127.0.0.1:9999/v1/bots/b1/events/stream?page_size=10&version=LIVE'`,
	}
}

func sampleLine() conformance.Picture {
	at := time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)
	ms := time.Millisecond
	return conformance.Picture{Title: "Window and events", Line: &conformance.NumberLine{
		Start: "2026-01-15T10:00:00Z", End: "2026-01-15T10:00:01.000Z",
		Events: []conformance.Tick{
			{At: at.Add(-ms), Label: "e0", Mark: conformance.Outside},
			{At: at, Label: "e1", Mark: conformance.Right},
			{At: at.Add(500 * ms), Label: "e2", Mark: conformance.Right},
			{At: at.Add(500 * ms), Label: "e2b <b>", Mark: conformance.Missing},
			{At: at.Add(1000 * ms), Label: "e3", Mark: conformance.Extra},
			{At: at.Add(1001 * ms), Label: "e4", Mark: conformance.Outside},
		},
	}}
}

func sampleStrip() conformance.Picture {
	right := func(n int) []conformance.Item {
		items := make([]conformance.Item, n)
		for i := range items {
			items[i] = conformance.Item{Label: "e", Mark: conformance.Right}
		}
		return items
	}
	return conformance.Picture{Title: "The walk <i>", Strip: &conformance.PageStrip{
		Size: 10,
		Pages: []conformance.PageBox{
			{Token: true, Items: right(10)},
			{Token: true, Items: append([]conformance.Item{{Label: "e10", Mark: conformance.Repeated}}, right(6)...)},
			{Token: true},
			{Items: append(right(2), conformance.Item{Label: hostile, Mark: conformance.Extra})},
		},
		Missing: []string{"e17", "e18"},
	}}
}

func sampleLanes() conformance.Picture {
	return conformance.Picture{Title: "Writers and readers", Lanes: &conformance.Lanes{Lanes: []conformance.Lane{
		{Name: "writer 1", Spans: []conformance.Span{
			{FromMS: 0, ToMS: 120, Label: "track e1", Mark: conformance.Right},
			{FromMS: 130, ToMS: 210.5, Label: "track e2", Mark: conformance.Missing},
		}},
		{Name: "reader", Spans: []conformance.Span{{FromMS: 260, ToMS: 400, Label: "list: 1 event", Mark: conformance.Extra}}},
	}}}
}
