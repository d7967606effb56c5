package concurrency

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// storm is many clients tracking at once while others read. It happens once in a run; several checks look at it.
type storm struct {
	known   []*kit.Known // acknowledged, in the order of the clients
	pages   []kit.Page   // read meanwhile
	listed  []kit.Event  // after all was settled
	lost    []*kit.Known
	last    []*exchange.Exchange // that showed listed
	lanes   conformance.Lanes
	trouble string // why it says nothing; "" if it says something
}

// How many write and read at once.
const (
	stormClients = 10
	stormEvents  = 10 // of each client
	stormReaders = 2
	stormReads   = 3 // of each reader, at least
)

// stormOf starts the concurrent writers once; later checks wait for them to end.
func stormOf(ctx context.Context, p *kit.Probe) *storm {
	s := kit.SharedBy[storm](p).Get(func() *storm {
		s := &storm{}
		s.start(ctx, p)
		return s
	})
	if s.trouble != "" {
		p.Inconclusive("%s", s.trouble)
	}
	p.Saw("acknowledged", len(s.known))
	return s
}

func (s *storm) start(ctx context.Context, p *kit.Probe) {
	at := p.Base.Add(90 * time.Minute)
	from, to := at.Add(-time.Minute), at.Add(10*time.Minute)
	if !p.Honoured {
		from, to = p.EventWindow(nil)
	}
	q := kit.Query{Start: kit.Bound(from), End: kit.Bound(to), Size: 100}
	began := p.Clock.Now()
	byClient := make([][]*kit.Known, stormClients)
	s.lanes.Lanes = make([]conformance.Lane, stormClients)
	var writers, readers sync.WaitGroup
	for c := range stormClients {
		s.lanes.Lanes[c].Name = fmt.Sprintf("client %d", c+1)
		writers.Go(func() {
			for i := range stormEvents {
				k, x := p.Track(ctx, stormEvent(p.Names, at, c, i))
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
func (s *storm) settle(ctx context.Context, p *kit.Probe, q kit.Query) {
	if len(s.known) == 0 {
		s.trouble = "none of the events of this check was taken"
		return
	}
	s.lost = p.SettleOwn(ctx, s.known...)
	w := p.Walk(ctx, q)
	if !w.Ended {
		s.trouble = "the list of the events of this check could not be read: " + w.Why
		return
	}
	s.listed, s.last = w.Events(), kit.LastOf(w, 2)
}

// stormEvent carries its number in every member.
func stormEvent(n kit.Names, at time.Time, client, i int) kit.Sent {
	mark := fmt.Sprintf("storm-%d-%d", client, i)
	return kit.Sent{
		Version: "LIVE", Event: n.Of(mark), User: n.Of(fmt.Sprintf("storm-%d", client)), Conversation: n.Of(mark), Campaign: n.Of(mark),
		Attributes: map[string]string{"mark": n.Of(mark)}, At: at.Add(time.Duration(i*stormClients+client) * 10 * time.Millisecond),
	}
}

func span(began time.Time, x *exchange.Exchange, label string) conformance.Span {
	from := float64(x.Began.Sub(began).Microseconds()) / 1000
	return conformance.Span{FromMS: from, ToMS: from + float64(x.Took.Microseconds())/1000, Label: label, Mark: conformance.Right}
}

// marked returns the lanes with some events marked.
func (s *storm) marked(m conformance.Mark, wrong ...*kit.Known) []conformance.Picture {
	drawing := conformance.Lanes{}
	for _, lane := range s.lanes.Lanes {
		copied := conformance.Lane{Name: lane.Name, Spans: slices.Clone(lane.Spans)}
		for i := range copied.Spans {
			if slices.ContainsFunc(wrong, func(k *kit.Known) bool { return k.Tag == copied.Spans[i].Label }) {
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
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Alone,
	Floor:       map[string]int{"acknowledged": 40},
	Run:         kit.WithPlanted(stormLost),
}

func stormLost(ctx context.Context, p *kit.Probe) {
	s := stormOf(ctx, p)
	switch len(s.lost) {
	case 0:
		return
	case len(s.known):
		p.Inconclusive("none of %d events that were tracked at once became visible within the settle time", len(s.known))
	}
	p.MustBeReadable()
	p.Fail(conformance.Failure{
		Message: fmt.Sprintf("%d of %d events that were acknowledged while %d clients tracked at once were never listed", len(s.lost),
			len(s.known), stormClients),
		Expected: "every acknowledged event", Got: "nothing of " + s.lost[0].Tag, Symptoms: kit.LostEvents(s.lost[0]),
		Exchanges: append(p.ExchangesOf(p.Exchanges(), s.lost[0]), s.last...), Pictures: s.marked(conformance.Missing, s.lost...),
	})
}

var nothingDoubled = conformance.Check{
	ID:          "chatlayer.concurrency.nothing-doubled",
	Level:       conformance.Should,
	Requirement: "CHL-LAW-4",
	Title:       "Every event that was tracked while many were tracked at once is listed once.",
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Alone,
	Floor:       map[string]int{"acknowledged": 40},
	Run:         kit.WithPlanted(stormDoubled),
}

func stormDoubled(ctx context.Context, p *kit.Probe) {
	s := stormOf(ctx, p)
	times := map[*kit.Known]int{}
	for _, e := range s.listed {
		if k := p.Identify(e); k != nil {
			if times[k]++; times[k] > 1 {
				p.Fail(conformance.Failure{
					Message: "an event that was tracked once is listed twice", Expected: k.Tag + " once", Got: k.Tag + " twice",
					Symptoms:  kit.RepeatedEvents(),
					Exchanges: append(p.ExchangesOf(p.Exchanges(), k), s.last...), Pictures: s.marked(conformance.Repeated, k),
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
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Alone,
	Floor:       map[string]int{"acknowledged": 40},
	Run:         kit.WithPlanted(stormMixed),
}

func stormMixed(ctx context.Context, p *kit.Probe) {
	s := stormOf(ctx, p)
	for _, e := range s.listed {
		k := p.Identify(e)
		if k == nil || !slices.Contains(s.known, k) {
			continue
		}
		if name, want, got := p.Changed(k, e); name != "" {
			p.Fail(conformance.Failure{
				Message: "an event that was tracked beside others is listed with another " + name, Expected: name + " " + kit.Quoted(want),
				Got: name + " " + got, Symptoms: kit.ChangedMember(name),
				Exchanges: append(p.ExchangesOf(p.Exchanges(), k), s.last...), Pictures: s.marked(conformance.Extra, k),
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
	Run:         kit.WithPlanted(stormIDs),
}

func stormIDs(ctx context.Context, p *kit.Probe) {
	s := stormOf(ctx, p)
	first := map[string]*kit.Known{}
	for _, k := range s.known {
		if other := first[k.EventID]; other != nil && k.EventID != "" {
			p.Fail(conformance.Failure{
				Message: "two events that were tracked at once got the same event_id", Expected: "an id for each event",
				Got:       kit.Quoted(k.EventID) + " twice",
				Exchanges: p.ExchangesOfTwo(p.Exchanges(), k, other),
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
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Alone,
	Floor:       map[string]int{"pages": 5},
	Run:         kit.WithPlanted(stormPages),
}

func stormPages(ctx context.Context, p *kit.Probe) {
	s := stormOf(ctx, p)
	for _, page := range s.pages {
		if page.X.Err != nil || page.X.Busy() {
			continue
		}
		p.MustBePage(page)
		p.Saw("pages", 1)
		seen := map[string]bool{}
		for _, e := range page.Events {
			if p.Identify(e) == nil {
				continue // nobody says how often others' events are there
			}
			if seen[e.Key()] {
				p.Fail(conformance.Failure{
					Message: "a page that was read while events were tracked holds an event twice", Expected: "each event once",
					Got: p.Label(e) + " twice", Exchanges: []*exchange.Exchange{page.X},
				})
			}
			seen[e.Key()] = true
		}
	}
}

var abandoned = conformance.Check{
	ID:          "chatlayer.concurrency.abandoned",
	Level:       conformance.Should,
	Requirement: "CHL-LAW-4",
	Title:       "A track whose client hung up is listed once or not at all.",
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"abandoned": 5},
	Run:         kit.WithPlanted(runAbandoned),
}

// runAbandoned hangs up on tracks at different moments. Whether they were stored nobody knows; twice they must not be.
func runAbandoned(ctx context.Context, p *kit.Probe) {
	var known []*kit.Known
	for i := range 8 {
		e := p.OwnEvent(fmt.Sprint(i), time.Duration(i)*time.Second)
		k := &kit.Known{Sent: e, Owned: true, Tag: p.NextTag()}
		k.Attributes = map[string]string{kit.TagKey: k.Tag}
		p.Remember(k)
		r := p.TrackRequest(p.Target().Bot, k.Sent)
		r.Timeout = time.Duration(i+1) * 300 * time.Microsecond
		p.Do(ctx, r)
		known = append(known, k)
		p.Saw("abandoned", 1)
	}
	sentinel := p.MustTrack(ctx, p.OwnEvent("later", time.Minute))
	p.MustAppear(ctx, sentinel)
	from, to := p.EventWindow(known)
	w := p.MustWalk(ctx, kit.Query{Start: kit.Bound(from), End: kit.Bound(to), Size: 100})
	ids := map[*kit.Known]map[string]bool{}
	for _, e := range w.Events() {
		if k := p.Identify(e); k != nil && slices.Contains(known, k) {
			if ids[k] == nil {
				ids[k] = map[string]bool{}
			}
			if ids[k][e.Key()] = true; len(ids[k]) > 1 {
				p.Fail(conformance.Failure{
					Message: "a track that was sent once and abandoned is listed twice", Expected: "one event or none",
					Got: "two of " + k.Tag, Symptoms: kit.RepeatedEvents(), Exchanges: kit.LastOf(w, 1),
				})
			}
		}
	}
}

var walksAgree = conformance.Check{
	ID:          "chatlayer.concurrency.walks-agree",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-10",
	Title:       "Walks that run at once over unchanged data show the same.",
	Operations:  []string{kit.Get, kit.Post},
	Floor:       map[string]int{"walks": 4},
	Run:         kit.WithPlanted(runWalksAgree),
}

// runWalksAgree walks the same list several times at once.
func runWalksAgree(ctx context.Context, p *kit.Probe) {
	from, to := p.PlantedWindow()
	walks := make([]kit.Walk, 4)
	var all sync.WaitGroup
	for i := range walks {
		all.Go(func() {
			walks[i] = p.Walk(ctx, kit.Query{Op: []string{kit.Get, kit.Post}[i%2], Start: kit.Bound(from), End: kit.Bound(to), Size: 50})
		})
	}
	all.Wait()
	for _, w := range walks {
		p.MustEnd(ctx, w)
		p.Hold(ctx, w, p.Planted, "walks that run at once")
		p.Saw("walks", 1)
	}
}
