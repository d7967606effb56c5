//go:build examination

package variant

import (
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
)

func examinedRanges() []Variant {
	return []Variant{
		legal("", "list.rounded-to-millisecond", "Both bounds are rounded to the nearest millisecond.",
			bothBounds(func(t time.Time) time.Time { return t.Round(time.Millisecond) })),
		legal("", "list.cut-to-microsecond", "Both bounds are cut to the microsecond.", bothBounds(alter.Truncated(time.Microsecond))),
	}
}
