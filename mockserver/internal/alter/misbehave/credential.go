package misbehave

import (
	"encoding/base64"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

func anyone(string, string) bool { return true }

// presented is the header and what stands in it behind the scheme: for Basic the decoded pair.
func presented(c *pipeline.Call) (header, got string) {
	header = c.Header.Get("Authorization")
	_, got, _ = strings.Cut(header, " ")
	if alter.ForChatlayer(c) {
		pair, err := base64.StdEncoding.DecodeString(got)
		if err != nil {
			return header, ""
		}
		got = string(pair)
	}
	return header, strings.TrimSpace(got)
}

// letIn lets some of those in who are refused, as whom the API's first credential belongs to.
func letIn(calls func(*pipeline.Call) bool, good func(header, got string) bool) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		next := p.Authenticate
		p.Authenticate = func(c *pipeline.Call) (pipeline.Identity, error) {
			who, err := next(c)
			if err != nil && calls(c) && good(presented(c)) {
				return ownerOf(p, c), nil
			}
			return who, err
		}
	}
}

// ownerOf is whom a stranger's call passes for: the team of what it is about, or else the first that has a credential.
func ownerOf(p *pipeline.Pipeline, c *pipeline.Call) pipeline.Identity {
	return credentialOf(p, c.API, teamOf(p, c.Path)).Who
}

func teamOf(p *pipeline.Pipeline, path spec.PathParams) string {
	if team, named := path.Lookup("team_id"); named {
		return team
	}
	team, _ := chatlayerworld.Owner(p.World, path.Get("bot_id"))
	return team
}

// credentialOf is a team's credential, the API's first if the team has none.
func credentialOf(p *pipeline.Pipeline, api, team string) pipeline.Credential {
	var first pipeline.Credential
	for _, a := range slices.Backward(p.Accepted) {
		if a.API == api && a.Who.Team == team {
			return a
		}
		if a.API == api {
			first = a
		}
	}
	return first
}

func open(operation string) alter.Decorator {
	return letIn(func(c *pipeline.Call) bool { return c.Is(operation) }, anyone)
}

// pairs lets in whose pair is good for some token.
func pairs(good func(id, secret, gotID, gotSecret string) bool) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		next := p.Authenticate
		p.Authenticate = func(c *pipeline.Call) (pipeline.Identity, error) {
			who, err := next(c)
			_, got := presentedRaw(c)
			gotID, gotSecret, found := strings.Cut(got, ":")
			if err == nil || !alter.ForChatlayer(c) || !found {
				return who, err
			}
			for _, a := range p.Accepted {
				if id, secret, _ := strings.Cut(a.Secret, ":"); a.API == c.API && good(id, secret, gotID, gotSecret) {
					return a.Who, nil
				}
			}
			return who, err
		}
	}
}

// presentedRaw is presented with the spaces that stand in a secret.
func presentedRaw(c *pipeline.Call) (scheme, pair string) {
	scheme, payload, _ := strings.Cut(c.Header.Get("Authorization"), " ")
	raw, _ := base64.StdEncoding.DecodeString(strings.TrimSpace(payload))
	return scheme, string(raw)
}

// refuseSome refuses calls of those who are known with a status.
func refuseSome(p *pipeline.Pipeline, status int, refused func(*pipeline.Call) bool) {
	next := p.Authenticate
	p.Authenticate = func(c *pipeline.Call) (pipeline.Identity, error) {
		who, err := next(c)
		if err == nil && refused(c) {
			return pipeline.Identity{}, alter.Refuse(status, "these credentials may not do that")
		}
		return who, err
	}
}
