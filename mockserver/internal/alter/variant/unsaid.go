package variant

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// unsaid are answers to lists that look like mistakes, and of which no document says anything.
func unsaid() []Variant {
	return []Variant{
		legal("", "list.cut-to-millisecond", "Both bounds are cut to the millisecond.", bothBounds(func(t time.Time) time.Time { return t.Truncate(time.Millisecond) })),
		legal("", "list.rounded-to-millisecond", "Both bounds are rounded to the nearest millisecond.", bothBounds(func(t time.Time) time.Time { return t.Round(time.Millisecond) })),
		legal("", "list.cut-to-microsecond", "Both bounds are cut to the microsecond.", bothBounds(func(t time.Time) time.Time { return t.Truncate(time.Microsecond) })),
		legal("", "list.bad-time-is-epoch", "A time that cannot be read means 1970.", beforeDecode(badTimeIsEpoch)),
		legal("", "page.size-change-skips", "A page of another size than the one before begins an event late.", sizeChangeSkips),
		legal("", "input.page-size-wraps", "A page_size beyond 32 bits is accepted.", beforeDecode(hugeIsHundred)),
		legal("", "track.clock-a-day-late", "An event without a timestamp gets the time of the day before.", onTrack(func(c *pipeline.Call, e *world.Track) error {
			if text(c, "timestamp") == "" {
				e.Event.Timestamp = e.Event.Timestamp.Add(-aDay)
			}
			return nil
		})),
		legal("", "filter.repeated-ignored", "A filter that stands in the query twice is ignored.", beforeDecode(dropRepeated)),
		legal("", "track.names-composed", "Letters with an accent are stored in one piece, and looked for so.", all(onTrack(composeTexts), onList(composedAlike))),
		legal("", "filter.accents-composed", "A letter with its accent apart counts as the letter in one piece.", onList(composedAlike)),
		legal("", "filter.unknown-name-is-404", "A filter by a name that no event of the bot has is refused with 404.", onList(unknownNameRefused)),
	}
}

func bothBounds(change func(time.Time) time.Time) decorator {
	return onList(func(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
		l.Query.Start, l.Query.End = change(l.Query.Start), change(l.Query.End)
		return next(l)
	})
}

func badTimeIsEpoch(c *pipeline.Call) error {
	for _, name := range []string{"start_time", "end_time"} {
		if at := sent(c, name); at != "" && isList(c) {
			if _, ok := instant(at); !ok {
				resend(c, name, "1970-01-01T00:00:00Z")
			}
		}
	}
	return nil
}

// sizeChangeSkips goes by the token, which belongs to a page of one size.
func sizeChangeSkips(p *pipeline.Pipeline) {
	sizes, err := lru.New[string, int](keptTokens)
	if err != nil {
		return // not reached: the size is positive
	}
	onList(func(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
		page, err := next(l)
		if before, known := sizes.Get(l.Token); known && before != l.Query.Limit && len(page.Events) > 0 {
			page.Events = page.Events[1:]
		}
		if page.Next != "" {
			sizes.Add(page.Next, l.Query.Limit)
		}
		return page, err
	})(p)
}

func hugeIsHundred(c *pipeline.Call) error {
	q, err := url.ParseQuery(c.RawQuery)
	if size := q.Get("page_size"); err == nil && isList(c) && len(size) > 9 && strings.Trim(size, "0123456789") == "" {
		q.Set("page_size", "100")
		c.RawQuery = q.Encode()
	}
	return nil
}

// dropRepeated takes a list of values for no value.
func dropRepeated(c *pipeline.Call) error {
	q, err := url.ParseQuery(c.RawQuery)
	if err != nil || !isList(c) {
		return nil
	}
	for _, name := range filterNames() {
		if len(q[name]) > 1 {
			q.Del(name)
			c.RawQuery = q.Encode()
		}
	}
	return nil
}

// composed writes letters with an accent in one piece, as far as the tests of anybody go.
func composed(s string) string {
	return strings.NewReplacer("e\u0301", "é", "e\u0300", "è", "a\u0308", "ä", "o\u0308", "ö", "u\u0308", "ü", "n\u0303", "ñ", "A\u030a", "Å").Replace(s)
}

func composeTexts(_ *pipeline.Call, t *world.Track) error {
	e := &t.Event
	e.Event, e.UserID, e.ConversationID = composed(e.Event), composed(e.UserID), composed(e.ConversationID)
	e.Attributes = maps.Clone(e.Attributes)
	for key, value := range e.Attributes {
		e.Attributes[key] = composed(value)
	}
	return nil
}

// composedAlike asks the store for more and leaves the rest out, because the store compares exactly.
func composedAlike(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
	var where []eventstore.Equal
	wanted := map[string]string{}
	for _, w := range l.Query.Where {
		switch w.Field {
		case world.FieldEvent, world.FieldConversation, world.FieldUser:
			wanted[w.Field] = composed(w.Value)
		default:
			where = append(where, w)
		}
	}
	if len(wanted) == 0 {
		return next(l)
	}
	l.Query.Where = where
	return sieve(next, l, func(e event) bool {
		has := map[string]string{world.FieldEvent: e.Event, world.FieldConversation: e.ConversationID, world.FieldUser: e.UserID}
		for field, value := range wanted {
			if composed(has[field]) != value {
				return false
			}
		}
		return true
	})
}

// unknownNameRefused is a server with a list of event names, which are those of its events.
func unknownNameRefused(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
	if name := l.Where(world.FieldEvent); name != "" {
		ever := *l
		ever.Query.Start, ever.Query.End, ever.Query.Labels = time.Time{}, time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), nil
		ever.Query.Where = []eventstore.Equal{{Field: world.FieldEvent, Value: name}}
		if all, err := next.All(&ever); err == nil && len(all) == 0 {
			return pipeline.Page{}, refuse(http.StatusNotFound, "event: got %q, which no event of the bot is called", name)
		}
	}
	return next(l)
}
