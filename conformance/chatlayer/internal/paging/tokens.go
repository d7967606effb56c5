package paging

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// rest walks on from a token. ok is false if the target refused the token, which it may once it was used.
func rest(ctx context.Context, p *kit.Probe, q kit.Query) (w kit.Walk, ok bool) {
	w = p.Walk(ctx, q)
	if w.Pages[0].Declined() {
		return w, false
	}
	p.MustBePage(w.Last())
	return w, true
}

var replay = conformance.Check{
	ID:          "chatlayer.paging.replay",
	Level:       conformance.Should,
	Requirement: "CHL-PAGE-33",
	Title:       "A page token that is used again is refused or leads where it led before.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"tokens": 2},
	Run:         kit.WithPlanted(runReplay),
}

// runReplay uses a token again, at once and after another walk, and wants the same rest of the walk. How long the pages are
// may differ.
func runReplay(ctx context.Context, p *kit.Probe) {
	refused := 0
	for _, op := range p.EveryList() {
		o := p.Open(ctx, p.ListSome(op, 15, p.Random("replay "+op)).Sized(5))
		second := p.MustPage(ctx, o.Q)
		if second.Next == o.Q.Token {
			p.Record("%s gives one token for a whole walk, so it names no page", kit.Called(op))
			continue
		}
		if !again(ctx, p, op, o, second) {
			refused++
		}
	}
	if refused > 0 {
		p.Record("a token that was used before is refused by %s", english.Of(refused, len(p.EveryList()), "list"))
	}
}

// again walks from a token and once more after a walk elsewhere. It returns whether the token was taken again.
func again(ctx context.Context, p *kit.Probe, op string, o kit.Opened, second kit.Page) bool {
	began, later := p.Clock.Now(), o.Q
	later.Token = second.Next
	first := kit.Walk{Pages: []kit.Page{second}}
	if second.Next != "" {
		first.Pages = append(first.Pages, p.MustWalk(ctx, later).Pages...)
	}
	expected := p.TimesOf(first)
	p.MustWalk(ctx, p.ListSome(op, 5, p.Random("beside "+op)).Sized(3))
	for pause := kit.ShortestPause; ; pause = min(kit.LongestPause, pause*3/2) {
		w, ok := rest(ctx, p, o.Q)
		if !ok {
			return false
		}
		got := elder(p, p.TimesOf(w), expected, began)
		lost, more := kit.Compared(expected, got)
		if lost+more == 0 {
			break
		}
		if lost == 0 || !p.Young(p.Planted) || p.Clock.Sleep(ctx, pause) != nil { // it may be late
			f := conformance.Failure{
				Message:   kit.Called(op) + ": a page token that is used again leads elsewhere",
				Expected:  "the " + english.Count(len(expected), "event") + " to which it led the first time",
				Got:       fmt.Sprintf("missing of them: %d, beyond them: %d", lost, more),
				Exchanges: []*exchange.Exchange{o.First.X, second.X, w.Pages[0].X},
				Pictures:  []conformance.Picture{p.Strip(w, kit.Difference{})},
			}
			likely(p, &f, first, w, got)
			p.Fail(f)
		}
	}
	p.Saw("replays", 1)
	return true
}

// likely says what a walk is like that differs from the first one with its token: it may begin with the second page of that, and else it
// lacks events that were shown, or repeats some.
func likely(p *kit.Probe, f *conformance.Failure, first, w kit.Walk, got map[*kit.RunEvent]int) {
	same := func(i int) bool {
		lost, more := kit.Compared(p.TimesOf(kit.Walk{Pages: first.Pages[i : i+1]}), p.TimesOf(kit.Walk{Pages: w.Pages[:1]}))
		return lost+more == 0 && len(w.Pages[0].Events) > 0
	}
	if len(first.Pages) > 1 && same(1) && !same(0) {
		f.LooksLike = kit.TokenMoves
	}
	for k, n := range p.TimesOf(first) {
		switch {
		case got[k] < n:
			f.Symptoms = kit.LostEvents(k)
			return
		case got[k] > n:
			f.Symptoms = kit.RepeatedEvents()
		}
	}
}

// elder leaves out of what a walk showed the events that were not there the first time and may have come since: where a target
// dates events itself, those of other checks come into the window.
func elder(p *kit.Probe, got, first map[*kit.RunEvent]int, since time.Time) map[*kit.RunEvent]int {
	late := since.Add(-p.Allowance())
	maps.DeleteFunc(got, func(k *kit.RunEvent, _ int) bool { return first[k] == 0 && k.Since().After(late) })
	return got
}

var tokenEscaped = conformance.Check{
	ID:          "chatlayer.paging.token-escaped",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-6",
	Also:        []string{"CHL-PAGE-8"},
	Title:       "A page token may be escaped in the query and in JSON.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"spellings": 2},
	Run:         kit.WithPlanted(tokenForms),
}

// tokenForms sends a token in other spellings that mean the same: every character percent-encoded, or every one escaped in JSON. Where it
// does not lead on, and does as it came, it asks again, as requests that share a variable may get the answers to others.
func tokenForms(ctx context.Context, p *kit.Probe) {
	for _, op := range p.EveryList() {
		q := p.ListSome(op, 12, p.Random("forms "+op)).Sized(5)
		var first, page kit.Page
		misread := true
		for try := 0; try < 3 && misread; try++ {
			first, page, misread = escaped(ctx, p, q)
		}
		p.Saw("spellings", 1)
		if misread {
			p.Fail(conformance.Failure{
				Message:  kit.Called(op) + ": a page token is not understood when its characters are escaped",
				Expected: "the page to which the token leads", Got: kit.Gist(page.X), Exchanges: []*exchange.Exchange{first.X, page.X},
			})
		}
	}
}

