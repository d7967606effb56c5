package variant

import (
	"net/http"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

func ranges() []Variant {
	return []Variant{
		legal("L31", "range.only-z", "Chatlayer times other than UTC with Z are refused with 400.", afterDecode(onlyZ)),
		legal("", "range.reversed-is-empty", "A range that ends before it starts is an empty list, not a refusal.", afterDecode(reversedIsEmpty)),
		legal("", "range.empty-is-refused", "A range that ends where it starts is refused with 400.", afterDecode(emptyIsRefused)),
		legal("", "range.at-most-400-days", "A range of more than 400 days is refused with 400.", afterDecode(atMost(400*aDay))),
	}
}

func onlyZ(c *pipeline.Call) error {
	if c.API != chatlayerAPI {
		return nil
	}
	for _, name := range []string{"start_time", "end_time", "timestamp"} {
		if at := text(c, name); at != "" && at[len(at)-1] != 'Z' {
			return refuse(http.StatusBadRequest, "%s: got %q, expected a time in UTC that ends in Z", name, at)
		}
	}
	return nil
}

// bounds returns the range of a list.
func bounds(c *pipeline.Call) (from, to time.Time, ok bool) {
	from, ok = instant(text(c, "start_time"))
	if !ok || !isList(c) {
		return from, to, false
	}
	to, ok = instant(text(c, "end_time"))
	return from, to, ok
}

func instant(s string) (time.Time, bool) {
	t, err := spec.ParseTime(s)
	return t, err == nil
}

func reversedIsEmpty(c *pipeline.Call) error {
	if from, to, ok := bounds(c); ok && to.Before(from) {
		c.Args()["end_time"] = c.Args()["start_time"]
	}
	return nil
}

func emptyIsRefused(c *pipeline.Call) error {
	if from, to, ok := bounds(c); ok && to.Equal(from) {
		return refuse(http.StatusBadRequest, "end_time: got the same instant as start_time, expected a later one")
	}
	return nil
}
