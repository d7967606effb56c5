package protocol_test

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// observations are checks that record and for which the shop has no mistake; habits those for which it has one that no document rules out.
func observations() []string {
	return []string{
		"transport.date", "transport.redirects", "limits.retry-after", "input.duplicate-members", "input.names-the-field",
		"cors.offered", "cors.look-alike",
	}
}

func habits() []string {
	return []string{
		"auth.two-headers", "auth.id-case", "auth.query-credentials", "auth.bots-look-alike", "transport.unknown-path-refused",
		"auth.challenge",
		"auth.scheme-case",
		"auth.before-validation", "auth.same-refusal", "auth.no-echo", "cors.preflight", "cors.credentials", "negotiation.not-public",
		"negotiation.no-accept",
	}
}

// shopAPI describes the shop. All checks are of level must, so that every violation counts; the ids are those of some contract.
func botOf(t conformance.Target) string {
	bot, _ := t.Settings.(string)
	return bot
}

func withBot(t conformance.Target, id string) conformance.Target {
	t.Settings = id
	return t
}

func shopAPI() protocol.API {
	rules := map[string]protocol.Rule{}
	for _, id := range protocol.Subjects() {
		rules[id] = protocol.Rule{Level: conformance.Must, Requirement: "CHL-AUTH-8"}
	}
	for _, id := range slices.Concat(observations(), habits()) {
		rules[id] = protocol.Rule{Level: conformance.Info, Requirement: "CHL-AUTH-8"}
	}
	bot := func(t conformance.Target) string { return "/v1/bots/" + url.PathEscape(botOf(t)) + "/things" }
	things := func(answer any) any {
		object, _ := answer.(map[string]any)
		list, _ := object["things"].([]any)
		return append([]any{}, list...)
	}
	has := func(name string) func(any) bool {
		return func(answer any) bool {
			object, _ := answer.(map[string]any)
			return object[name] != nil
		}
	}
	return protocol.API{
		Name: "shop", Scheme: "Basic", Rules: rules,
		Secret:      func(conformance.Target) (string, string) { return "id-1", "Secret-1" },
		OtherSecret: func(conformance.Target) (string, string) { return "id-2", "Secret-2" },
		Other:       "another-shop",
		Bot:         botOf,
		WithBot:     withBot,
		Narrow: func(context.Context, *conformance.T) []protocol.Pair {
			return []protocol.Pair{{Name: "user", Value: "u1"}}
		},
		Wide: []protocol.Pair{{Name: "page_size", Value: "100"}},
		Operations: []protocol.Operation{
			{
				ID: "List", Method: "GET", Path: bot,
				Query:  []protocol.Pair{{Name: "version", Value: "LIVE"}, {Name: "page_size", Value: "50"}},
				Params: []string{"user", "page_size"}, Owned: has("things"), Sum: things,
			},
			{
				ID: "Search", Method: "POST", Path: bot, Body: func(string) map[string]any { return map[string]any{"version": "LIVE"} },
				Wrong:  func(body map[string]any, text string) { body["wrong"] = text },
				Params: []string{"user"}, Owned: has("things"), Sum: things,
			},
			{
				ID: "Add", Method: "POST", Path: func(t conformance.Target) string { return bot(t) + "/add" }, Writes: true,
				Body:  func(nonce string) map[string]any { return map[string]any{"note": nonce} },
				Owned: has("thing_id"), Sum: func(any) any { return "added" },
			},
			{
				ID: "Echo", Method: "POST", Path: func(conformance.Target) string { return "/v1/echo" }, Optional: true,
				Body: func(nonce string) map[string]any { return map[string]any{"message": nonce} },
				Text: func(body map[string]any, text string) { body["message"] = text },
				Back: func(answer any) string {
					object, _ := answer.(map[string]any)
					text, _ := object["message"].(string)
					return text
				},
				Owned: has("message"), Sum: func(any) any { return "echo" },
			},
		},
	}
}

// contract is loaded once: that takes longer than most runs.
var contract = sync.OnceValues(chatlayer.Contract)

// judge runs checks of the shop's API against a handler.
func judge(t *testing.T, h http.Handler, change ...func(*conformance.Target)) conformance.Report {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	target := conformance.Target{
		URL: server.URL, Settings: "bot1", PerSecond: 5000,
		Suite: conformance.Suite{
			API: "shop", Contract: contract, Checks: protocol.Checks(shopAPI()),
			Authorize: func(conformance.Target) (conformance.Access, error) {
				return conformance.Access{
					Header: "Basic " + base64.StdEncoding.EncodeToString([]byte(goodPair)), Secrets: []string{"Secret-1"},
					Offers: map[conformance.Capability]string{"another-shop": ""},
				}, nil
			},
			Prepare: func(context.Context, *conformance.Env) (any, error) { return nil, nil },
		},
	}
	for _, c := range change {
		c(&target)
	}
	report, err := conformance.Run(t.Context(), target)
	require.NoError(t, err)
	return report
}

func only(ids ...string) func(*conformance.Target) {
	return func(t *conformance.Target) {
		for _, id := range ids {
			t.Only = append(t.Only, "shop."+id)
		}
	}
}

// records tells the checks that have no mistake to find: they record.
func records(id string) bool { return shopAPI().Rules[id].Level == conformance.Info }

func TestAGoodServerPasses(t *testing.T) {
	report := judge(t, newShop(""))
	for _, c := range report.Checks {
		require.Equal(t, conformance.Pass, c.Outcome, "%s: %s\nexpected: %s\ngot: %s", c.ID, c.Message, c.Expected, c.Got)
		if c.Level == conformance.Info {
			require.Greater(t, len(strings.Fields(c.Message)), 3, "%s tells in a sentence what it saw, not %q", c.ID, c.Message)
		}
	}
	require.Len(t, report.Checks, len(protocol.Subjects()))
	t.Logf("%d checks, %d requests, %d ms", len(report.Checks), report.Cost.Requests, report.DurationMS)
}

// TestHabitsAreRecorded wants a habit to be told, and held against nobody.
func TestHabitsAreRecorded(t *testing.T) {
	for _, id := range habits() {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			told := func(mistake string) string {
				for _, c := range judge(t, newShop(mistake), only(id)).Checks {
					if c.ID == "shop."+id {
						require.Equal(t, conformance.Pass, c.Outcome, c.Message)
						return c.Message
					}
				}
				return ""
			}
			usual, odd := told(""), told(id)
			require.NotEmpty(t, usual)
			require.NotEmpty(t, odd)
			require.NotEqual(t, usual, odd)
		})
	}
}

// TestNoTextIsAccusedOfItsCharacters wants no control characters to be blamed where no text comes back as it was sent.
func TestNoTextIsAccusedOfItsCharacters(t *testing.T) {
	for _, c := range judge(t, newShop("every text"), only("input.control-characters")).Checks {
		if c.ID == "shop.input.control-characters" {
			require.Equal(t, conformance.Inconclusive, c.Outcome)
			require.Contains(t, c.Message, "does not give back a plain text either")
		}
	}
}

// TestEveryMistakeIsFound starts a shop with the mistake that a check is made for.
