package kit

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// mixedUp begins the name of what lists do that answer other queries than they were asked.
const mixedUp = "the same answer to different queries"

// mostAskedAgain is how many requests a diagnosis sends to ask for failed lists again.
const mostAskedAgain = 1000

// withMixed puts the failures that nothing explains, and whose lists are right when they are asked for again while nothing else is under
// way, to the cause that lists give the answers to other queries. It makes one of several, if one of them showed what may not be there.
func (s *Session) withMixed(ctx context.Context, causes []conformance.Cause, failed []conformance.Case) []conformance.Cause {
	mixed := conformance.Cause{Name: mixedUp + ", or a part of one, while others are under way: a variable that requests share, or a cache"}
	shows, folded := false, false
	again := s.askAgain()
	for _, c := range failed {
		if explained(causes, c) || !again.rightAlone(ctx, c.Failure) {
			continue
		}
		mixed.Explains = append(mixed.Explains, c.Check.ID)
		v, walked := c.Failure.Observed.(*Sighting)
		shows = shows || walked && len(v.extra) > 0
		folded = folded || c.Failure.LooksLike == CaseFolded
	}
	i := slices.IndexFunc(causes, func(c conformance.Cause) bool { return strings.HasPrefix(c.Name, mixedUp) })
	switch {
	case i >= 0:
		causes[i].Explains = append(causes[i].Explains, mixed.Explains...)
	case folded, shows && len(mixed.Explains) > 1: // letters are folded always
		i, causes = 0, append([]conformance.Cause{mixed}, causes...)
	default:
		return causes
	}
	for _, c := range failed { // what a list showed that answered another query is missed where it does not belong
		misled := slices.ContainsFunc(c.Failure.Symptoms,
			func(b conformance.Symptom) bool { return b.Text == lacking+"that other lists show" })
		if misled && c.Failure.Observed == nil && !explained(causes, c) {
			causes[i].Explains = append(causes[i].Explains, c.Check.ID)
		}
	}
	return causes
}

// unexplained are the failures that no cause explains.
func unexplained(causes []conformance.Cause, failed []conformance.Case) []conformance.Case {
	return slices.DeleteFunc(slices.Clone(failed), func(c conformance.Case) bool { return explained(causes, c) })
}

func explained(causes []conformance.Cause, c conformance.Case) bool {
	return slices.ContainsFunc(causes, func(cause conformance.Cause) bool { return slices.Contains(cause.Explains, c.Check.ID) })
}

// askedAgain asks for failed lists when the run is over.
type askedAgain struct {
	s      *Session
	before int             // requests that were sent
	vain   int             // pauses after which a list was wrong all the same
	said   map[string]bool // whether a list was right, by what it asks
}

func (s *Session) askAgain() *askedAgain {
	return &askedAgain{s: s, before: s.client.Count(), said: map[string]bool{}}
}

// rightAlone reports whether the lists of a failure that were wrong by themselves are right now.
func (a *askedAgain) rightAlone(ctx context.Context, f conformance.Failure) bool {
	s := a.s
	if taken := slices.DeleteFunc(slices.Clone(f.Exchanges), func(x *exchange.Exchange) bool { return !s.tookWrong(x) }); len(taken) > 0 {
		return !slices.ContainsFunc(taken, func(x *exchange.Exchange) bool { return !a.refused(ctx, x.Request) })
	}
	if slices.ContainsFunc(f.Exchanges, s.inOwnForm) { // asked in the usual form, it is another request
		return false
	}
	planted, queries := s.Planted, []Query(nil)
	if v, walked := f.Observed.(*Sighting); walked {
		planted, queries = v.planted, []Query{v.q}
	} else {
		endless := slices.Contains(f.Symptoms, WithoutEnd()[0])
		for _, x := range f.Exchanges {
			q, wrong := s.wrongByItself(x)
			if wrong || endless && q.Start != "" && len(q.Filters) == 0 {
				queries = append(queries, q)
			}
		}
	}
	return len(queries) > 0 && !slices.ContainsFunc(queries, func(q Query) bool { return !a.right(ctx, q, planted) })
}

