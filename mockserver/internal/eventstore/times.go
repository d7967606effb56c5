package eventstore

import "math"

// times are instants in order. As long as all are whole milliseconds within fifty days of the first, each takes four bytes, else twelve.
type times struct {
	first   instant
	millis  []uint32 // since the first; nil if one of them cannot be told so
	seconds []int64
	nanos   []int32
}

// newTimes has room for so many.
func newTimes(n int) times { return times{millis: make([]uint32, 0, n)} }

func (t *times) add(at instant) {
	if t.millis == nil {
		t.seconds, t.nanos = append(t.seconds, at.second), append(t.nanos, at.nano)
		return
	}
	if len(t.millis) == 0 {
		t.first = at
	}
	if millis, whole := at.millisSince(t.first); whole {
		t.millis = append(t.millis, millis)
		return
	}
	before := *t
	*t = times{seconds: make([]int64, 0, cap(before.millis)), nanos: make([]int32, 0, cap(before.millis))}
	for i := range before.millis {
		t.add(before.at(i))
	}
	t.add(at)
}

func (t *times) at(i int) instant {
	if t.millis == nil {
		return instant{t.seconds[i], t.nanos[i]}
	}
	nano := int64(t.first.nano) + int64(t.millis[i])*nanosPerMilli
	return instant{t.first.second + nano/nanosPerSecond, int32(nano % nanosPerSecond)}
}

const (
	nanosPerMilli  = 1_000_000
	nanosPerSecond = 1_000_000_000
)

// millisSince is how many milliseconds lie behind an instant that is no later; false if they are none that a number holds.
func (i instant) millisSince(first instant) (millis uint32, whole bool) {
	seconds, nanos := i.second-first.second, int64(i.nano)-int64(first.nano)
	if seconds < 0 || seconds > math.MaxUint32/1000 || nanos%nanosPerMilli != 0 {
		return 0, false
	}
	all := seconds*1000 + nanos/nanosPerMilli
	return uint32(all), all >= 0 && all <= math.MaxUint32 //nolint:gosec // looked at
}
