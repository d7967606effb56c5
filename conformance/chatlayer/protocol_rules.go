package chatlayer

import (
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

// protocolRules says who may insist on each check: the check, its requirement, and others that it exercises.
func protocolRules() map[string]protocol.Rule {
	rules := map[string]protocol.Rule{}
	for level, list := range map[conformance.Level]string{
		conformance.Must: protocolMust(), conformance.Should: protocolShould(), conformance.Info: protocolInfo(),
	} {
		for line := range strings.Lines(strings.TrimSpace(list)) {
			words := strings.Fields(line)
			rule := protocol.Rule{Level: level, Requirement: words[1], Also: words[2:]}
			if level == conformance.Info {
				rule.NoMutant = "it records and judges nothing"
			}
			rules[words[0]] = rule
		}
	}
	return rules
}

func protocolMust() string {
	return `
		auth.no-credentials CHL-AUTH-8 CHL-AUTH-1 CHL-AUTH-2
		auth.wrong-secret CHL-AUTH-8 CHL-AUTH-3
		auth.unknown-id CHL-AUTH-8 CHL-AUTH-3
		auth.foreign-secret CHL-AUTH-8 CHL-AUTH-3
		auth.near-secrets CHL-AUTH-8
		auth.empty-parts CHL-AUTH-8
		auth.malformed CHL-AUTH-8
		auth.per-request CHL-AUTH-8
		auth.no-shared-answers CHL-AUTH-8
		auth.path-variants CHL-AUTH-8
		transport.unknown-path CHL-AUTH-8 CHL-TRN-5
		transport.whole-answers CHL-HTTP-1
		transport.next-request CHL-HTTP-2
		transport.pipelined CHL-HTTP-2
		transport.own-answers CHL-HTTP-2
		transport.query-order CHL-HTTP-9
		transport.percent-encoding CHL-HTTP-10
		transport.reads-change-nothing CHL-HTTP-11
		negotiation.json-content-type CHL-TRN-2
		negotiation.json-declared CHL-OPS-5 CHL-OPS-6
		negotiation.json-body CHL-NEG-3 CHL-OPS-10
		negotiation.gzip CHL-NEG-2
		negotiation.no-html CHL-OPS-6`
}

func protocolShould() string {
	return `
		auth.status-401 CHL-AUTH-9
		auth.padded-secrets CHL-ACC-6
		transport.head-without-body CHL-HTTP-3
		transport.refusal-forgotten CHL-HTTP-13
		transport.allow-with-405 CHL-HTTP-4
		transport.chunked-body CHL-HTTP-5
		transport.slow-body CHL-HTTP-6
		transport.expect-continue CHL-HTTP-7
		negotiation.other-content-type CHL-ROB-1 CHL-TRN-3
		negotiation.no-duplicate-members CHL-NEG-4
		limits.deep-nesting CHL-ROB-1 CHL-ERR-4
		limits.long-query CHL-ROB-1 CHL-LIM-2
		input.broken-json CHL-ERR-3
		input.trailing-bytes CHL-ROB-1 CHL-ERR-4
		input.invalid-utf8 CHL-ROB-2
		input.control-characters CHL-ROB-3 CHL-ERR-6
		input.header-injection CHL-ROB-4
		input.strange-ids CHL-ROB-5 CHL-TRN-9
		input.numbers-whole CHL-PAGE-16
		input.fuzz CHL-ROB-1
		input.no-server-error CHL-ROB-1
		cors.vary CHL-CORS-3
		cors.allows CHL-CORS-4
		cors.answers CHL-CORS-5
		auth.head CHL-AUTH-9
		negotiation.accept CHL-NEG-1 CHL-TRN-11
		negotiation.json-type-case CHL-NEG-6`
}

func protocolInfo() string {
	return `
		transport.date CHL-HTTP-8
		transport.redirects CHL-TRN-12
		limits.retry-after CHL-TRN-1
		input.duplicate-members CHL-ERR-4
		input.names-the-field CHL-ERR-1
		cors.offered CHL-TRN-7
		cors.look-alike CHL-TRN-7
		cors.preflight CHL-TRN-7
		cors.credentials CHL-TRN-7
		auth.before-validation CHL-ACC-1
		auth.no-echo CHL-ACC-2
		auth.two-headers CHL-AUTH-16
		auth.challenge CHL-AUTH-10
		auth.scheme-case CHL-ACC-5
		auth.query-credentials CHL-ACC-7
		auth.id-case CHL-ACC-10
		auth.bots-look-alike CHL-ACC-11 CHL-AUTH-7
		auth.same-refusal CHL-ACC-11
		negotiation.no-accept CHL-NEG-7
		negotiation.not-public CHL-NEG-5
		transport.unknown-path-refused CHL-TRN-5`
}
