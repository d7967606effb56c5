//go:build examination

package misbehave

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedOfRequestBefore() []Misbehaviour {
	return slices.Concat(
		area("auth",
			breaks("auth.login-cached-by-id", 4, "After a good login any secret of that id passes for half a second.",
				"CHL-AUTH-3 CHL-AUTH-8", cacheLogins),
			breaks("auth.second-try-passes", 4, "Credentials that were refused pass when they come again.", "CHL-AUTH-8 INK-AUTH-12",
				passSecondTry),
			breaks("auth.connection-trusted", 4,
				"On a connection on which an id has logged in any secret of that id passes.",
				"CHL-AUTH-3 CHL-AUTH-8", trustConnections),
			breaks("auth.agent-remembered", 3,
				"Who has the User-Agent of a good login needs no credentials for half a second.",
				"CHL-AUTH-8 INK-AUTH-12", rememberAgents),
			breaks("auth.post-answers-cached", 4, "Answers to a list by POST are cached by path and body alone for two seconds.",
				"CHL-AUTH-8", cachePosts),
		),
		area("transport",
			breaks("transport.refusal-stays", 4, "After a 401 every request on the connection gets 401.", "CHL-HTTP-2 INK-HTTP-2",
				keepRefusal),
		),
		area("tracking",
			breaks("track.refused-for-attributes-is-merged", 4,
				"The attributes of an event that is refused because one of them is no text are added to the next event.",
				"CHL-HTTP-13 CHL-LAW-3", fromRefused(textsOfMixed, mergeInto("attributes"), alter.TrackEvent)),
		),
		area("filters",
			breaks("filter.of-refused-stays", 4,
				"The event that a refused list asks for is a filter of the next list that names none.",
				"CHL-HTTP-13 CHL-FLT-1", keepRefusedFilter(anyCall)),
			breaks("filter.of-versionless-stays", 4,
				"The event that a list without a version asks for is a filter of the next list that names none.",
				"CHL-HTTP-13 CHL-FLT-1", keepRefusedFilter(withoutVersion))),
		area("inkeep",
			breaks("inkeep.broken-json-page", 3, "A body that is no JSON is refused with the page of a framework.", "INK-ERR-1 INK-ERR-9",
				alter.OnAnswer(pageForBrokenJSON)),
		),
	)
}

// shortly is how long a login is remembered, in the machine's time.
const shortly = 500 * time.Millisecond

// remembering lets whoever brings what was seen at a good login in as that login for a while. An empty name is not remembered.
func remembering(login, now func(c *pipeline.Call) string) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		logins := alter.NewMemory[pipeline.Identity]()
		next := p.Authenticate
		p.Authenticate = func(c *pipeline.Call) (pipeline.Identity, error) {
			who, err := next(c)
			if err == nil {
				if name := login(c); name != "" {
					logins.Put(name, who)
					time.AfterFunc(shortly, func() { logins.Take(name) })
				}
				return who, nil
			}
			if earlier, there := logins.Get(now(c)); there {
				return earlier, nil
			}
			return who, err
		}
	}
}

// idOf is the id that a call of Chatlayer's brings; empty if there is none.
func idOf(c *pipeline.Call) string {
	_, pair := presentedRaw(c)
	id, _, found := strings.Cut(pair, ":")
	if !found || !alter.ForChatlayer(c) {
		return ""
	}
	return id
}

func cacheLogins(p *pipeline.Pipeline) { remembering(idOf, idOf)(p) }

func trustConnections(p *pipeline.Pipeline) {
	name := func(c *pipeline.Call) string {
		if id := idOf(c); id != "" {
			return id + " " + c.Remote
		}
		return ""
	}
	remembering(name, name)(p)
}

func rememberAgents(p *pipeline.Pipeline) {
	name := func(c *pipeline.Call) string { return c.API + " " + c.Header.Get("User-Agent") }
	remembering(name, func(c *pipeline.Call) string {
		if c.Header.Get("Authorization") != "" {
			return ""
		}
		return name(c)
	})(p)
}

// passSecondTry is a cache of logins that holds the bad ones too, and does not tell them apart.
func passSecondTry(p *pipeline.Pipeline) {
	seen := alter.NewMemory[bool]()
	next := p.Authenticate
	p.Authenticate = func(c *pipeline.Call) (pipeline.Identity, error) {
		who, err := next(c)
		header := c.Header.Get("Authorization")
		if err == nil || header == "" {
			return who, err
		}
		if _, again := seen.Get(c.API + header); again {
			return ownerOf(p, c), nil
		}
		seen.Put(c.API+header, true)
		return who, err
	}
}

func cachePosts(p *pipeline.Pipeline) {
	cache := alter.NewMemory[*alter.Held]()
	alter.OnWire(func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, "/events/stream") {
			next.ServeHTTP(w, r)
			return
		}
		body := readAll(r)
		name := r.URL.Path + " " + string(body)
		if kept, there := cache.Get(name); there {
			kept.SendAgain(w)
			return
		}
		a := alter.Hold(next, w, withBody(r, body))
		if a.Status == http.StatusOK {
			cache.Put(name, a)
			time.AfterFunc(2*time.Second, func() { cache.Take(name) })
		}
		a.Send()
	})(p)
}

func keepRefusal(p *pipeline.Pipeline) {
	refused := alter.NewMemory[error]()
	next := p.Authenticate
	p.Authenticate = func(c *pipeline.Call) (pipeline.Identity, error) {
		if err, there := refused.Get(c.Remote); there {
			return pipeline.Identity{}, err
		}
		who, err := next(c)
		if err != nil {
			refused.Put(c.Remote, err)
		}
		return who, err
	}
}

func anyCall(map[string]any) bool { return true }

func withoutVersion(sent map[string]any) bool { return sent[byVersion] == nil }

func keepRefusedFilter(holds func(sent map[string]any) bool) alter.Decorator {
	return fromRefused(func(sent map[string]any) any {
		if event := alter.Text(sent, byEvent); event != "" && holds(sent) {
			return event
		}
		return nil
	}, func(c *pipeline.Call, left any) {
		if c.Args().Map()[byEvent] == nil {
			c.Args().Map()[byEvent] = left
		}
	}, alter.ListByGet, alter.ListByPost)
}

// pageForBrokenJSON is what a framework answers before the API's own handler is reached.
func pageForBrokenJSON(c *pipeline.Call, a *pipeline.Answer) {
	if c.Is(alter.LogEvent) && a.Status == http.StatusBadRequest && alter.Tree(c.Sent) == nil {
		a.ContentType = "text/html; charset=utf-8"
		a.Body = []byte("<!DOCTYPE html>\n<title>Error</title>\n<pre>SyntaxError: Unexpected end of JSON input</pre>\n")
	}
}

// textsOfMixed are the attributes that are texts, if some are and some are not.
func textsOfMixed(sent map[string]any) any {
	all, _ := sent["attributes"].(map[string]any)
	texts := maps.Clone(all)
	maps.DeleteFunc(texts, func(_ string, v any) bool {
		_, isText := v.(string)
		return !isText
	})
	if len(texts) == 0 || len(texts) == len(all) {
		return nil
	}
	return texts
}
