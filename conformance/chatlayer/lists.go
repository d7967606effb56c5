package chatlayer

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// everyList names the operations that list known events on this target. Which bots and versions a team's list shows nobody
// documents, so it is one of them only if it has shown some of the events.
func (p *probe) everyList() []string {
	if !p.s.teamShows() {
		return []string{get, post}
	}
	return []string{get, post, team}
}

// teamShows reports whether the team's list has shown known events.
func (s *session) teamShows() bool {
	return slices.ContainsFunc(s.seed, inTeam)
}

// called says in a few words which list it is.
func called(op string) string {
	switch op {
	case post:
		return "POST"
	case team:
		return "the team's list"
	default:
		return "GET"
	}
}

// full walks to the end and fails the check unless the walk is what the model expects. It counts what the walk shows.
func (p *probe) full(ctx context.Context, q Query, about string) Walk {
	return p.held(ctx, p.WholeWalk(ctx, q), about)
}

// held fails the check unless a walk is what the model expects. It counts what the walk shows.
func (p *probe) held(ctx context.Context, w Walk, about string) Walk {
	p.Hold(ctx, w, p.s.seed, about)
	p.Saw("events", p.s.countKnown(w))
	p.Saw("pages", len(w.Pages))
	return w
}

// knownOf counts how often each known event is in a walk.
func (s *session) knownOf(w Walk) map[*Known]int {
	times := map[*Known]int{}
	for _, e := range w.Events() {
		if k := s.identify(e); k != nil {
			times[k]++
		}
	}
	return times
}

func (s *session) countKnown(w Walk) int { return len(s.knownOf(w)) }

// moment is an instant at which known events happened.
type moment struct {
	at time.Time
	n  int
}

// moments returns the instants of the known events that a list shows, in order, without the old events.
func (s *session) moments(op string) []moment {
	from, to := s.window()
	times := map[time.Time]int{}
	for _, k := range s.seed {
		listed := versionOf(k.Sent) == "LIVE"
		if op == team {
			listed = k.inTeam.Load() != nil
		}
		if at := k.moment(); listed && inside(at, from, to) {
			times[at]++
		}
	}
	all := make([]moment, 0, len(times))
	for at, n := range times {
		all = append(all, moment{at, n})
	}
	slices.SortFunc(all, func(a, b moment) int { return a.at.Compare(b.at) })
	return all
}

// some returns a window of a list that holds n known events, or a few more where instants have several.
func (s *session) some(op string, n int, chance *rand.Rand) Query {
	all := s.moments(op)
	last, count := len(all)-1, 0
	if len(all) > n {
		last = n - 1 + chance.IntN(len(all)-n+1)
	}
	first := last
	for ; first >= 0; first-- {
		if count += all[first].n; count >= n || first == 0 {
			break
		}
	}
	return Query{Op: op, Start: bound(all[first].at), End: bound(all[last].at.Add(s.unit))}
}

// all returns the window of the whole seed.
func (s *session) all(op string) Query {
	from, to := s.window()
	return Query{Op: op, Start: bound(from), End: bound(to), Size: 100}
}

// whole is a walk over the window of the whole seed, live events in pages of 100. The checks that look at what is shown share it.
func (p *probe) wholeSeed(ctx context.Context, op string) Walk {
	return *p.s.wholes[slices.Index([]string{get, post, team}, op)].get(func() *Walk {
		w := p.WholeWalk(ctx, p.s.all(op))
		return &w
	})
}

// sized returns the query with another page_size.
func (q Query) sized(n int) Query {
	q.Size = n
	return q
}

// on returns the query for another list.
func (q Query) on(op string) Query {
	q.Op = op
	return q
}

// wrong makes the request of a query that a target may refuse, or that is wrong on purpose.
func (s *session) wrong(q Query) exchange.Request {
	r := s.request(q)
	r.Hostile = true
	return r
}

// strange asks with such a request and reads the answer. It ends the check if the way to the target failed.
func (p *probe) strange(ctx context.Context, r exchange.Request) Page {
	page := p.s.readPage(p.Do(ctx, r))
	if x := page.X; x.Err != nil || x.Busy() {
		p.Inconclusive("a list could not be read: %s", page.Problem)
	}
	return page
}

// strayed returns the known events of a page but for those that were tracked to the very bot that the query asks for, if that is
// another than the run's.
func strayed(s *session, page Page, q Query) []Event {
	return slices.DeleteFunc(s.ours(page), func(e Event) bool {
		k := s.identify(e)
		return k.Bot != "" && q.Op != team && s.at(k, q.Bot)
	})
}

// ours returns the known events of a page.
func (s *session) ours(page Page) []Event {
	return slices.DeleteFunc(slices.Clone(page.Events), func(e Event) bool { return s.identify(e) == nil })
}

// opened is a walk whose first page was read.
type opened struct {
	q     Query // of the next page
	first Page
}

// open reads the first page that has events of a window that needs several pages. It ends the check as inconclusive if
// there is no token: whether one is missing is for the checks that walk.
func (p *probe) open(ctx context.Context, q Query) opened {
	const patience = 5 // empty pages before the first event
	o := opened{}
	p.patiently(ctx, func() []Walk {
		o = opened{q, p.Whole(ctx, q)}
		read := Walk{Query: q, Pages: []Page{o.first}}
		for range patience {
			if len(o.first.Events) > 0 || o.first.Next == "" {
				break
			}
			o.q.Token = o.first.Next
			o.first = p.Whole(ctx, o.q)
			read.Pages = append(read.Pages, o.first)
		}
		read.Ended = o.first.Next == ""
		return []Walk{read}
	})
	if o.first.Next == "" {
		p.Inconclusive("%s gave no page token with page_size %d over a window in which it has shown more events", called(q.Op), q.Size)
	}
	p.Saw("tokens", 1)
	o.q.Token = o.first.Next
	return o
}

// hides fails the check if the answer shows a known event.
func (p *probe) hides(ctx context.Context, r exchange.Request, about string) {
	page := p.strange(ctx, r)
	p.Saw("requests", 1)
	q, _ := r.Meta.(Query)
	if shown := strayed(p.s, page, q); len(shown) > 0 {
		p.Fail(conformance.Failure{
			Message: about + " shows events that it must not", Expected: "a refusal, or none of them",
			Got: fmt.Sprintf("%d events, such as %s", len(shown), p.s.label(shown[0])), Exchanges: []*exchange.Exchange{page.X},
		})
	}
}

// atMost fails the check if a page of the walk is longer.
func (p *probe) atMost(w Walk, most int) {
	for _, page := range w.Pages {
		if len(page.Events) > most {
			p.Fail(conformance.Failure{
				Message:  fmt.Sprintf("%s: a page holds %d events", called(w.Query.Op), len(page.Events)),
				Expected: fmt.Sprintf("at most %d", most), Got: fmt.Sprint(len(page.Events)), Exchanges: []*exchange.Exchange{page.X},
				Symptoms: tooLong(),
				Pictures: []conformance.Picture{strip(p.s, w, difference{})},
			})
		}
	}
}
