//go:build examination

package misbehave

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

func examinedListLeaks() []Misbehaviour {
	filters := []string{byEvent, byConversation, byUser, byCampaign}
	return slices.Concat(
		area("filters",
			breaks("list.cached-without-filters", 4,
				"Lists by GET are cached without their filters for 0.1 seconds.",
				"CHL-FLT-1 CHL-FLT-2 CHL-FLT-3", cached(http.MethodGet, queryLess(filters...))),
			breaks("list.cached-without-conversation", 4, "Lists by GET are cached without conversation_id for 0.1 seconds.", "CHL-FLT-2",
				cached(http.MethodGet, queryLess(byConversation))),
			breaks("list.cached-without-campaign", 4, "Lists by GET are cached without campaign_id for 0.1 seconds.", "CHL-FLT-4",
				cached(http.MethodGet, queryLess(byCampaign))),
			breaks("list.cached-without-version", 4, "Lists by GET are cached without their version for 0.1 seconds.", "CHL-FLT-7",
				cached(http.MethodGet, queryLess(byVersion))),
			breaks("list.cached-without-size", 4, "Lists by GET are cached without page_size for 0.1 seconds.", "CHL-PAGE-1 CHL-PAGE-10",
				cached(http.MethodGet, queryLess("page_size"))),
			breaks("list.cached-any-case", 4, "Lists by GET are cached for 0.1 seconds by their URL in small letters.", "CHL-FLT-8",
				cached(http.MethodGet, func(r *http.Request, _ []byte) string {
					return strings.ToLower(r.URL.RequestURI())
				})),
			breaks("list.team-cached-without-user", 4, "A team's list is cached without user_id for 0.1 seconds.", "CHL-FLT-5",
				cachedOn("/events", http.MethodGet, queryLess(byUser))),
			breaks("list.post-cached-by-url", 3, "Lists by POST are cached by URL alone for 0.1 seconds.",
				"CHL-FLT-1 CHL-FLT-2 CHL-FLT-3 CHL-TIME-2", cached(http.MethodPost, func(*http.Request, []byte) string { return "" })),
			breaks("list.post-cached-by-length", 4,
				"Lists by POST are cached by the length of the body for 0.1 seconds.",
				"CHL-FLT-1 CHL-FLT-2 CHL-FLT-3 CHL-TIME-2",
				cached(http.MethodPost, func(_ *http.Request, body []byte) string { return strconv.Itoa(len(body)) })),
			breaks("list.post-cached-without-filters", 4,
				"Lists by POST are cached without their filters for 0.1 seconds.",
				"CHL-FLT-1 CHL-FLT-2 CHL-FLT-3", cached(http.MethodPost, func(_ *http.Request, body []byte) string {
					return string(withoutMembers(body, append(filters, "filters")...))
				})),
			breaks("list.refused-token-stays", 4,
				"The page_token of a refused list is used for the bot's next list that has none.",
				"CHL-PAGE-6 CHL-PAGE-10", refusedArgumentStays("page_token")),
		),
		area("concurrency",
			breaks("concurrency.readers-share-arguments", 4, "Lists at once, of any operation, may all use the arguments of one.",
				"CHL-FLT-1 CHL-FLT-2 CHL-FLT-3 CHL-FLT-4 CHL-FLT-7 CHL-TIME-1 CHL-TIME-2 CHL-PAGE-10", sharingArguments),
			breaks("concurrency.readers-share-version", 4, "Lists at once may use the version of one of them.", "CHL-FLT-7",
				sharing(byVersion)),
			breaks("concurrency.readers-share-window", 4, "Lists at once may use the bounds of one of them.", "CHL-TIME-1 CHL-TIME-2",
				shareWindow),
			breaks("concurrency.readers-share-size", 4, "Lists at once may use the page_size of one of them.", "CHL-PAGE-1", shareSize),
		),
	)
}

func withoutMembers(body []byte, names ...string) []byte {
	o := alter.Tree(body)
	for _, name := range names {
		delete(o, name)
	}
	return alter.Write(o)
}

func shareWindow(p *pipeline.Pipeline) {
	var shared atomic.Pointer[[2]time.Time]
	alter.BeforeQuery(func(l *chatlayersteps.Lookup) {
		window := latest(&shared, [2]time.Time{l.Query.Start, l.Query.End})
		l.Query.Start, l.Query.End = window[0], window[1]
	})(p)
}

func shareSize(p *pipeline.Pipeline) {
	var shared atomic.Pointer[int]
	alter.BeforeQuery(func(l *chatlayersteps.Lookup) { l.Query.Limit = latest(&shared, l.Query.Limit) })(p)
}

func sharingArguments(p *pipeline.Pipeline) {
	var shared atomic.Pointer[spec.Members]
	next := p.Decode
	p.Decode = func(c *pipeline.Call) error {
		err := next(c)
		if alter.IsList(c) && err == nil {
			*c.Args() = latest(&shared, *c.Args())
		}
		return err
	}
}
