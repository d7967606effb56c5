package chatlayer

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// storm is many clients tracking at once while others read. It happens once in a run; several checks look at it.
type storm struct {
	known   []*Known // acknowledged, in the order of the clients
	pages   []Page   // read meanwhile
	listed  []Event  // after all was settled
	lost    []*Known
	last    []*exchange.Exchange // that showed listed
	lanes   conformance.Lanes
	trouble string // why it says nothing; "" if it says something
}

// The storm's size.
const (
	stormClients = 10
	stormEvents  = 10 // of each client
	stormReaders = 2
	stormReads   = 3 // of each reader, at least
)

// weather makes the storm, or waits for the check that does.
func weather(ctx context.Context, p *probe) *storm {
	s := sharedBy[storm](p.s).get(func() *storm {
		s := &storm{}
		s.blow(ctx, p)
		return s
	})
	if s.trouble != "" {
		p.Inconclusive("%s", s.trouble)
	}
	p.Saw("acknowledged", len(s.known))
	return s
}

func (s *storm) blow(ctx context.Context, p *probe) {
	at := p.s.base.Add(90 * time.Minute)
	from, to := at.Add(-time.Minute), at.Add(10*time.Minute)
	if !p.s.honoured {
		from, to = p.s.span(nil)
	}
	q := Query{Start: bound(from), End: bound(to), Size: 100}
	began := p.s.clock.Now()
	byClient := make([][]*Known, stormClients)
	s.lanes.Lanes = make([]conformance.Lane, stormClients)
	var writers, readers sync.WaitGroup
	for c := range stormClients {
		s.lanes.Lanes[c].Name = fmt.Sprintf("client %d", c+1)
		writers.Go(func() {
			for i := range stormEvents {
				k, x := p.Track(ctx, stormEvent(p.s.names, at, c, i))
				if k != nil {
					byClient[c] = append(byClient[c], k)
					s.lanes.Lanes[c].Spans = append(s.lanes.Lanes[c].Spans, span(began, x, k.Tag))
				}
			}
		})
	}
	over := make(chan struct{})
	var mu sync.Mutex
	for range stormReaders {
		readers.Go(func() {
			for read := 1; ctx.Err() == nil; read++ {
				page := p.Page(ctx, q)
				mu.Lock()
				s.pages = append(s.pages, page)
				mu.Unlock()
				select {
				case <-over:
					if read >= stormReads {
						return
					}
				default:
				}
			}
		})
	}
	writers.Wait()
	close(over)
	readers.Wait()
	s.known = slices.Concat(byClient...)
	s.settle(ctx, p, q)
}

// settle waits until the storm's events are listed and reads them all.
func (s *storm) settle(ctx context.Context, p *probe, q Query) {
	if len(s.known) == 0 {
		s.trouble = "none of the events of this check was taken"
		return
	}
	s.lost = p.settleOwn(ctx, s.known...)
	w := p.Walk(ctx, q)
	if !w.Ended {
		s.trouble = "the list of the events of this check could not be read: " + w.Why
		return
	}
	s.listed, s.last = w.Events(), lastOf(w, 2)
}

// stormEvent carries its number in every member.
func stormEvent(n names, at time.Time, client, i int) Sent {
	mark := fmt.Sprintf("storm-%d-%d", client, i)
	return Sent{
		Version: "LIVE", Event: n.of(mark), User: n.of(fmt.Sprintf("storm-%d", client)), Conversation: n.of(mark), Campaign: n.of(mark),
		Attributes: map[string]string{"mark": n.of(mark)}, At: at.Add(time.Duration(i*stormClients+client) * 10 * time.Millisecond),
	}
}

func span(began time.Time, x *exchange.Exchange, label string) conformance.Span {
	from := float64(x.Began.Sub(began).Microseconds()) / 1000
	return conformance.Span{FromMS: from, ToMS: from + float64(x.Took.Microseconds())/1000, Label: label, Mark: conformance.Right}
}

// marked returns the lanes with some events marked.
func (s *storm) marked(m conformance.Mark, wrong ...*Known) []conformance.Picture {
	drawing := conformance.Lanes{}
	for _, lane := range s.lanes.Lanes {
		copied := conformance.Lane{Name: lane.Name, Spans: slices.Clone(lane.Spans)}
		for i := range copied.Spans {
			if slices.ContainsFunc(wrong, func(k *Known) bool { return k.Tag == copied.Spans[i].Label }) {
				copied.Spans[i].Mark = m
			}
		}
		drawing.Lanes = append(drawing.Lanes, copied)
	}
	return []conformance.Picture{{Title: "Tracks of each client.", Lanes: &drawing}}
}

