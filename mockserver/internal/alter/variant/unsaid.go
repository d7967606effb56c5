package variant

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"

	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// unsaid are answers to lists that look like mistakes, and of which no document says anything.
func unsaid() []Variant {
	return []Variant{
		legal("", "list.cut-to-millisecond", "Both bounds are cut to the millisecond.", bothBounds(cut(time.Millisecond))),
		legal("", "list.rounded-to-millisecond", "Both bounds are rounded to the nearest millisecond.", bothBounds(func(t time.Time) time.Time { return t.Round(time.Millisecond) })),
		legal("", "list.cut-to-microsecond", "Both bounds are cut to the microsecond.", bothBounds(cut(time.Microsecond))),
		legal("", "list.bad-time-is-epoch", "A time that cannot be read means 1970.", alter.ChangeSent(badTimeIsEpoch)),
		legal("", "page.size-change-skips", "A page of another size than the one before begins an event late.", sizeChangeSkips),
		legal("", "input.page-size-wraps", "A page_size beyond 32 bits is accepted.", alter.ChangeSent(hugeIsHundred)),
		legal("", "track.clock-a-day-late", "An event without a timestamp gets the time of the day before.", alter.BeforeTrack(func(c *pipeline.Call, e *world.Track) error {
			if c.Args().Text("timestamp") == "" {
				e.Event.Timestamp = e.Event.Timestamp.Add(-aDay)
			}
			return nil
		})),
		legal("", "filter.repeated-ignored", "A filter that stands in the query twice is ignored.", alter.ChangeSent(dropRepeated)),
		legal("", "track.names-composed", "Letters with an accent are stored in one piece, and looked for so.", alter.Together(alter.BeforeTrack(composeTexts), alter.AroundList(composedAlike))),
		legal("", "filter.accents-composed", "A letter with its accent apart counts as the letter in one piece.", alter.AroundList(composedAlike)),
		legal("", "filter.unknown-name-is-404", "A filter by a name that no event of the bot has is refused with 404.", alter.AroundList(unknownNameRefused)),
	}
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

// sizeChangeSkips goes by the token, which belongs to a page of one size.
func sizeChangeSkips(p *pipeline.Pipeline) {
	sizes := alter.NewMemory[int]()
	alter.AroundList(func(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
		page, err := next(l)
		if before, known := sizes.Get(l.Token); known && before != l.Query.Limit && len(page.Events) > 0 {
			page.Events = page.Events[1:]
		}
		if page.Next != "" {
			sizes.Put(page.Next, l.Query.Limit)
		}
		return page, err
	})(p)
}

func hugeIsHundred(c *pipeline.Call) {
	q, err := url.ParseQuery(c.RawQuery)
	if size := q.Get("page_size"); err == nil && alter.IsList(c) && len(size) > 9 && strings.Trim(size, "0123456789") == "" {
		q.Set("page_size", "100")
		c.RawQuery = q.Encode()
	}
}

// dropRepeated takes a list of values for no value.
func dropRepeated(c *pipeline.Call) {
	q, err := url.ParseQuery(c.RawQuery)
	if err != nil || !alter.IsList(c) {
		return
	}
	for _, name := range filterNames() {
		if len(q[name]) > 1 {
			q.Del(name)
			c.RawQuery = q.Encode()
		}
	}
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
	return alter.Sift(next, l, func(e event) bool {
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
			return pipeline.Page{}, alter.Refuse(http.StatusNotFound, "event: got %q, which no event of the bot is called", name)
		}
	}
	return next(l)
}
