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

// ofRequestBefore give a request what belongs to the one before it, or to somebody else.
func ofRequestBefore() []Mutant {
	return slices.Concat(
		area("auth",
			mutant("auth.login-cached-by-id", 4, "After a good login any secret of that id passes for half a second.", "CHL-AUTH-3 CHL-AUTH-8", cacheLogins),
			mutant("auth.second-try-passes", 4, "Credentials that were refused pass when they come again.", "CHL-AUTH-8 INK-AUTH-12", passSecondTry),
			mutant("auth.connection-trusted", 4, "On a connection on which an id has logged in any secret of that id passes.", "CHL-AUTH-3 CHL-AUTH-8", trustConnections),
			mutant("auth.agent-remembered", 3, "Who has the User-Agent of a good login needs no credentials for half a second.", "CHL-AUTH-8 INK-AUTH-12", rememberAgents),
			mutant("auth.post-answers-cached", 4, "Answers to a list by POST are cached by path and body alone for two seconds.", "CHL-AUTH-8", cachePosts),
		),
		area("transport",
			mutant("transport.pipelined-swapped", 4, "Of two requests that come at once on a connection the second is answered first.", "CHL-HTTP-2 INK-HTTP-2", alter.OnWire(swapPipelined)),
			mutant("transport.refusal-stays", 4, "After a 401 every request on the connection gets 401.", "CHL-HTTP-2 INK-HTTP-2", keepRefusal),
			mutant("transport.refusal-gathers", 4, "A refusal tells what was wrong with the request that was refused before, too.", "CHL-HTTP-13 INK-HTTP-10", gatherFaults),
		),
		area("filters",
			mutant("filter.of-refused-stays", 4, "The event that a refused list asks for is a filter of the next list that names none.", "CHL-HTTP-13 CHL-FLT-1", keepRefusedFilter(anyCall)),
			mutant("filter.of-versionless-stays", 4, "The event that a list without a version asks for is a filter of the next list that names none.", "CHL-HTTP-13 CHL-FLT-1", keepRefusedFilter(withoutVersion))),
		area("tracking", mutant("track.refused-is-merged", 4, "The attributes of a refused track are added to those of the next event.", "CHL-HTTP-13 CHL-LAW-3", mergeRefusedTrack)),
		area("inkeep",
			mutant("inkeep.broken-json-page", 3, "A body that is no JSON is refused with the page of a framework.", "INK-ERR-1 INK-ERR-9", alter.OnAnswer(pageForBrokenJSON)),
		),
	)
}

// shortly is how long a login is remembered, in the machine's time.
const shortly = 500 * time.Millisecond

// remembering lets whoever brings what was seen at a good login in as that login for a while. An empty name is not remembered.
func remembering(login, now func(c *pipeline.Call) string) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		known := alter.NewMemory[pipeline.Identity]()
		next := p.Authenticate
		p.Authenticate = func(c *pipeline.Call) (pipeline.Identity, error) {
			who, err := next(c)
			if err == nil {
				if name := login(c); name != "" {
					known.Put(name, who)
					time.AfterFunc(shortly, func() { known.Take(name) })
				}
				return who, nil
			}
			if earlier, there := known.Get(now(c)); there {
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

// gatherFaults is a list of faults that nobody empties before the next request.
func gatherFaults(p *pipeline.Pipeline) {
	last := alter.NewMemory[string]()
	alter.OnProblem(func(c *pipeline.Call, problem *pipeline.Problem) *pipeline.Problem {
		again := *problem
		before, _ := last.Get(c.API)
		last.Put(c.API, problem.Detail)
		if before != "" {
			again.Detail += "; " + before
		}
		return &again
	})(p)
}

// fromRefused gives what a refused call of some operations had to the next good one of them, once.
func fromRefused(take func(sent map[string]any) any, give func(c *pipeline.Call, left any), operations ...string) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		left := alter.NewMemory[any]()
		next := p.Decode
		p.Decode = func(c *pipeline.Call) error {
			err := next(c)
			if !c.Is(operations...) {
				return err
			}
			if err != nil {
				sent := alter.Tree(c.Sent)
				if c.Method == http.MethodGet {
					sent = map[string]any{}
					for _, name := range []string{byEvent, byVersion} {
						if value, there := alter.Argument(c, name); there {
							sent[name] = value
						}
					}
				}
				if what := take(sent); what != nil {
					left.Put("", what)
				}
				return err
			}
			if what, there := left.Take(""); there {
				give(c, what)
			}
			return nil
		}
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
		if c.Args()[byEvent] == nil {
			c.Args()[byEvent] = left
		}
	}, alter.ListByGet, alter.ListByPost)
}

func mergeRefusedTrack(p *pipeline.Pipeline) {
	fromRefused(member("attributes"), mergeInto("attributes"), alter.TrackEvent)(p)
}

// member takes an object out of a body.
func member(name string) func(map[string]any) any {
	return func(sent map[string]any) any {
		if o, ok := sent[name].(map[string]any); ok {
			return o
		}
		return nil
	}
}

// mergeInto adds to an object of a body.
func mergeInto(name string) func(*pipeline.Call, any) {
	return func(c *pipeline.Call, left any) {
		into, _ := c.Body[name].(map[string]any)
		merged := map[string]any{}
		given, _ := left.(map[string]any)
		maps.Copy(merged, given)
		maps.Copy(merged, into)
		c.Body[name] = merged
	}
}

// pageForBrokenJSON is what a framework answers before the API's own handler is reached.
func pageForBrokenJSON(c *pipeline.Call, a *pipeline.Answer) {
	if c.Is(alter.LogEvent) && a.Status == http.StatusBadRequest && alter.Tree(c.Sent) == nil {
		a.ContentType = "text/html; charset=utf-8"
		a.Body = []byte("<!DOCTYPE html>\n<title>Error</title>\n<pre>SyntaxError: Unexpected end of JSON input</pre>\n")
	}
}