// escaped asks for the second page of a list with its token escaped. misread says that this leads nowhere, or is refused, and that the
// token as it came leads on.
func escaped(ctx context.Context, p *kit.Probe, q kit.Query) (first, page kit.Page, misread bool) {
	o := p.Open(ctx, q)
	page = p.Strange(ctx, spelt(p, o.Q))
	if leads(p, page, o.First) {
		return o.First, page, false
	}
	plain := p.Page(ctx, o.Q)
	p.MustBePage(plain)
	return o.First, page, page.Problem != "" || leads(p, plain, o.First)
}

// leads reports whether a token led on from the first page: not to the end, and not to all of the first page again, as it does where it
// is ignored. A page that shows some of the first one's events again was led to: that they come twice is for other checks.
func leads(p *kit.Probe, page, first kit.Page) bool {
	anew, _ := kit.Compared(p.TimesOf(kit.Walk{Pages: []kit.Page{first}}), p.TimesOf(kit.Walk{Pages: []kit.Page{page}}))
	return page.Problem == "" && (len(page.Events) > 0 || page.Next != "") && anew > 0
}

// spelt makes the request of a query with every character of its token escaped.
func spelt(p *kit.Probe, q kit.Query) exchange.Request {
	r := p.HostileRequest(q)
	var escaped strings.Builder
	if r.Method == http.MethodPost {
		for _, unit := range utf16Of(q.Token) {
			fmt.Fprintf(&escaped, `\u%04x`, unit)
		}
		r.Body = []byte(strings.Replace(string(p.RequestWith(q, "page_token", "@").Body), `"@"`, `"`+escaped.String()+`"`, 1))
		return r
	}
	for _, b := range []byte(q.Token) {
		fmt.Fprintf(&escaped, "%%%02X", b)
	}
	r.RawQuery = strings.Replace(p.RequestWith(q, "page_token", "@").RawQuery, "page_token=%40", "page_token="+escaped.String(), 1)
	return r
}

var badToken = conformance.Check{
	ID:          "chatlayer.paging.bad-token",
	Level:       conformance.Info,
	Requirement: "CHL-PAGE-20",
	Title:       "What a page token gives that was never given.",
	Operations:  []string{kit.Get},
	Floor:       map[string]int{"bad tokens": 2},
	NoMutant:    "records only",
	Run:         kit.WithPlanted(badTokens),
}

// badTokens records whether a token that was never given is refused, leads nowhere, or starts again from the first page.
func badTokens(ctx context.Context, p *kit.Probe) {
	o := p.Open(ctx, p.ListSome(kit.Get, 20, p.Random("bad")).Sized(5))
	first := p.TimesOf(kit.Walk{Pages: []kit.Page{o.First}})
	var words []string
	for _, bad := range []struct{ name, token string }{
		{"an invented one", "no-such-token"}, {"half of one", o.Q.Token[:len(o.Q.Token)/2]}, {"one with a letter more", o.Q.Token + "x"},
	} {
		if bad.token == "" {
			continue
		}
		q := o.Q
		q.Token = bad.token
		page, answer := p.OddAnswer(ctx, p.HostileRequest(q))
		if lost, more := kit.Compared(first, p.TimesOf(kit.Walk{Pages: []kit.Page{page}})); len(first) > 0 && lost+more == 0 {
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
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"tokens": 2, "requests": 2},
	Run:         kit.WithPlanted(strangersTokens),
}

// strangersTokens uses a token without credentials.
func strangersTokens(ctx context.Context, p *kit.Probe) {
	for _, op := range p.EveryList() {
		o := p.Open(ctx, p.ListSome(op, 12, p.Random("stranger "+op)).Sized(5))
		p.MustHide(ctx, kit.Anonymous(p.Request(o.Q)), kit.Called(op)+" with a page token and without credentials")
	}
}

var tokenOtherTeam = conformance.Check{
	ID:          "chatlayer.paging.token-other-team",
	Level:       conformance.Must,
	Requirement: "CHL-AUTH-5",
	Also:        []string{"CHL-AUTH-4"},
	Title:       "A page token shows nothing to another team.",
	Operations:  kit.AllLists(),
	Needs:       []conformance.Capability{kit.NamedOtherTeam},
	Floor:       map[string]int{"tokens": 2, "requests": 4},
	Run:         kit.WithPlanted(otherTeamsTokens),
}

// otherTeamsTokens uses a token with the credentials of another team, on its own path and on that team's bot.
func otherTeamsTokens(ctx context.Context, p *kit.Probe) {
	for _, op := range p.EveryList() {
		o := p.Open(ctx, p.ListSome(op, 12, p.Random("other team "+op)).Sized(5))
		r := p.HostileRequest(o.Q)
		r.Authorization = p.OtherAuth
		p.MustHide(ctx, r, kit.Called(op)+" with a page token and the credentials of another team")
		if op == kit.Team {
			continue
		}
		q := o.Q
		q.Bot = p.OtherBot
		r = p.HostileRequest(q)
		r.Authorization = p.OtherAuth
		p.MustHide(ctx, r, kit.Called(op)+" of another team's bot with a page token of ours")
	}
}
