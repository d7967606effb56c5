package variant

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// inkeepLenients take what a strict server refuses, or refuse what nobody promises to take.
func inkeepLenients() []Variant {
	return []Variant{
		legal("", "inkeep.numbers-for-texts", "A number is taken for the text that type or a reference has to be.", onSpelt("type", "messageId", "conversationId", "searchQuery")),
		legal("", "inkeep.owner-number", "A projectId or integrationId that is a number is taken for its digits.", onSpelt("projectId", "integrationId")),
		legal("", "inkeep.names-any-case", "The names of an event's members are read in any letter case.", onLogBody(namesAnyCase)),
		legal("", "inkeep.list-of-one", "A list of one event is taken for the event.", beforeDecode(unlisted)),
		legal("", "auth.inkeep-any-scheme", "Inkeep: the key is whatever stands behind the first space, under any scheme, or the whole header if there is none.", beforeAuthenticate(anyScheme)),
		legal("", "inkeep.agent-needed", "Inkeep: a request without a user agent is refused with 403, as by a firewall.", onTransport(agentNeeded)),
		legal("", "inkeep.two-projects", "The keys of the API and of the Web integration are of two projects.", twoProjects),
		legal("", "limit.one-megabyte", "A body above 1,000,000 bytes is refused.", refuseAbove(func(*http.Request) bool { return true })),
		legal("", "limit.chunked-one-megabyte", "A chunked body above 1,000,000 bytes is refused.", refuseAbove(func(r *http.Request) bool { return r.ContentLength < 0 })),
	}
}

// onLogBody changes the members of an event before they are held to the contract.
func onLogBody(change func(object) object) decorator {
	return beforeDecode(func(c *pipeline.Call) error {
		if o, ok := parseObject(c.Sent); ok && c.API == inkeepAPI {
			c.Sent = change(o).bytes()
		}
		return nil
	})
}

func onSpelt(names ...string) decorator {
	return onLogBody(func(o object) object {
		for _, name := range names {
			for _, m := range o {
				var n json.Number
				if m.name == name && json.Unmarshal(m.value, &n) == nil && n != "" && m.value[0] != '"' {
					o = o.with(name, quoted(n.String()))
				}
			}
		}
		return o
	})
}

func namesAnyCase(o object) object {
	for i, m := range o {
		for _, name := range []string{
			"id", "type", "entityType", "messageId", "conversationId", "searchQuery", "createdAt", "projectId", "integrationId", "properties", "userProperties",
		} {
			if strings.EqualFold(m.name, name) {
				o[i].name = name
			}
		}
	}
	return o
}

// unlisted takes the brackets off a list. One of several events is no JSON then, and is refused.
func unlisted(c *pipeline.Call) error {
	body := bytes.TrimSpace(c.Sent)
	if c.API == inkeepAPI && bytes.HasPrefix(body, []byte("[{")) && bytes.HasSuffix(body, []byte("}]")) {
		c.Sent = body[1 : len(body)-1]
	}
	return nil
}

func anyScheme(c *pipeline.Call) error {
	value := c.Header.Get("Authorization")
	if _, key, found := strings.Cut(value, " "); found {
		value = key
	}
	if c.API == inkeepAPI && len(c.Header.Values("Authorization")) == 1 && value != "" {
		c.Header = maps.Clone(c.Header)
		c.Header.Set("Authorization", "Bearer "+value)
	}
	return nil
}

func agentNeeded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/events" && r.UserAgent() == "" {
			proxyPage(w, http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func twoProjects(p *pipeline.Pipeline) {
	next := p.Authenticate
	p.Authenticate = func(c *pipeline.Call) (pipeline.Identity, error) {
		who, err := next(c)
		if web, _ := fixtures.Integrations(who.Project); err == nil && c.API == inkeepAPI && who.Integration == web {
			who.Project, who.Integration = "other-project", "other-integration"
		}
		return who, err
	}
}

func refuseAbove(holds func(*http.Request) bool) decorator {
	const most = 1_000_000
	return func(p *pipeline.Pipeline) {
		next := p.Read
		p.Read = func(w http.ResponseWriter, r *http.Request, c *pipeline.Call) error {
			if err := next(w, r, c); err != nil {
				return err
			}
			if n := len(c.Sent); n > most && holds(r) {
				return refuse(http.StatusRequestEntityTooLarge, "body: got %d bytes, expected at most %d", n, most)
			}
			return nil
		}
	}
}
