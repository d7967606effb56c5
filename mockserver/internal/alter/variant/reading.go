package variant

import (
	"bytes"
	"maps"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

func readings() []Variant {
	return []Variant{
		legal("", "lenient.member-case", "Names of the members of a body may be written in either case of letters.", alter.BeforeDecode(renamed(strings.ToLower))),
		legal("", "lenient.camel-case", "Names of the members of a Chatlayer body may be written in camelCase as well.", alter.BeforeDecode(renamed(snake))),
		legal("", "lenient.size-as-float", "The page_size of a body may be written as 10.0 or 1e1.", alter.ChangeSent(sizeAsFloat)),
		legal("", "lenient.byte-order-mark", "A body may begin with a byte order mark.", alter.ChangeSent(func(c *pipeline.Call) {
			c.Sent = bytes.TrimPrefix(c.Sent, []byte("\ufeff"))
		})),
		legal("", "lenient.utf8-replaced", "Bytes of a body that are no UTF-8 are read as the replacement character.", alter.ChangeSent(func(c *pipeline.Call) {
			c.Sent = bytes.ToValidUTF8(c.Sent, []byte("\ufffd"))
		})),
		legal("", "query.plus-is-plus", "A plus sign in a query is a plus sign; a space is written %20.", alter.ChangeSent(func(c *pipeline.Call) {
			c.RawQuery = strings.ReplaceAll(c.RawQuery, "+", "%2B")
		})),
		legal("", "strict.user-agent", "A Chatlayer request without a User-Agent is refused with 403.", alter.OnWire(userAgentWanted)),
		legal("", "cors.one-origin", "Pages of one origin alone may read answers.", alter.OnHeld(oneOrigin)),
		legal("", "auth.no-challenge", "A 401 of Chatlayer does not say how to authenticate.", alter.OnProblem(noChallenge)),
		legal("", "track.ids-unique", "A tracked event whose id any bot has is refused with 409.", idsUnique),
	}
}

// renamed reads the names of the outermost members in another writing where the API has that writing.
func renamed(writing func(string) string) func(*pipeline.Call) error {
	return func(c *pipeline.Call) error {
		o, ok := alter.ParseObject(c.Sent)
		if !ok || !alter.ForChatlayer(c) {
			return nil
		}
		for i, m := range o {
			o[i].Name = writing(m.Name)
		}
		c.Sent = o.Bytes()
		return nil
	}
}

func snake(name string) string {
	return strings.ToLower(regexp.MustCompile(`([a-z0-9])([A-Z])`).ReplaceAllString(name, "${1}_${2}"))
}

func sizeAsFloat(c *pipeline.Call) {
	f, err := strconv.ParseFloat(rawNumber(c, "page_size"), 64)
	if o, ok := alter.ParseObject(c.Sent); ok && err == nil && alter.IsList(c) && f == float64(int32(f)) {
		c.Sent = o.With("page_size", strconv.AppendInt(nil, int64(f), 10)).Bytes()
	}
}

func userAgentWanted(next http.Handler, w http.ResponseWriter, r *http.Request) {
	if r.UserAgent() != "" || !strings.HasPrefix(r.URL.Path, "/v1") {
		next.ServeHTTP(w, r)
		return
	}
	w.Header().Set("Connection", "close")
	proxyPage(w, http.StatusForbidden)
}

func oneOrigin(h *alter.Held, _ *http.Request) {
	if h.Header().Get("Access-Control-Allow-Origin") != "" {
		h.Header().Set("Access-Control-Allow-Origin", "https://app.one.example")
	}
}

func noChallenge(c *pipeline.Call, p *pipeline.Problem) *pipeline.Problem {
	if !alter.ForChatlayer(c) || p.Status != http.StatusUnauthorized {
		return p
	}
	again := p.WithStatus(p.Status)
	again.Header = maps.Clone(p.Header)
	again.Header.Del("WWW-Authenticate")
	return again
}

// idsUnique remembers which bot has an id that was given.
func idsUnique(p *pipeline.Pipeline) {
	var mu sync.Mutex
	bots := map[string]string{}
	next := p.Track
	p.Track = func(c *pipeline.Call, t world.Track) (world.Tracked, error) {
		mu.Lock()
		defer mu.Unlock()
		if bot, there := bots[t.Event.ID]; there && bot != t.Event.BotID {
			return world.Tracked{}, alter.Refuse(http.StatusConflict, "id: got %q, which is taken, expected a new one", t.Event.ID)
		}
		stored, err := next(c, t)
		if err == nil && t.Event.ID != "" {
			bots[t.Event.ID] = t.Event.BotID
		}
		return stored, err
	}
}
