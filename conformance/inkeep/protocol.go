package inkeep

import (
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

// protocolChecks are the checks that are about HTTP and not about events.
func protocolChecks() []conformance.Check { return protocol.Checks(protocolAPI()) }

func protocolAPI() protocol.API {
	return protocol.API{
		Name: "inkeep", Scheme: "Bearer", Operations: []protocol.Operation{protocolOperation()}, Rules: protocolRules(),
		Secret:      func(t conformance.Target) (string, string) { return "", settingsOf(t).Bearer },
		OtherSecret: func(t conformance.Target) (string, string) { return "", settingsOf(t).OtherBearer },
	}
}

// protocolOperation logs a search, the kind of event with the fewest members. It gives no id, so that no server can have a reason to
// refuse a second one.
func protocolOperation() protocol.Operation {
	return protocol.Operation{
		ID: "LogEvent", Method: "POST", Path: func(conformance.Target) string { return "/events" }, Writes: true, Refusal: kit.Refusal{},
		Body: func(nonce string) map[string]any {
			return map[string]any{
				"type": kit.ProbeType, "entityType": "search", "searchQuery": "conformance probe",
				"properties": map[string]any{"nonce": nonce},
			}
		},
		Wrong: func(body map[string]any, text string) {
			body["createdAt"], body["properties"] = text, map[string]any{"leak": text}
		},
		Text: func(body map[string]any, text string) { body["searchQuery"] = text },
		Back: func(answer any) string {
			text, _ := protocolText(answer, "searchQuery")
			return text
		},
		Owned: func(answer any) bool {
			_, found := protocolText(answer, "entityType")
			return found
		},
		Sum: func(answer any) any {
			sum := map[string]any{}
			for _, name := range []string{"type", "entityType", "searchQuery"} {
				sum[name], _ = protocolText(answer, name)
			}
			return sum
		},
	}
}

func protocolText(answer any, name string) (text string, found bool) {
	object, _ := answer.(map[string]any)
	text, found = object[name].(string)
	return text, found
}

// protocolRules says who may insist on each check.
func protocolRules() map[string]protocol.Rule {
	rules := map[string]protocol.Rule{}
	for level, list := range map[conformance.Level]string{
		conformance.Must: protocolMust(), conformance.Should: protocolShould(), conformance.Info: protocolInfo(),
	} {
		for line := range strings.Lines(strings.TrimSpace(list)) {
			words := strings.Fields(line)
			rules[words[0]] = protocolRule(level, words[1], words[2:])
		}
	}
	return rules
}

func protocolMust() string {
	return `
		auth.no-credentials INK-AUTH-12
		auth.wrong-secret INK-AUTH-12
		auth.near-secrets INK-AUTH-12
		auth.empty-parts INK-AUTH-12
		auth.malformed INK-AUTH-12
		auth.per-request INK-AUTH-12
		auth.no-shared-answers INK-AUTH-12
		auth.path-variants INK-AUTH-12
		transport.unknown-path INK-AUTH-12 INK-BASE-4
		transport.whole-answers INK-HTTP-1
		transport.next-request INK-HTTP-2
		transport.pipelined INK-HTTP-2
		negotiation.json-content-type INK-BODY-3 INK-BODY-2
		negotiation.json-declared INK-SCH-2
		negotiation.json-body INK-NEG-3
		negotiation.gzip INK-NEG-2
		negotiation.no-html INK-SCH-2
		input.broken-json INK-BODY-2
		input.not-an-object INK-BODY-7 INK-BODY-5`
}

func protocolShould() string {
	return `
		transport.head-without-body INK-HTTP-3
		transport.refusal-forgotten INK-HTTP-10
		transport.allow-with-405 INK-HTTP-4
		transport.chunked-body INK-HTTP-5
		transport.slow-body INK-HTTP-6
		transport.expect-continue INK-HTTP-7
		negotiation.accept INK-NEG-1 INK-SDK-1
		negotiation.other-content-type INK-ROB-1 INK-BODY-4
		negotiation.no-duplicate-members INK-NEG-4
		limits.deep-nesting INK-ROB-1 INK-BODY-13
		limits.long-query INK-ROB-1 INK-LIM-10
		input.trailing-bytes INK-ROB-1 INK-BODY-14
		input.invalid-utf8 INK-ROB-2 INK-BODY-14
		input.control-characters INK-ROB-3 INK-BODY-15
		input.header-injection INK-ROB-4
		input.fuzz INK-ROB-1
		input.no-server-error INK-ROB-1
		cors.vary INK-CORS-5
		cors.allows INK-CORS-6 INK-CORS-2
		cors.answers INK-CORS-7
		negotiation.no-accept INK-NEG-1 INK-CLI-1
		negotiation.json-type-case INK-NEG-6`
}

func protocolInfo() string {
	return `
		auth.challenge INK-AUTH-14
		auth.scheme-case INK-AUTH-15
		auth.query-credentials INK-AUTH-16
		transport.date INK-HTTP-8
		transport.redirects INK-ERR-18
		limits.retry-after INK-LIM-7
		input.duplicate-members INK-BODY-14
		input.names-the-field INK-ERR-16
		cors.offered INK-CORS-1
		cors.look-alike INK-CORS-1
		cors.preflight INK-CORS-2
		cors.credentials INK-CORS-1
		auth.before-validation INK-ACC-1
		auth.no-echo INK-ACC-2
		auth.two-headers INK-AUTH-20
		negotiation.not-public INK-NEG-5
		transport.unknown-path-refused INK-BASE-4`
}

func protocolRule(level conformance.Level, requirement string, also []string) protocol.Rule {
	r := protocol.Rule{Level: level, Requirement: requirement, Also: also}
	if level == conformance.Info {
		r.NoMutant = "it records and judges nothing"
	}
	return r
}
