package kit

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// EveryList names the operations that list events of the run on this target. Which bots and versions a team's list shows nobody
// documents, so it is one of them only if it has shown some of the events.
func (p *Probe) EveryList() []string {
	if !p.teamShows() {
		return []string{Get, Post}
	}
	return []string{Get, Post, Team}
}

// teamShows reports whether the team's list has shown events of the run.
func (s *Session) teamShows() bool {
	return slices.ContainsFunc(s.Planted, InTeam)
}

// Called says in a few words which list it is.
func Called(op string) string {
	switch op {
	case Post:
		return "POST"
	case Team:
		return "the team's list"
	default:
		return "GET"
	}
}

// WalkPlanted walks to the end and fails the check unless the walk is what the model expects. It counts what the walk shows.
func (p *Probe) WalkPlanted(ctx context.Context, q Query, about string) Walk {
	return p.HoldPlanted(ctx, p.MustWalk(ctx, q), about)
}

// HoldPlanted fails the check unless a walk is what the model expects. It counts what the walk shows.
func (p *Probe) HoldPlanted(ctx context.Context, w Walk, about string) Walk {
	p.Hold(ctx, w, p.Planted, about)
	p.Saw("events", p.CountOfRun(w))
	p.Saw("pages", len(w.Pages))
	return w
}

// TimesOf counts how often each of the run's events is in a walk.
func (s *Session) TimesOf(w Walk) map[*RunEvent]int {
	times := map[*RunEvent]int{}
	for _, e := range w.Events() {
		if k := s.Identify(e); k != nil {
			times[k]++
		}
	}
	return times
}

// CountOfRun counts the run's events of a walk, each once.
func (s *Session) CountOfRun(w Walk) int { return len(s.TimesOf(w)) }

// Moment is an instant at which events of the run happened.
type Moment struct {
	At time.Time
	N  int
}

// Moments returns the instants of the run's events that a list shows, in order, without the old events.
func (s *Session) Moments(op string) []Moment {
	from, to := s.PlantedWindow()
	times := map[time.Time]int{}
	for _, k := range s.Planted {
		listed := VersionOf(k.Sent) == "LIVE"
		if op == Team {
			listed = k.inTeam.Load() != nil
		}
		if at := k.Moment(); listed && Inside(at, from, to) {
			times[at]++
		}
	}
	all := make([]Moment, 0, len(times))
	for at, n := range times {
		all = append(all, Moment{at, n})
	}
	slices.SortFunc(all, func(a, b Moment) int { return a.At.Compare(b.At) })
	return all
}

// ListSome returns a window of a list that holds n of the run's events, or a few more where instants have several.
func (s *Session) ListSome(op string, n int, chance *rand.Rand) Query {
	all := s.Moments(op)
	last, count := len(all)-1, 0
	if len(all) > n {
		last = n - 1 + chance.IntN(len(all)-n+1)
	}
	first := last
	for ; first >= 0; first-- {
		if count += all[first].N; count >= n || first == 0 {
			break
		}
	}
	return Query{Op: op, Start: Bound(all[first].At), End: Bound(all[last].At.Add(s.Unit))}
}

// ListPlanted lists the window of all planted events, in pages of 100.
func (s *Session) ListPlanted(op string) Query {
	from, to := s.PlantedWindow()
	return Query{Op: op, Start: Bound(from), End: Bound(to), Size: 100}
}

// SharedWalk is a walk over the window of all planted events, live events in pages of 100. The checks that look at what is shown share it.
func (p *Probe) SharedWalk(ctx context.Context, op string) Walk {
	return *p.wholes[slices.Index([]string{Get, Post, Team}, op)].Get(func() *Walk {
		w := p.MustWalk(ctx, p.ListPlanted(op))
		return &w
	})
}

// Sized returns the query with another page_size.
func (q Query) Sized(n int) Query {
	q.Size = n
	return q
}

// On returns the query for another list.
func (q Query) On(op string) Query {
	q.Op = op
	return q
}

// HostileRequest makes the request of a query that a target may refuse, or that is wrong on purpose.
func (s *Session) HostileRequest(q Query) exchange.Request {
	r := s.Request(q)
	r.Hostile = true
	return r
}

// Strange asks with such a request and reads the answer. It ends the check if the way to the target failed.
func (p *Probe) Strange(ctx context.Context, r exchange.Request) Page {
	page := p.ReadPage(p.Do(ctx, r))
	if x := page.X; x.Err != nil || x.Busy() {
		p.Inconclusive("a list could not be read: %s", page.Problem)
	}
	return page
}

// strayed returns the run's events of a page but for those that were tracked to the very bot that the query asks for, if that is
// another than the run's.
func strayed(p *Probe, page Page, q Query) []Event {
	return slices.DeleteFunc(p.Ours(page), func(e Event) bool {
		k := p.Identify(e)
		return k.Bot != "" && q.Op != Team && p.at(k, q.Bot)
	})
}

// Ours returns the run's events of a page.
func (s *Session) Ours(page Page) []Event {
	return slices.DeleteFunc(slices.Clone(page.Events), func(e Event) bool { return s.Identify(e) == nil })
}

// Opened is a walk whose first page was read.
type Opened struct {
	Q     Query // of the next page
	First Page
}

// Open reads the first page that has events of a window that needs several pages. It ends the check as inconclusive if
// there is no token: whether one is missing is for the checks that walk.
func (p *Probe) Open(ctx context.Context, q Query) Opened {
	const patience = 5 // empty pages before the first event
	o := Opened{}
	p.Patiently(ctx, func() []Walk {
		o = Opened{q, p.MustPage(ctx, q)}
		read := Walk{Query: q, Pages: []Page{o.First}}
		for range patience {
			if len(o.First.Events) > 0 || o.First.Next == "" {
				break
			}
			o.Q.Token = o.First.Next
			o.First = p.MustPage(ctx, o.Q)
			read.Pages = append(read.Pages, o.First)
		}
		read.Ended = o.First.Next == ""
		return []Walk{read}
	})
	if o.First.Next == "" {
		p.Inconclusive("%s gave no page token with page_size %d over a window in which it has shown more events; "+
			"see chatlayer.paging.complete",
			Called(q.Op), q.Size)
	}
	p.Saw("tokens", 1)
	o.Q.Token = o.First.Next
	return o
}

// MustHide fails the check if the answer shows an event of the run.
func (p *Probe) MustHide(ctx context.Context, r exchange.Request, about string) {
	page := p.Strange(ctx, r)
	p.Saw("requests", 1)
	q, _ := r.Meta.(Query)
	if shown := strayed(p, page, q); len(shown) > 0 {
		p.Fail(conformance.Failure{
			Message: about + " shows events that it must not", Expected: "a refusal, or none of them",
			Got: english.Count(len(shown), "event") + ", such as " + p.Label(shown[0]), Exchanges: []*exchange.Exchange{page.X},
		})
	}
}

// PagesAtMost fails the check if a page of the walk is longer.
func (p *Probe) PagesAtMost(w Walk, most int) {
	for _, page := range w.Pages {
		if len(page.Events) > most {
			p.Fail(conformance.Failure{
				Message:  Called(w.Query.Op) + ": a page holds " + english.Count(len(page.Events), "event"),
				Expected: fmt.Sprintf("at most %d", most), Got: fmt.Sprint(len(page.Events)), Exchanges: []*exchange.Exchange{page.X},
				Symptoms: TooLong(),
				Pictures: []conformance.Picture{p.Strip(w, Difference{})},
			})
		}
	}
}
