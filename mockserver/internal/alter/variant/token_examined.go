//go:build examination

package variant

import (
	"fmt"
	"strings"
	"sync/atomic"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedTokenForms() []Variant {
	return []Variant{
		legal("L07", "token.reserved-characters", "Page tokens hold characters that mean something in a query.", prefixed("=+/&?#%20; ")),
		legal("", "token.not-ascii", "Page tokens hold characters outside ASCII.", prefixed("→ñ文😀")),
		legal("", "token.changes-every-time", "The same page has another token every time it is read.", everNew),
	}
}

func prefixed(prefix string) alter.Decorator {
	return recoded(
		func(own string) string { return prefix + own },
		func(token string) (string, bool) { return strings.CutPrefix(token, prefix) },
	)
}

func everNew(p *pipeline.Pipeline) {
	var given atomic.Uint64
	recoded(
		func(own string) string { return fmt.Sprintf("%s.%x", own, alter.HashNumbers(p.Seed, given.Add(1))) },
		cutAt('.'),
	)(p)
}
