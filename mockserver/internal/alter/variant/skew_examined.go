//go:build examination

package variant

import (
	"time"
)

func examinedClocks() []Variant {
	return []Variant{
		legal("L40", "clock.behind-90s", "The server's clock is 90 seconds behind.", skewed(-90*time.Second)),
		legal("", "clock.ahead-1h", "The server's clock is an hour ahead.", skewed(time.Hour)),
	}
}
