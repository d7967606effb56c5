package misbehave

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/seam"
)

// further are those that a reader of the documents would think of last.
func further() []Mutant {
	return slices.Concat(
		area("transport",
			mutant("transport.cached-by-all", 3, "Answers say that shared caches may keep them.", "CHL-NEG-5 INK-NEG-5", onHead(func(_ *http.Request, _ int, h http.Header) {
				h.Set("Cache-Control", "public, max-age=60")
			})),
		),
		area("negotiation", mutant("negotiation.member-twice", 4, "next_page_token stands in a list's answer twice.", "CHL-NEG-4", onAnswer(func(c *seam.Call, a *seam.Answer) {
			if isList(c) && a.Status == http.StatusOK {
				a.Body = append(bytes.TrimSuffix(bytes.Clone(a.Body), []byte("}")), `,"next_page_token":""}`...)
			}
		}))),
		area("auth",
			mutant("auth.secret-repeated", 3, "A refusal repeats the credentials that were sent.", "CHL-ACC-2 INK-ACC-2", onProblem(repeatSecret)),
			mutant("auth.secret-in-query", 4, "A token's pair is accepted in the query too, as access_token.", "CHL-ACC-7 CHL-AUTH-1", secretInQuery),
			mutant("auth.tells-tokens", 3, "A wrong secret gets 403 and an unknown token id 401.", "CHL-ACC-9 CHL-AUTH-9", tellTokens),
		),
		area("filters", mutant("filter.first-place-ignored", 4, "A filter that stands first in the query is ignored.", "CHL-HTTP-9 CHL-FLT-6", beforeQuery(func(l *seam.Lookup) {
			first, _, _ := strings.Cut(l.Call.RawQuery, "=")
			if first != byVersion {
				ignoring(first)(l)
			}
		}))),
		area("tracking",
			mutant("track.read-once", 3, "An event that was listed is listed no more.", "CHL-HTTP-11 CHL-LAW-1", readOnce),
		),
	)
}

func repeatSecret(c *seam.Call, problem *seam.Problem) *seam.Problem {
	if problem.Status != http.StatusUnauthorized {
		return problem
	}
	again := *problem
	_, got := presented(c)
	again.Detail += "; got " + got
	return &again
}

func secretInQuery(p *seam.Pipeline) {
	next := p.Authenticate
	p.Authenticate = func(c *seam.Call) (seam.Identity, error) {
		query, err := url.ParseQuery(c.RawQuery)
		for _, a := range p.Accepted {
			if err == nil && a.API == c.API && a.Secret == query.Get("access_token") {
				return a.Who, nil
			}
		}
		return next(c)
	}
}

func tellTokens(p *seam.Pipeline) {
	next := p.Authenticate
	p.Authenticate = func(c *seam.Call) (seam.Identity, error) {
		who, err := next(c)
		_, got := presentedRaw(c)
		id, _, _ := strings.Cut(got, ":")
		for _, a := range p.Accepted {
			if err != nil && forChatlayer(c) && strings.HasPrefix(a.Secret, id+":") {
				return who, &seam.Problem{Status: http.StatusForbidden, Detail: "wrong secret"}
			}
		}
		return who, err
	}
}

func readOnce(p *seam.Pipeline) {
	seen := newMemory[bool]()
	aroundList(func(next seam.List, l *seam.Lookup) (seam.Page, error) {
		page, err := sifted(p, next, l, func(e event) bool {
			gone, _ := seen.get(e.BotID + " " + e.ID)
			return !gone
		})
		for _, e := range page.Events {
			seen.put(e.BotID+" "+e.ID, true)
		}
		return page, err
	})(p)
}