var nothingLost = conformance.Check{
	ID:          "chatlayer.concurrency.nothing-lost",
	Level:       conformance.Should,
	Requirement: "CHL-LAW-4",
	Title:       "Every event that was acknowledged while many were tracked at once is listed.",
	Operations:  tracked(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Alone,
	Floor:       map[string]int{"acknowledged": 40},
	Run:         with(stormLost),
}

func stormLost(ctx context.Context, p *probe) {
	s := weather(ctx, p)
	switch len(s.lost) {
	case 0:
		return
	case len(s.known):
		p.Inconclusive("none of %d events that were tracked at once became visible within the settle time", len(s.known))
	}
	p.readable()
	p.Fail(conformance.Failure{
		Message: fmt.Sprintf("%d of %d events that were acknowledged while %d clients tracked at once were never listed", len(s.lost),
			len(s.known), stormClients),
		Expected: "every acknowledged event", Got: "nothing of " + s.lost[0].Tag, Symptoms: lostEvents(s.lost[0]),
		Exchanges: append(p.s.exchangesOf(p.Traffic(), s.lost[0]), s.last...), Pictures: s.marked(conformance.Missing, s.lost...),
	})
}

var nothingDoubled = conformance.Check{
	ID:          "chatlayer.concurrency.nothing-doubled",
	Level:       conformance.Should,
	Requirement: "CHL-LAW-4",
	Title:       "Every event that was tracked while many were tracked at once is listed once.",
	Operations:  tracked(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Alone,
	Floor:       map[string]int{"acknowledged": 40},
	Run:         with(stormDoubled),
}

func stormDoubled(ctx context.Context, p *probe) {
	s := weather(ctx, p)
	times := map[*Known]int{}
	for _, e := range s.listed {
		if k := p.s.identify(e); k != nil {
			if times[k]++; times[k] > 1 {
				p.Fail(conformance.Failure{
					Message: "an event that was tracked once is listed twice", Expected: k.Tag + " once", Got: k.Tag + " twice",
					Symptoms:  repeatedEvents(),
					Exchanges: append(p.s.exchangesOf(p.Traffic(), k), s.last...), Pictures: s.marked(conformance.Repeated, k),
				})
			}
		}
	}
}

var nothingMixed = conformance.Check{
	ID:          "chatlayer.concurrency.nothing-mixed",
	Level:       conformance.Should,
	Requirement: "CHL-LAW-4",
	Also:        []string{"CHL-LAW-2"},
	Title:       "No listed event has parts of two that were tracked at once.",
	Operations:  tracked(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Alone,
	Floor:       map[string]int{"acknowledged": 40},
	Run:         with(stormMixed),
}

func stormMixed(ctx context.Context, p *probe) {
	s := weather(ctx, p)
	for _, e := range s.listed {
		k := p.s.identify(e)
		if k == nil || !slices.Contains(s.known, k) {
			continue
		}
		if name, want, got := p.s.changed(k, e); name != "" {
			p.Fail(conformance.Failure{
				Message: "an event that was tracked beside others is listed with another " + name, Expected: name + " " + quoted(want),
				Got: name + " " + got, Symptoms: changedMember(name),
				Exchanges: append(p.s.exchangesOf(p.Traffic(), k), s.last...), Pictures: s.marked(conformance.Extra, k),
			})
		}
	}
}

var idsDiffer = conformance.Check{
	ID:          "chatlayer.concurrency.ids-differ",
	Level:       conformance.Should,
	Requirement: "CHL-TRK-15",
	Title:       "Events that are tracked at once get different ids.",
	Operations:  []string{"TrackEvent"},
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Alone,
	Floor:       map[string]int{"acknowledged": 40},
	Run:         with(stormIDs),
}

func stormIDs(ctx context.Context, p *probe) {
	s := weather(ctx, p)
	first := map[string]*Known{}
	for _, k := range s.known {
		if other := first[k.EventID]; other != nil && k.EventID != "" {
			p.Fail(conformance.Failure{
				Message: "two events that were tracked at once got the same event_id", Expected: "an id for each event",
				Got:       quoted(k.EventID) + " twice",
				Exchanges: p.s.exchangesOfTwo(p.Traffic(), k, other),
				Pictures:  s.marked(conformance.Repeated, k, other),
			})
		}
		first[k.EventID] = k
	}
}

var wholePages = conformance.Check{
	ID:          "chatlayer.concurrency.whole-pages",
	Level:       conformance.Should,
	Requirement: "CHL-LAW-4",
	Also:        []string{"CHL-SCH-6"},
	Title:       "Pages that are read while events are tracked are whole: every entry an event, none twice.",
	Operations:  tracked(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Alone,
	Floor:       map[string]int{"pages": 5},
	Run:         with(stormPages),
}

func stormPages(ctx context.Context, p *probe) {
	s := weather(ctx, p)
	for _, page := range s.pages {
		if page.X.Err != nil || page.X.Busy() {
			continue
		}
		p.answered(page)
		p.Saw("pages", 1)
		seen := map[string]bool{}
		for _, e := range page.Events {
			if p.s.identify(e) == nil {
				continue // nobody says how often others' events are there
			}
			if seen[e.key()] {
				p.Fail(conformance.Failure{
					Message: "a page that was read while events were tracked holds an event twice", Expected: "each event once",
					Got: p.s.label(e) + " twice", Exchanges: []*exchange.Exchange{page.X},
				})
			}
			seen[e.key()] = true
		}
	}
}

var concurrencyAbandoned = conformance.Check{
	ID:          "chatlayer.concurrency.abandoned",
	Level:       conformance.Should,
	Requirement: "CHL-LAW-4",
	Title:       "A track whose client hung up is listed once or not at all.",
	Operations:  tracked(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"abandoned": 5},
	Run:         with(abandoned),
}

// abandoned hangs up on tracks at different moments. Whether they were stored nobody knows; twice they must not be.
func abandoned(ctx context.Context, p *probe) {
	var known []*Known
	for i := range 8 {
		e := p.own(fmt.Sprint(i), time.Duration(i)*time.Second)
		k := &Known{Sent: e, Owned: true, Tag: p.s.nextTag()}
		k.Attributes = map[string]string{tagKey: k.Tag}
		p.s.remember(k)
		r := p.s.trackRequest(p.s.target.Bot, k.Sent)
		r.Timeout = time.Duration(i+1) * 300 * time.Microsecond
		p.Do(ctx, r)
		known = append(known, k)
		p.Saw("abandoned", 1)
	}
	sentinel := p.mustTrack(ctx, p.own("later", time.Minute))
	p.visible(ctx, sentinel)
	from, to := p.s.span(known)
	w := p.WholeWalk(ctx, Query{Start: bound(from), End: bound(to), Size: 100})
	ids := map[*Known]map[string]bool{}
	for _, e := range w.Events() {
		if k := p.s.identify(e); k != nil && slices.Contains(known, k) {
			if ids[k] == nil {
				ids[k] = map[string]bool{}
			}
			if ids[k][e.key()] = true; len(ids[k]) > 1 {
				p.Fail(conformance.Failure{
					Message: "a track that was sent once and abandoned is listed twice", Expected: "one event or none",
					Got: "two of " + k.Tag, Symptoms: repeatedEvents(), Exchanges: lastOf(w, 1),
				})
			}
		}
	}
}

var concurrencyWalksAgree = conformance.Check{
	ID:          "chatlayer.concurrency.walks-agree",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-10",
	Title:       "Walks that run at once over unchanged data show the same.",
	Operations:  []string{get, post},
	Floor:       map[string]int{"walks": 4},
	Run:         with(walksAgree),
}

// walksAgree walks the same list several times at once.
func walksAgree(ctx context.Context, p *probe) {
	from, to := p.s.window()
	walks := make([]Walk, 4)
	var all sync.WaitGroup
	for i := range walks {
		all.Go(func() {
			walks[i] = p.Walk(ctx, Query{Op: []string{get, post}[i%2], Start: bound(from), End: bound(to), Size: 50})
		})
	}
	all.Wait()
	for _, w := range walks {
		p.whole(ctx, w)
		p.Hold(ctx, w, p.s.seed, "walks that run at once")
		p.Saw("walks", 1)
	}
}
