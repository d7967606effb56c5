package variant

import (
	"net/http"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

func ranges() []Variant {
	return []Variant{
		legal("L31", "range.only-z", "Chatlayer times other than UTC with Z are refused with 400.", alter.AfterDecode(onlyZ)),
		legal("", "range.reversed-is-empty", "A range that ends before it starts is an empty list, not a refusal.",
			alter.AfterDecode(reversedIsEmpty)),
		legal("", "range.empty-is-refused", "A range that ends where it starts is refused with 400.", alter.AfterDecode(emptyIsRefused)),
		legal("", "list.cut-to-millisecond", "Both bounds are cut to the millisecond.", bothBounds(alter.Truncated(time.Millisecond))),
		legal("", "list.bad-time-is-epoch", "A time that cannot be read means 1970.", alter.ChangeSent(badTimeIsEpoch)),
	}
}

func onlyZ(c *pipeline.Call) error {
	if !alter.ForChatlayer(c) {
		return nil
	}
	for _, name := range []string{"start_time", "end_time", "timestamp"} {
		if at := c.Args().Text(name); at != "" && at[len(at)-1] != 'Z' {
			return alter.Refuse(http.StatusBadRequest, "%s: got %q, expected a time in UTC that ends in Z", name, at)
		}
	}
	return nil
}

// bounds returns the range of a list.
func bounds(c *pipeline.Call) (from, to time.Time, ok bool) {
	from, ok = instant(c.Args().Text("start_time"))
	if !ok || !alter.IsList(c) {
		return from, to, false
	}
	to, ok = instant(c.Args().Text("end_time"))
	return from, to, ok
}

func instant(s string) (time.Time, bool) {
	t, err := spec.ParseTime(s)
	return t, err == nil
}

func reversedIsEmpty(c *pipeline.Call) error {
	if from, to, ok := bounds(c); ok && to.Before(from) {
		c.Args().Map()["end_time"] = c.Args().Map()["start_time"]
	}
	return nil
}

func emptyIsRefused(c *pipeline.Call) error {
	if from, to, ok := bounds(c); ok && to.Equal(from) {
		return alter.Refuse(http.StatusBadRequest, "end_time: got the same instant as start_time, expected a later one")
	}
	return nil
}

func badTimeIsEpoch(c *pipeline.Call) {
	for _, name := range []string{"start_time", "end_time"} {
		if at, _ := alter.Argument(c, name); at != "" && alter.IsList(c) {
			if _, ok := instant(at); !ok {
				alter.SetArgument(c, name, "1970-01-01T00:00:00Z")
			}
		}
	}
}
