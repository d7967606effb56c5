package chatlayer

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// rest walks on from a token. ok is false if the target refused the token, which it may once it was used.
func rest(ctx context.Context, p *probe, q Query) (w Walk, ok bool) {
	w = p.Walk(ctx, q)
	if w.Pages[0].Refused() {
		return w, false
	}
	p.answered(w.Last())
	return w, true
}

var pagingReplay = conformance.Check{
	ID:          "chatlayer.paging.replay",
	Level:       conformance.Should,
	Requirement: "CHL-PAGE-33",
	Title:       "A page token that is used again is refused or leads where it led before.",
	Operations:  listing(),
	Floor:       map[string]int{"tokens": 2},
	Run:         with(replay),
}

// replay uses a token again, at once and after another walk, and wants the same rest of the walk. How long the pages are
// may differ.
func replay(ctx context.Context, p *probe) {
	refused := 0
	for _, op := range p.everyList() {
		o := p.open(ctx, p.s.some(op, 15, p.s.random("replay "+op)).sized(5))
		second := p.Whole(ctx, o.q)
		if second.Next == o.q.Token {
			p.Record("%s gives one token for a whole walk, so it names no page", called(op))
			continue
		}
		if !again(ctx, p, op, o, second) {
			refused++
		}
	}
	if refused > 0 {
		p.Record("%d of %d lists refuse a token that was used before", refused, len(p.everyList()))
	}
}

// again walks from a token and once more after a walk elsewhere. It returns whether the token was taken again.
func again(ctx context.Context, p *probe, op string, o opened, second Page) bool {
	began, later := p.s.clock.Now(), o.q
	later.Token = second.Next
	expected := p.s.knownOf(Walk{Pages: []Page{second}})
	if second.Next != "" {
		for k, n := range p.s.knownOf(p.WholeWalk(ctx, later)) {
			expected[k] += n
		}
	}
	p.WholeWalk(ctx, p.s.some(op, 5, p.s.random("beside "+op)).sized(3))
	for pause := quickest; ; pause = min(slowest, pause*3/2) {
		w, ok := rest(ctx, p, o.q)
		if !ok {
			return false
		}
		lost, more := compared(expected, elder(p.s, p.s.knownOf(w), expected, began))
		if lost+more == 0 {
			break
		}
		if lost == 0 || !p.s.young(p.s.seed) || p.s.clock.Sleep(ctx, pause) != nil { // it may be late
			p.Fail(conformance.Failure{
				Message:   called(op) + ": a page token that is used again leads elsewhere",
				Expected:  fmt.Sprintf("the %d events to which it led the first time", len(expected)),
				Got:       fmt.Sprintf("%d of them are missing and %d others are there", lost, more),
				Exchanges: []*exchange.Exchange{o.first.X, second.X, w.Pages[0].X}, Pictures: []conformance.Picture{strip(p.s, w, difference{})},
			})
		}
	}
	p.Saw("replays", 1)
	return true
}

// elder leaves out of what a walk showed the events that were not there the first time and may have come since: where a target
// dates events itself, those of other checks come into the window.
func elder(s *session, got, first map[*Known]int, since time.Time) map[*Known]int {
	late := since.Add(-s.allowance())
	maps.DeleteFunc(got, func(k *Known, _ int) bool { return first[k] == 0 && k.since().After(late) })
	return got
}

var tokenEscaped = conformance.Check{
	ID:          "chatlayer.paging.token-escaped",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-6",
	Also:        []string{"CHL-PAGE-8"},
	Title:       "A page token may be escaped in the query and in JSON.",
	Operations:  listing(),
	Floor:       map[string]int{"spellings": 2},
	Run:         with(tokenForms),
}

// tokenForms sends a token in other spellings that mean the same: every character percent-encoded, or every one escaped in
// JSON.
func tokenForms(ctx context.Context, p *probe) {
	for _, op := range p.everyList() {
		q := p.s.some(op, 12, p.s.random("forms "+op)).sized(5)
		o := p.open(ctx, q)
		page := p.strange(ctx, spelt(p.s, o.q))
		p.Saw("spellings", 1)
		again := inCommon(p, page, o.first)
		if page.Problem == "" && again == 0 && (len(page.Events) > 0 || page.Next != "") {
			continue
		}
		plain := p.Page(ctx, o.q)
		p.answered(plain)
		if page.Problem == "" && inCommon(p, plain, o.first) == again && len(plain.Events) == len(page.Events) {
			continue // so it is with the token as it came; how it is spelt changes nothing
		}
		p.Fail(conformance.Failure{
			Message:  called(op) + ": a page token is not understood when its characters are escaped",
			Expected: "the page to which the token leads", Got: gist(page.X), Exchanges: []*exchange.Exchange{o.first.X, page.X},
		})
	}
}

