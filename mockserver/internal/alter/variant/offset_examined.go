//go:build examination

package variant

import (
	"time"
)

func examinedOffsets() []Variant {
	return []Variant{
		legal("L07", "token.offset-from-newest",
			"A page token is the number of events before the page, the newest first, so that every arrival shifts all pages.",
			paged(newestFirst)),
		legal("", "token.expires-10s", "Page tokens are good for ten seconds.", remembered(10*time.Second, "s", false)),
	}
}
