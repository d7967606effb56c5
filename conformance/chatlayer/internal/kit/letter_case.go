package kit

import (
	"fmt"
	"strings"
)

// CaseFolded is what servers do whose texts are alike in any case of letters.
const CaseFolded = "letter case folded"

// CaseTwins are pairs of values that differ in the case of their letters alone: names, ids of 24 hex digits and UUIDs.
func (p *Probe) CaseTwins() []string {
	hex := fmt.Sprintf("5ca1ab1e%016x", Digest("hex "+p.Run()))
	h := fmt.Sprintf("%016x%016x", Digest("uuid "+p.Run()), Digest("more "+p.Run()))
	uuid := fmt.Sprintf("c0ffee%s-%s-4%s-a%s-%s", h[:2], h[2:6], h[6:9], h[9:12], h[12:24])
	return []string{p.Names.Of("Mia"), p.Names.Of("mia"), hex, strings.ToUpper(hex), uuid, strings.ToUpper(uuid)}
}
