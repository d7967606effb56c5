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
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

// mixedUp begins the name of what lists do that answer other queries than they were asked.
const mixedUp = "the same answer to different queries"

// mostAskedAgain is how many requests a diagnosis sends to ask for failed lists again.
const mostAskedAgain = 1000

// withMixed puts the failures that nothing explains, and whose lists are right when they are asked for again while nothing else is under
// way, to the cause that lists give the answers to other queries. It makes one of several, if one of them showed what may not be there.
func (s *Session) withMixed(
	ctx context.Context, again *askedAgain, causes []conformance.Cause, failed []conformance.Case,
) []conformance.Cause {
	mixed := conformance.Cause{Name: mixedUp + ", or a part of one, while others are under way: a variable that requests share, or a cache"}
	shows, folded := false, false
	for _, c := range failed {
		if explained(causes, c) || !again.rightAlone(ctx, c.Failure) {
			continue
		}
		mixed.Explains = append(mixed.Explains, c.Check.ID)
		v, walked := c.Failure.Observed.(*Sighting)
		shows = shows || walked && len(v.extra) > 0 || slices.ContainsFunc(c.Failure.Exchanges, s.tookWrong) ||
			slices.Contains(c.Failure.Symptoms, TooLong()[0])
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

// withCached puts answers that a cache gives, whoever asks, to the cause that lists give the answers to other queries: what they share is
// that cache. Where it lets strangers in, that is a finding of its own.
func withCached(causes []conformance.Cause, failed []conformance.Case) []conformance.Cause {
	i := slices.IndexFunc(causes, func(c conformance.Cause) bool { return strings.HasPrefix(c.Name, mixedUp) })
	if i < 0 {
		return causes
	}
	for _, c := range unexplained(causes, failed) {
		if protocol.Cached(c.Failure) {
			causes[i].Explains = append(causes[i].Explains, c.Check.ID)
			causes[i].Name = mixedUp + ": a cache whose key lacks a part of what is asked"
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
	planted, queries := s.Planted, []Query(nil)
	v, walked := f.Observed.(*Sighting)
	if walked {
		planted, queries = v.planted, []Query{v.q}
	}
	own := slices.DeleteFunc(slices.Clone(f.Exchanges), func(x *exchange.Exchange) bool { return !s.inOwnForm(x) })
	if len(own) > 0 { // asked in the usual form, it is another request
		return !slices.ContainsFunc(own, func(x *exchange.Exchange) bool { return !a.rightAsSent(ctx, x.Request, planted) })
	}
	if !walked {
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

// right reports whether a list is right.
func (a *askedAgain) right(ctx context.Context, q Query, planted []*RunEvent) bool {
	q.Token = ""
	return a.steadily(ctx, fmt.Sprint(q), func(apart time.Duration) bool {
		return a.s.isRight(a.asking(apart).Walk(ctx, q), planted)
	})
}

// rightAsSent reports whether a list of one page is right that is asked for in a form of its own.
func (a *askedAgain) rightAsSent(ctx context.Context, r exchange.Request, planted []*RunEvent) bool {
	q, _ := a.s.queryOf(r)
	return q.Token == "" && a.steadily(ctx, r.RawQuery+string(r.Body), func(apart time.Duration) bool {
		page := a.s.ReadPage(a.asking(apart).Send(ctx, r))
		return a.s.isRight(Walk{Query: q, Pages: []Page{page}, Ended: page.Next == ""}, planted)
	})
}

// passed are the failures among those that a cause explains whose lists are right now, and show nothing of what they showed wrongly. It
// asks for no more than the first if that is wrong again, as a mistake that is made each time makes it.
func (a *askedAgain) passed(ctx context.Context, cause conformance.Cause, left []seen) (ids []string) {
	for _, v := range left {
		switch {
		case !slices.Contains(cause.Explains, v.id):
		case a.righted(ctx, v.Sighting):
			ids = append(ids, v.id)
		case ids == nil:
			return nil
		}
	}
	return ids
}

// righted reports whether a list is right now, twice.
func (a *askedAgain) righted(ctx context.Context, v *Sighting) bool {
	for _, apart := range []time.Duration{pageApart, 0} {
		if ctx.Err() != nil || a.s.client.Count()-a.before > mostAskedAgain {
			return false
		}
		w := a.asking(apart).Walk(ctx, v.q)
		shows := func(one shown) bool {
			return slices.ContainsFunc(w.Events(), func(e Event) bool { return e.Key() == one.key })
		}
		if !a.s.isRight(w, v.planted) || slices.ContainsFunc(v.extra, shows) {
			return false
		}
	}
	return true
}

// steadily reports whether what is asked is right each time that it is asked, or after a pause in which most caches forget.
func (a *askedAgain) steadily(ctx context.Context, asked string, right func(apart time.Duration) bool) bool {
	if said, known := a.said[asked]; known || ctx.Err() != nil {
		return said
	}
	now := func(times int, apart time.Duration) bool {
		for range times {
			if !right(apart) || a.s.client.Count()-a.before > mostAskedAgain {
				return false
			}
		}
		return true
	}
	a.said[asked] = now(2, 0) || a.patient(ctx) && now(1, pageApart)
	if !a.said[asked] {
		a.vain++
	}
	return a.said[asked]
}

// tookWrong reports whether a list was answered with a page although something is wrong with the request.
func (s *Session) tookWrong(x *exchange.Exchange) bool {
	return wrongOnPurpose(x.Request) && s.granted(x) && x.OK() && strings.HasSuffix(x.Request.Path, "/events/stream") &&
		s.newPage(x).Problem == ""
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
	if !w.Ended || w.Last().Problem != "" || slices.ContainsFunc(w.Pages, q.overfilled) || slices.ContainsFunc(w.Events(), forbidden) {
		return false
	}
	v := s.Sight(w, planted, Difference{})
	return v != nil && !v.repeats() && !slices.ContainsFunc(v.planted, func(k *RunEvent) bool { return v.right[k] != v.got[k] })
}

// wrongByItself reports whether a valid list of the run's own bot or team is refused, shows what does not meet its query, or
// lacks what does, or has pages that are too long.
func (s *Session) wrongByItself(x *exchange.Exchange) (q Query, wrong bool) {
	q, list := s.queryOf(x.Request)
	if came, _ := x.Came(); !list || wrongOnPurpose(x.Request) || len(q.Filters) > 0 || !s.granted(x) || came > len(x.Body) {
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
	return q, x.OK() && page.Problem == "" && (lacks || q.overfilled(page) || !s.allows(q, page.Events))
}

// inOwnForm reports whether a list was asked for in another form than the usual one, such as with its parameters in another order.
func (s *Session) inOwnForm(x *exchange.Exchange) bool {
	q, list := s.queryOf(x.Request)
	usual := s.Request(q)
	return list && len(q.Filters) == 0 && (x.Request.RawQuery != usual.RawQuery || !bytes.Equal(x.Request.Body, usual.Body))
}
