//go:build examination

package variant

import (
	"time"
)

func examinedStamps() []Variant {
	// of clocks that differ
	return []Variant{
		legal("", "stamp.refused-after-1h", "An event whose timestamp is more than an hour old is refused with 400.",
			onStamp(refuseOlder(time.Hour))),
		legal("L12", "stamp.now-after-1h", "An event whose timestamp is more than an hour old gets the time of its receipt.",
			onStamp(nowIfOlder(time.Hour))),
	}
}
