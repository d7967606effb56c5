//go:build examination

package variant

import (
	"regexp"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
)

func examinedSpans() []Variant {
	return []Variant{
		legal("", "range.at-most-1-day", "A range of more than a day is refused with 400.", alter.AfterDecode(atMost(aDay))),
		legal("", "range.forgets-after-1-day", "Events are listed for a day.", forgetsAfter(aDay)),
		legal("L11", "range.javascript-times",
			"Chatlayer times are printed in UTC with Z and 3 digits, and a start_time or end_time of another form is refused with 400.",
			alter.Together(
				coarse(time.Millisecond, layoutMillis),
				alter.AfterDecode(likeOnly(regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$`), "start_time", "end_time")),
			)),
		legal("L11", "range.cut-to-milliseconds", "Whatever Chatlayer time is read or printed is cut to the millisecond.",
			alter.Together(
				coarse(time.Millisecond, layoutMillis), bothBounds(alter.Truncated(time.Millisecond)),
			)),
	}
}