// right reports whether a list is right, each time that it is asked for, or after a pause in which most caches forget.
func (a *askedAgain) right(ctx context.Context, q Query, planted []*RunEvent) bool {
	q.Token = ""
	key := fmt.Sprint(q)
	if right, asked := a.said[key]; asked || ctx.Err() != nil {
		return right
	}
	right := func(times int, apart time.Duration) bool {
		for range times {
			if a.s.client.Count()-a.before > mostAskedAgain || !a.s.isRight(a.asking(apart).Walk(ctx, q), planted) {
				return false
			}
		}
		return true
	}
	a.said[key] = right(2, 0) || a.patient(ctx) && right(1, pageApart)
	if !a.said[key] {
		a.vain++
	}
	return a.said[key]
}

// tookWrong reports whether a list was answered with a page although something is wrong with the request.
func (s *Session) tookWrong(x *exchange.Exchange) bool {
	return x.Request.Hostile && s.granted(x) && x.OK() && strings.HasSuffix(x.Request.Path, "/events/stream") && s.newPage(x).Problem == ""
}

// refused reports whether a request that has something wrong with it is refused now, or after a pause in which most caches forget.
func (a *askedAgain) refused(ctx context.Context, r exchange.Request) bool {
	now := func() bool {
		x := a.asking(pageApart).Send(ctx, r)
		return x.Refused() && !x.Busy()
	}
	return now() || a.patient(ctx) && now()
}

// pageApart is how far apart the pages of a list are asked for where a cache may take one for another.
const pageApart = 150 * time.Millisecond

// asking sends each request so long after the one before.
func (a *askedAgain) asking(apart time.Duration) Asker {
	return Asker{Session: a.s, Send: func(ctx context.Context, r exchange.Request) *exchange.Exchange {
		_ = a.s.Clock.Sleep(ctx, apart) // Do says so if the context has ended
		return a.s.client.Do(ctx, "diagnosis", r)
	}}
}

// patient waits, unless that was in vain some times.
func (a *askedAgain) patient(ctx context.Context) bool {
	const pause, mostVain = 1200 * time.Millisecond, 3
	return a.vain < mostVain && a.s.Clock.Sleep(ctx, pause) == nil
}

// isRight reports whether a walk shows what it should by what was tracked, and nothing else. What other lists showed does not count: they
// may have been the answers to other queries.
func (s *Session) isRight(w Walk, planted []*RunEvent) bool {
	q := s.WithDefaults(w.Query)
	from, to := Instants(q)
	forbidden := func(e Event) bool { return s.Forbidden(s.Identify(e), e, q, from, to) != "" }
	if !w.Ended || w.Last().Problem != "" || slices.ContainsFunc(w.Events(), forbidden) {
		return false
	}
	v := s.Sight(w, planted, Difference{})
	return v != nil && !v.repeats() && !slices.ContainsFunc(v.planted, func(k *RunEvent) bool { return v.right[k] != v.got[k] })
}

// wrongByItself reports whether a valid list of the run's own bot or team is refused, shows what does not meet its query, or
// lacks what does.
func (s *Session) wrongByItself(x *exchange.Exchange) (q Query, wrong bool) {
	q, list := s.queryOf(x.Request)
	if came, _ := x.Came(); !list || x.Request.Hostile || len(q.Filters) > 0 || !s.granted(x) || came > len(x.Body) {
		return q, false
	}
	if x.Refused() && !x.Busy() {
		return q, true
	}
	page := s.newPage(x)
	from, to := Instants(q)
	lacks := q.Op != Team && q.Token == "" && page.Next == "" && slices.ContainsFunc(s.own(), func(k *RunEvent) bool {
		return k.Matches(q, from, to) && !slices.ContainsFunc(page.Events, func(e Event) bool { return s.Identify(e) == k })
	})
	return q, x.OK() && page.Problem == "" && (lacks || !s.allows(q, page.Events))
}

// inOwnForm reports whether a list was asked for in another form than the usual one, such as with its parameters in another order.
func (s *Session) inOwnForm(x *exchange.Exchange) bool {
	q, list := s.queryOf(x.Request)
	usual := s.Request(q)
	return list && len(q.Filters) == 0 && (x.Request.RawQuery != usual.RawQuery || !bytes.Equal(x.Request.Body, usual.Body))
}
