package variant

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// strangers are ways to treat who brings no good credentials. None gives them anything.
func strangers() []Variant {
	return []Variant{
		legal("", "auth.arguments-first", "The query of a list is checked before the credentials: a stranger whose query is wrong gets "+
			"400.",
			argumentsFirst),
		legal("", "auth.body-first", "A Chatlayer body that is no JSON gets 422 whoever sends it, as where a framework reads it first.",
			bodyFirst("/v1/", http.StatusUnprocessableEntity)),
		legal("", "auth.tells-bots", "A stranger gets 404 for a bot that does not exist and 401 for one that does.", tellsBots),
		legal("", "auth.unreadable-is-400", "A Chatlayer Authorization header that cannot be read is answered with 400.",
			alter.OnProblem(unreadableIs400)),
		legal("", "auth.id-any-case", "The id of a Chatlayer token may be written in either case of letters.",
			rewritesAuthorization(idAnyCase)),
		legal("", "auth.scheme-case", "The scheme of Chatlayer has to be written Basic, in this case of letters.",
			alter.BeforeAuthenticate(exactScheme)),
		legal("", "auth.secret-in-query", "The pair of a Chatlayer token counts in the query too, as access_token.",
			alter.BeforeAuthenticate(pairInQuery)),
		legal("", "auth.secret-repeated", "A 401 repeats the credentials that came.", alter.OnProblem(repeatSecret)),
	}
}

// argumentsFirst can look at a query only, because bodies are read later.
func argumentsFirst(p *pipeline.Pipeline) {
	next := p.Authenticate
	p.Authenticate = func(c *pipeline.Call) (pipeline.Identity, error) {
		if alter.IsList(c) && c.Method == http.MethodGet {
			stranger := *c
			if err := p.Decode(&stranger); err != nil {
				return pipeline.Identity{}, err
			}
		}
		return next(c)
	}
}

func bodyFirst(below string, status int) alter.Decorator {
	return alter.OnWire(func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || !strings.HasPrefix(r.URL.Path, below) {
			next.ServeHTTP(w, r)
			return
		}
		const most = 64 << 10 // longer ones are left to the server, which knows its limits
		begin, err := io.ReadAll(io.LimitReader(r.Body, most))
		if err == nil && len(begin) < most && !json.Valid(begin) {
			refuseBody(w, r, status)
			return
		}
		r.Body = struct {
			io.Reader
			io.Closer
		}{io.MultiReader(bytes.NewReader(begin), r.Body), r.Body}
		next.ServeHTTP(w, r)
	})
}

// refuseBody answers in the shape of the API that the path belongs to.
func refuseBody(w http.ResponseWriter, r *http.Request, status int) {
	kind, text := jsonType, `{"detail":"the body is no JSON"}`
	if !strings.HasPrefix(r.URL.Path, "/v1") {
		kind, text = "application/problem+json", `{"title":"Bad Request","status":400,"detail":"the body is no JSON","code":"bad_request",`+
			`"error":{"code":"bad_request","message":"the body is no JSON"}}`
	}
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text) // a client that went away needs no answer
}

func tellsBots(p *pipeline.Pipeline) {
	next := p.Authenticate
	p.Authenticate = func(c *pipeline.Call) (pipeline.Identity, error) {
		who, err := next(c)
		if bot := c.Path.Get("bot_id"); err != nil && bot != "" {
			if _, owned := chatlayerworld.Owner(p.World, bot); !owned {
				return who, alter.Refuse(http.StatusNotFound, "there is no such bot")
			}
		}
		return who, err
	}
}

func unreadableIs400(c *pipeline.Call, p *pipeline.Problem) *pipeline.Problem {
	scheme, payload, _ := strings.Cut(c.Header.Get("Authorization"), " ")
	if _, err := base64.StdEncoding.DecodeString(
		payload,
	); alter.ForChatlayer(c) && p.Status == http.StatusUnauthorized && scheme == "Basic" &&
		err != nil {
		return p.WithStatus(http.StatusBadRequest)
	}
	return p
}

// rewritesAuthorization reads the pair of a Basic header in another way.
func rewritesAuthorization(read func(p *pipeline.Pipeline, pair string) string) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		alter.BeforeAuthenticate(func(c *pipeline.Call) error {
			scheme, payload, _ := strings.Cut(c.Header.Get("Authorization"), " ")
			if pair, err := base64.StdEncoding.DecodeString(payload); alter.ForChatlayer(c) && err == nil {
				authorize(c, scheme+" "+base64.StdEncoding.EncodeToString([]byte(read(p, string(pair)))))
			}
			return nil
		})(p)
	}
}

// authorize gives a call other credentials.
func authorize(c *pipeline.Call, value string) {
	c.Header = maps.Clone(c.Header)
	c.Header.Set("Authorization", value)
}

func idAnyCase(p *pipeline.Pipeline, pair string) string {
	id, secret, _ := strings.Cut(pair, ":")
	for _, a := range p.Accepted {
		if good, _, _ := strings.Cut(a.Secret, ":"); a.API == "chatlayer" && strings.EqualFold(good, id) {
			return good + ":" + secret
		}
	}
	return pair
}

func exactScheme(c *pipeline.Call) error {
	if scheme, _, _ := strings.Cut(c.Header.Get("Authorization"), " "); alter.ForChatlayer(c) && scheme != "Basic" {
		return alter.Refuse(http.StatusUnauthorized, "Authorization: got the scheme %q, expected Basic", scheme)
	}
	return nil
}

func pairInQuery(c *pipeline.Call) error {
	q, err := url.ParseQuery(c.RawQuery)
	if pair := q.Get("access_token"); err == nil && alter.ForChatlayer(c) && pair != "" && c.Header.Get("Authorization") == "" {
		authorize(c, "Basic "+base64.StdEncoding.EncodeToString([]byte(pair)))
	}
	return nil
}

func repeatSecret(c *pipeline.Call, p *pipeline.Problem) *pipeline.Problem {
	if p.Status != http.StatusUnauthorized {
		return p
	}
	again := *p
	again.Detail += "; got " + c.Header.Get("Authorization")
	return &again
}
