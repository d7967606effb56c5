package misbehave

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

// cacheByURL keeps good answers for two seconds of the machine's time.
func cacheByURL(p *pipeline.Pipeline) {
	cache := alter.NewMemory[*alter.Held]()
	alter.OnWire(func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		name := r.URL.String()
		if r.Method != http.MethodGet {
			next.ServeHTTP(w, r)
			return
		}
		if kept, there := cache.Get(name); there {
			kept.SendAgain(w)
			return
		}
		a := alter.Hold(next, w, r)
		if a.Status == http.StatusOK {
			cache.Put(name, a)
			time.AfterFunc(2*time.Second, func() { cache.Take(name) })
		}
		a.Send()
	})(p)
}

func slashOpen(p *pipeline.Pipeline) {
	alter.OnWire(func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		path, slash := strings.CutSuffix(r.URL.Path, "/")
		api := map[bool]string{true: "inkeep", false: "chatlayer"}[path == "/events"]
		if slash && (strings.HasPrefix(path, "/v1/") || api == "inkeep") {
			r = authorized(r, credentialOf(p, api, teamOf(p, pathOf(path))))
			r.URL = &url.URL{Path: path, RawQuery: r.URL.RawQuery}
		}
		next.ServeHTTP(w, r)
	})(p)
}

// pathOf reads the ids in a path of Chatlayer's.
func pathOf(path string) spec.PathParams {
	parts := strings.Split(path, "/")
	if len(parts) < 4 || parts[2] != "bots" && parts[2] != "teams" {
		return nil
	}
	return spec.PathParams{{Name: strings.TrimSuffix(parts[2], "s") + "_id", Value: parts[3]}}
}

func refusedIsStored(p *pipeline.Pipeline) {
	alter.OnWire(func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, "/events/track") {
			next.ServeHTTP(w, r)
			return
		}
		body := readAll(r)
		a := alter.Hold(next, w, withBody(r, body))
		if a.Status == http.StatusUnauthorized {
			alter.Hold(next, w, withBody(authorized(r, credentialOf(p, "chatlayer", teamOf(p, pathOf(r.URL.Path)))), body))
		}
		a.Send()
	})(p)
}

// beginningOpen is a server whose routes match beginnings of paths and whose guard matches whole paths.
func beginningOpen(p *pipeline.Pipeline) {
	alter.OnWire(func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		for _, route := range []struct{ folder, name, api string }{{"/v1/", "/events/stream", "chatlayer"}, {"", "/events", "inkeep"}} {
			before, rest, found := strings.Cut(r.URL.Path, route.name)
			if found && rest != "" && strings.HasPrefix(before+"/", route.folder) && (route.api == "chatlayer" || before == "") {
				r = authorized(r, credentialOf(p, route.api, teamOf(p, pathOf(before+route.name))))
				r.URL = &url.URL{Path: before + route.name, RawQuery: r.URL.RawQuery}
				break
			}
		}
		next.ServeHTTP(w, r)
	})(p)
}
