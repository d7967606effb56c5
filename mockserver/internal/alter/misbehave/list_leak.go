package misbehave

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// listLeaks are lists that answer another request: an earlier one that a cache takes for the same, a refused one, or one beside them.
func listLeaks() []Misbehaviour {
	bounds := []string{"start_time", "end_time"}
	return slices.Concat(
		area("filters",
			breaks(
				"list.cached-by-path",
				3,
				"Lists by GET are cached by path alone for 0.1 seconds: filters, range and page do not count.",
				"CHL-FLT-1 CHL-FLT-2 CHL-FLT-3 CHL-TIME-2", cached(
					http.MethodGet,
					queryLess("version", "start_time", "end_time", "page_size", "page_token", byEvent, byConversation, byUser, byCampaign),
				),
			),
			breaks("list.cached-without-window", 4,
				"Lists by GET are cached without their start_time and end_time for 0.1 seconds.",
				"CHL-TIME-1 CHL-TIME-2", cached(http.MethodGet, queryLess(bounds...))),
			breaks("list.refused-filter-stays", 4, "The user_id of a refused list filters the bot's next list.",
				"CHL-HTTP-13 CHL-FLT-3 CHL-PAGE-10", refusedArgumentStays(byUser)),
		),
		area("concurrency",
			breaks("concurrency.readers-share-event", 4, "Lists read at the same time may be filtered by another one's event.", "CHL-FLT-1",
				sharing(byEvent)),
		),
	)
}

// cached keeps the good answers to lists of bots by a method for a moment, by path, credentials and a part of the request.
func cached(method string, part func(r *http.Request, body []byte) string) alter.Decorator {
	return cachedOn("/events/stream", method, part)
}

// cachedOn does it for paths with an end.
func cachedOn(end, method string, part func(r *http.Request, body []byte) string) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		kept := alter.NewMemory[*alter.Held]()
		alter.OnWire(func(next http.Handler, w http.ResponseWriter, r *http.Request) {
			if r.Method != method || !strings.HasSuffix(r.URL.Path, end) {
				next.ServeHTTP(w, r)
				return
			}
			body, _ := io.ReadAll(io.LimitReader(r.Body, 1<<20))
			r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), r.Body))
			name := r.URL.Path + " " + r.Header.Get("Authorization") + " " + part(r, body)
			if again, there := kept.Get(name); there {
				again.SendAgain(w)
				return
			}
			a := alter.Hold(next, w, r)
			if a.Status == http.StatusOK {
				kept.Put(name, a)
				time.AfterFunc(100*time.Millisecond, func() { kept.Take(name) })
			}
			a.Send()
		})(p)
	}
}

// queryLess is the query less some parameters.
func queryLess(names ...string) func(*http.Request, []byte) string {
	return func(r *http.Request, _ []byte) string {
		query, err := url.ParseQuery(r.URL.RawQuery)
		if err != nil {
			return r.URL.RawQuery
		}
		for _, name := range names {
			query.Del(name)
		}
		return query.Encode()
	}
}

// refusedArgumentStays keeps an argument of a refused list until the next list of the same bot that is not refused.
func refusedArgumentStays(name string) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		left := alter.NewMemory[string]()
		next := p.Decode
		p.Decode = func(c *pipeline.Call) error {
			err := next(c)
			bot := c.Path.Get("bot_id")
			value, given := alter.Argument(c, name)
			switch {
			case !alter.IsList(c) || bot == "":
			case err != nil && given:
				left.Put(bot, value)
			case err == nil:
				if stayed, there := left.Take(bot); there && !given {
					c.Args().Map()[name] = stayed
				}
			}
			return err
		}
	}
}

// sharing filters by what came in last of the lists under way that filter by the field.
func sharing(field string) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		var shared atomic.Pointer[string]
		alter.BeforeQuery(alter.When(alter.Asking(field, ""), func(l *chatlayersteps.Lookup) {
			value := latest(&shared, l.Where(field))
			seeking(field, func(string) string { return value })(l)
		}))(p)
	}
}
