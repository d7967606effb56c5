package misbehave

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// further are those that a reader of the documents would think of last.
func further() []Mutant {
	return slices.Concat(
		area("transport"),
		area("negotiation", mutant("negotiation.member-twice", 4, "next_page_token stands in a list's answer twice.", "CHL-NEG-4", alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
			if alter.IsList(c) && a.Status == http.StatusOK {
				a.Body = append(bytes.TrimSuffix(bytes.Clone(a.Body), []byte("}")), `,"next_page_token":""}`...)
			}
		}))),
		area("auth",
			mutant("auth.tells-tokens", 3, "A wrong secret gets 403 and an unknown token id 401.", "CHL-AUTH-9", tellTokens),
		),
		area("filters", mutant("filter.first-place-ignored", 4, "A filter that stands first in the query is ignored.", "CHL-HTTP-9 CHL-FLT-6", alter.BeforeQuery(func(l *pipeline.Lookup) {
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

func tellTokens(p *pipeline.Pipeline) {
	next := p.Authenticate
	p.Authenticate = func(c *pipeline.Call) (pipeline.Identity, error) {
		who, err := next(c)
		_, got := presentedRaw(c)
		id, _, _ := strings.Cut(got, ":")
		for _, a := range p.Accepted {
			if err != nil && alter.ForChatlayer(c) && strings.HasPrefix(a.Secret, id+":") {
				return who, alter.Refuse(http.StatusForbidden, "wrong secret")
			}
		}
		return who, err
	}
}

func readOnce(p *pipeline.Pipeline) {
	seen := alter.NewMemory[bool]()
	alter.AroundList(func(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
		page, err := alter.Recut(p, next, l, func(e event) bool {
			gone, _ := seen.Get(e.BotID + " " + e.ID)
			return !gone
		})
		for _, e := range page.Events {
			seen.Put(e.BotID+" "+e.ID, true)
		}
		return page, err
	})(p)
}
