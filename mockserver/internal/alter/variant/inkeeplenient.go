package variant

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// inkeepLenients take what a strict server refuses, or refuse what nobody promises to take.
func inkeepLenients() []Variant {
	return []Variant{
		legal("", "inkeep.numbers-for-texts", "A number is taken for the text that type or a reference has to be.",
			onSpelt("type", "messageId", "conversationId", "searchQuery")),
		legal("", "inkeep.names-any-case", "The names of an event's members are read in any letter case.", onLogBody(namesAnyCase)),
		legal("", "inkeep.list-of-one", "A list of one event is taken for the event.", alter.ChangeSent(unlisted)),
		legal("", "auth.inkeep-any-scheme",
			"Inkeep: the key is whatever stands behind the first space, under any scheme, or the whole header if there is none.",
			alter.BeforeAuthenticate(anyScheme)),
		legal("", "inkeep.agent-needed", "Inkeep: a request without a user agent is refused with 403, as by a firewall.",
			alter.OnWire(agentNeeded)),
		legal("", "inkeep.two-projects", "The keys of the API and of the Web integration are of two projects.", twoProjects),
		legal("", "limit.one-megabyte", "A body above 1,000,000 bytes is refused.", refuseAbove(func(*http.Request) bool { return true })),
	}
}

// onLogBody changes the members of an event before they are held to the contract.
func onLogBody(change func(alter.Object) alter.Object) alter.Decorator {
	return alter.BeforeDecode(func(c *pipeline.Call) error {
		if o, ok := alter.ParseObject(c.Sent); ok && alter.ForInkeep(c) {
			c.Sent = change(o).Bytes()
		}
		return nil
	})
}

func onSpelt(names ...string) alter.Decorator {
	return onLogBody(func(o alter.Object) alter.Object {
		for _, name := range names {
			for _, m := range o {
				var n json.Number
				if m.Name == name && json.Unmarshal(m.Value, &n) == nil && n != "" && m.Value[0] != '"' {
					o = o.With(name, alter.Quoted(n.String()))
				}
			}
		}
		return o
	})
}

func namesAnyCase(o alter.Object) alter.Object {
	for i, m := range o {
		for _, name := range []string{
			"id", "type", "entityType", "messageId", "conversationId", "searchQuery", "createdAt",
			"projectId", "integrationId", "properties", "userProperties",
		} {
			if strings.EqualFold(m.Name, name) {
				o[i].Name = name
			}
		}
	}
	return o
}

// unlisted takes the brackets off a list. One of several events is no JSON then, and is refused.
func unlisted(c *pipeline.Call) {
	body := bytes.TrimSpace(c.Sent)
	if alter.ForInkeep(c) && bytes.HasPrefix(body, []byte("[{")) && bytes.HasSuffix(body, []byte("}]")) {
		c.Sent = body[1 : len(body)-1]
	}
}

func anyScheme(c *pipeline.Call) error {
	value := c.Header.Get("Authorization")
	if _, key, found := strings.Cut(value, " "); found {
		value = key
	}
	if alter.ForInkeep(c) && len(c.Header.Values("Authorization")) == 1 && value != "" {
		c.Header = maps.Clone(c.Header)
		c.Header.Set("Authorization", "Bearer "+value)
	}
	return nil
}

func agentNeeded(next http.Handler, w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/events" && r.UserAgent() == "" {
		proxyPage(w, http.StatusForbidden)
		return
	}
	next.ServeHTTP(w, r)
}

func twoProjects(p *pipeline.Pipeline) {
	next := p.Authenticate
	p.Authenticate = func(c *pipeline.Call) (pipeline.Identity, error) {
		who, err := next(c)
		if web, _ := fixtures.Integrations(who.Project); err == nil && alter.ForInkeep(c) && who.Integration == web {
			who.Project, who.Integration = "other-project", "other-integration"
		}
		return who, err
	}
}

func refuseAbove(holds func(*http.Request) bool) alter.Decorator {
	const most = 1_000_000
	return func(p *pipeline.Pipeline) {
		next := p.Read
		p.Read = func(w http.ResponseWriter, r *http.Request, c *pipeline.Call) error {
			if err := next(w, r, c); err != nil {
				return err
			}
			if n := len(c.Sent); n > most && holds(r) {
				return alter.Refuse(http.StatusRequestEntityTooLarge, "body: got %d bytes, expected at most %d", n, most)
			}
			return nil
		}
	}
}
