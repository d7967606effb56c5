//go:build examination

package variant

import (
	"github.com/understudy-mock/understudy/mockserver/internal/alter"
)

func examinedCredentials() []Variant {
	return []Variant{
		legal("", "auth.two-headers", "A 401 has two headers with a challenge each.",
			challenge(`Digest realm="d", nonce="n", qop="auth"`, `basic realm=plain`)),
		legal("", "auth.last-header", "Of several Authorization headers the last counts.",
			alter.BeforeAuthenticate(oneHeader(func(all []string) string { return all[len(all)-1] }))),
	}
}