// inCommon counts the known events that two pages have in common.
func inCommon(p *probe, a, b Page) int {
	have, n := p.s.knownOf(Walk{Pages: []Page{b}}), 0
	for _, e := range p.s.ours(a) {
		if have[p.s.identify(e)] > 0 {
			n++
		}
	}
	return n
}

// spelt makes the request of a query with every character of its token escaped.
func spelt(s *session, q Query) exchange.Request {
	r := s.wrong(q)
	var escaped strings.Builder
	if r.Method == http.MethodPost {
		for _, unit := range utf16Of(q.Token) {
			fmt.Fprintf(&escaped, `\u%04x`, unit)
		}
		r.Body = []byte(strings.Replace(string(s.with(q, "page_token", "@").Body), `"@"`, `"`+escaped.String()+`"`, 1))
		return r
	}
	for _, b := range []byte(q.Token) {
		fmt.Fprintf(&escaped, "%%%02X", b)
	}
	r.RawQuery = strings.Replace(s.with(q, "page_token", "@").RawQuery, "page_token=%40", "page_token="+escaped.String(), 1)
	return r
}

var badToken = conformance.Check{
	ID:          "chatlayer.paging.bad-token",
	Level:       conformance.Info,
	Requirement: "CHL-PAGE-20",
	Title:       "What a page token gives that was never given.",
	Operations:  []string{get},
	Floor:       map[string]int{"bad tokens": 2},
	Unproved:    "records only",
	Run:         with(badTokens),
}

// badTokens records whether a token that was never given is refused, leads nowhere, or starts again from the first page.
func badTokens(ctx context.Context, p *probe) {
	o := p.open(ctx, p.s.some(get, 20, p.s.random("bad")).sized(5))
	first := p.s.knownOf(Walk{Pages: []Page{o.first}})
	var words []string
	for _, bad := range []struct{ name, token string }{
		{"an invented one", "no-such-token"}, {"half of one", o.q.Token[:len(o.q.Token)/2]}, {"one with a letter more", o.q.Token + "x"},
	} {
		if bad.token == "" {
			continue
		}
		q := o.q
		q.Token = bad.token
		page, answer := p.oddAnswer(ctx, p.s.wrong(q))
		if lost, more := compared(first, p.s.knownOf(Walk{Pages: []Page{page}})); len(first) > 0 && lost+more == 0 {
			answer = "the first page"
		}
		words = append(words, bad.name+": "+answer)
		p.Saw("bad tokens", 1)
	}
	slices.Sort(words)
	p.Record("a page token that was never given; %s", strings.Join(words, "; "))
}

var tokenWithoutCredentials = conformance.Check{
	ID:          "chatlayer.paging.token-without-credentials",
	Level:       conformance.Must,
	Requirement: "CHL-AUTH-8",
	Title:       "A page token shows nothing without credentials.",
	Operations:  listing(),
	Floor:       map[string]int{"tokens": 2, "requests": 2},
	Run:         with(strangersTokens),
}

// strangersTokens uses a token without credentials.
func strangersTokens(ctx context.Context, p *probe) {
	for _, op := range p.everyList() {
		o := p.open(ctx, p.s.some(op, 12, p.s.random("stranger "+op)).sized(5))
		p.hides(ctx, anonymous(p.s.request(o.q)), called(op)+" with a page token and without credentials")
	}
}

var tokenOtherTeam = conformance.Check{
	ID:          "chatlayer.paging.token-other-team",
	Level:       conformance.Must,
	Requirement: "CHL-AUTH-5",
	Also:        []string{"CHL-AUTH-4"},
	Title:       "A page token shows nothing to another team.",
	Operations:  listing(),
	Needs:       []conformance.Capability{conformance.OtherTeam},
	Floor:       map[string]int{"tokens": 2, "requests": 4},
	Run:         with(otherTeamsTokens),
}

// otherTeamsTokens uses a token with the credentials of another team, on its own path and on that team's bot.
func otherTeamsTokens(ctx context.Context, p *probe) {
	for _, op := range p.everyList() {
		o := p.open(ctx, p.s.some(op, 12, p.s.random("other team "+op)).sized(5))
		r := p.s.wrong(o.q)
		r.Authorization = p.s.other
		p.hides(ctx, r, called(op)+" with a page token and the credentials of another team")
		if op == team {
			continue
		}
		q := o.q
		q.Bot = p.Target().OtherBot
		r = p.s.wrong(q)
		r.Authorization = p.s.other
		p.hides(ctx, r, called(op)+" of another team's bot with a page token of ours")
	}
}
