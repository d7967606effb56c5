package misbehave

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// listLeaks are lists that answer another request: an earlier one that a cache takes for the same, a refused one, or one beside them.
func listLeaks() []Mutant {
	filters := []string{byEvent, byConversation, byUser, byCampaign}
	bounds := []string{"start_time", "end_time"}
	return slices.Concat(
		area("filters",
			mutant("list.cached-by-path", 3, "Lists by GET are cached by path alone for 0.1 seconds.", "CHL-FLT-1 CHL-FLT-2 CHL-FLT-3 CHL-TIME-2", cached(http.MethodGet, queryLess("version", "start_time", "end_time", "page_size", "page_token", byEvent, byConversation, byUser, byCampaign))),
			mutant("list.cached-without-filters", 4, "Lists by GET are cached without their filters for 0.1 seconds.", "CHL-FLT-1 CHL-FLT-2 CHL-FLT-3", cached(http.MethodGet, queryLess(filters...))),
			mutant("list.cached-without-conversation", 4, "Lists by GET are cached without conversation_id for 0.1 seconds.", "CHL-FLT-2", cached(http.MethodGet, queryLess(byConversation))),
			mutant("list.cached-without-window", 4, "Lists by GET are cached without their bounds for 0.1 seconds.", "CHL-TIME-1 CHL-TIME-2", cached(http.MethodGet, queryLess(bounds...))),
			mutant("list.cached-without-version", 4, "Lists by GET are cached without their version for 0.1 seconds.", "CHL-FLT-7", cached(http.MethodGet, queryLess(byVersion))),
			mutant("list.cached-without-size", 4, "Lists by GET are cached without page_size for 0.1 seconds.", "CHL-PAGE-1 CHL-PAGE-10", cached(http.MethodGet, queryLess("page_size"))),
			mutant("list.cached-any-case", 4, "Lists by GET are cached for 0.1 seconds by their URL in small letters.", "CHL-FLT-8", cached(http.MethodGet, func(r *http.Request, _ []byte) string {
				return strings.ToLower(r.URL.RequestURI())
			})),
			mutant("list.post-cached-by-url", 3, "Lists by POST are cached by URL alone for 0.1 seconds.", "CHL-FLT-1 CHL-FLT-2 CHL-FLT-3 CHL-TIME-2", cached(http.MethodPost, func(*http.Request, []byte) string { return "" })),
			mutant("list.post-cached-by-length", 4, "Lists by POST are cached by the length of the body for 0.1 seconds.", "CHL-FLT-1 CHL-FLT-2 CHL-FLT-3 CHL-TIME-2",
				cached(http.MethodPost, func(_ *http.Request, body []byte) string { return strconv.Itoa(len(body)) })),
			mutant("list.post-cached-without-filters", 4, "Lists by POST are cached without their filters for 0.1 seconds.", "CHL-FLT-1 CHL-FLT-2 CHL-FLT-3",
				cached(http.MethodPost, func(_ *http.Request, body []byte) string {
					return string(withoutMembers(body, append(filters, "filters")...))
				})),
			mutant("list.refused-filter-stays", 4, "The user_id of a refused list filters the bot's next list that has none.", "CHL-FLT-3 CHL-PAGE-10", refusedArgumentStays(byUser)),
			mutant("list.refused-token-stays", 4, "The page_token of a refused list is used for the bot's next list that has none.", "CHL-PAGE-6 CHL-PAGE-10", refusedArgumentStays("page_token")),
		),
		area("concurrency",
			mutant("concurrency.readers-share-event", 4, "Lists at once may use the event of one of them.", "CHL-FLT-1", sharing(byEvent)),
			mutant("concurrency.readers-share-version", 4, "Lists at once may use the version of one of them.", "CHL-FLT-7", sharing(byVersion)),
			mutant("concurrency.readers-share-window", 4, "Lists at once may use the bounds of one of them.", "CHL-TIME-1 CHL-TIME-2", shareWindow),
			mutant("concurrency.readers-share-size", 4, "Lists at once may use the page_size of one of them.", "CHL-PAGE-1", shareSize),
		),
	)
}

// cached keeps the good answers to lists of a method for a moment, by path, credentials and a part of the request.
func cached(method string, part func(r *http.Request, body []byte) string) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		kept := alter.NewMemory[*alter.Held]()
		alter.OnWire(func(next http.Handler, w http.ResponseWriter, r *http.Request) {
			if r.Method != method || !strings.HasSuffix(r.URL.Path, "/events/stream") {
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

func withoutMembers(body []byte, names ...string) []byte {
	o := alter.Tree(body)
	for _, name := range names {
		delete(o, name)
	}
	return alter.Write(o)
}

// refusedArgumentStays keeps an argument of a refused list until the next list of the same bot that is not refused.
func refusedArgumentStays(name string) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		left := alter.NewMemory[string]()
		next := p.Decode
		p.Decode = func(c *pipeline.Call) error {
			err := next(c)
			bot := c.Path["bot_id"]
			value, given := alter.Argument(c, name)
			switch {
			case !alter.IsList(c) || bot == "":
			case err != nil && given:
				left.Put(bot, value)
			case err == nil:
				if stayed, there := left.Take(bot); there && !given {
					c.Args()[name] = stayed
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
		alter.BeforeQuery(alter.When(alter.Asking(field, ""), func(l *pipeline.Lookup) {
			value := latest(&shared, l.Where(field))
			seeking(field, func(string) string { return value })(l)
		}))(p)
	}
}

func shareWindow(p *pipeline.Pipeline) {
	var shared atomic.Pointer[[2]time.Time]
	alter.BeforeQuery(func(l *pipeline.Lookup) {
		window := latest(&shared, [2]time.Time{l.Query.Start, l.Query.End})
		l.Query.Start, l.Query.End = window[0], window[1]
	})(p)
}

func shareSize(p *pipeline.Pipeline) {
	var shared atomic.Pointer[int]
	alter.BeforeQuery(func(l *pipeline.Lookup) { l.Query.Limit = latest(&shared, l.Query.Limit) })(p)
}
