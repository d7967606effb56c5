package eventstore

import (
	"cmp"
	"time"
)

// instant is a time of any year: seconds since 1970, and nanoseconds of the second.
type instant struct {
	second int64
	nano   int32
}

func instantOf(t time.Time) instant {
	return instant{t.Unix(), int32(t.Nanosecond())} //nolint:gosec // less than a billion
}

func (i instant) compare(o instant) int {
	return cmp.Or(cmp.Compare(i.second, o.second), cmp.Compare(i.nano, o.nano))
}

func (i instant) time() time.Time { return time.Unix(i.second, int64(i.nano)).UTC() }
