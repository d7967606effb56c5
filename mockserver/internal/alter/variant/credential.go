package variant

import (
	"encoding/base64"
	"maps"
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func credentials() []Variant {
	return []Variant{
		legal("", "auth.other-realm", "The challenge of a 401 names another realm and more parameters.",
			challenge(
				`Basic realm="Members only, \"please\"", charset="UTF-8", hint=none`)),
		legal("", "auth.two-challenges", "A 401 has one header with two challenges, that of the API second.",
			challenge(`Negotiate, Basic realm="a, b"`)),
		legal("", "auth.wrong-is-403", "Chatlayer credentials that are missing or wrong get 403.",
			chatlayerStatus(http.StatusUnauthorized, http.StatusForbidden)).against("CHL-AUTH-9"),
		legal("", "auth.bearer-too", "Chatlayer takes Bearer ID:SECRET as well.", alter.BeforeAuthenticate(bearerToo)),
		legal("", "auth.first-header", "Of several Authorization headers the first counts.",
			alter.BeforeAuthenticate(oneHeader(func(all []string) string { return all[0] }))),
		legal("", "auth.no-challenge", "A 401 of Chatlayer does not say how to authenticate.", alter.OnProblem(noChallenge)),
	}
}

// challenge replaces what a 401 asks for. The scheme is the API's.
func challenge(values ...string) alter.Decorator {
	return alter.OnProblem(func(c *pipeline.Call, p *pipeline.Problem) *pipeline.Problem {
		if p.Status != http.StatusUnauthorized {
			return p
		}
		again := p.With("WWW-Authenticate", "")
		again.Header["Www-Authenticate"] = nil
		for _, v := range values {
			if alter.ForInkeep(c) {
				v = strings.NewReplacer("Basic", "Bearer", "basic", "bearer").Replace(v)
			}
			again.Header.Add("WWW-Authenticate", v)
		}
		return again
	})
}

func bearerToo(c *pipeline.Call) error {
	scheme, payload, _ := strings.Cut(c.Header.Get("Authorization"), " ")
	if alter.ForChatlayer(c) && strings.EqualFold(scheme, "Bearer") && strings.Contains(payload, ":") {
		c.Header = maps.Clone(c.Header)
		c.Header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(payload)))
	}
	return nil
}

// oneHeader makes a call one with a single Authorization header.
func oneHeader(choose func([]string) string) func(*pipeline.Call) error {
	return func(c *pipeline.Call) error {
		if all := c.Header.Values("Authorization"); len(all) > 1 {
			c.Header = c.Header.Clone()
			c.Header.Set("Authorization", choose(all))
		}
		return nil
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
