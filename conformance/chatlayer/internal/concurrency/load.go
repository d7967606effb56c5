package concurrency

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// load is many clients tracking at once while others read. It happens once in a run; several checks look at it.
type load struct {
	planted []*kit.RunEvent // acknowledged, in the order of the clients
	pages   []kit.Page      // read meanwhile
	listed  []kit.Event     // after all was settled
	lost    []*kit.RunEvent
	last    []*exchange.Exchange // that showed listed
	lanes   conformance.Lanes
	trouble string // why it says nothing; "" if it says something
}

// How many write and read at once.
const (
	loadClients = 10
	loadEvents  = 10 // of each client
	loadReaders = 2
	loadReads   = 3 // of each reader, at least
)

// sharedLoad starts the concurrent writers once; later checks wait for them to end.
func sharedLoad(ctx context.Context, p *kit.Probe) *load {
	l := kit.SharedBy[load](p).Get(func() *load {
		l := &load{}
		l.start(ctx, p)
		return l
	})
	if l.trouble != "" {
		p.Inconclusive("%s", l.trouble)
	}
	p.Saw("acknowledged", len(l.planted))
	return l
}

func (l *load) start(ctx context.Context, p *kit.Probe) {
	at := p.Base.Add(90 * time.Minute)
	from, to := at.Add(-time.Minute), at.Add(10*time.Minute)
	if !p.Honoured {
		from, to = p.EventWindow(nil)
	}
	q := kit.Query{Start: kit.Bound(from), End: kit.Bound(to), Size: 100}
	began := p.Clock.Now()
	byClient := make([][]*kit.RunEvent, loadClients)
	l.lanes.Lanes = make([]conformance.Lane, loadClients)
	var writers, readers sync.WaitGroup
	for c := range loadClients {
		l.lanes.Lanes[c].Name = fmt.Sprintf("client %d", c+1)
		writers.Go(func() {
			for i := range loadEvents {
				k, x := p.Track(ctx, loadEvent(p.Names, at, c, i))
				if k != nil {
					byClient[c] = append(byClient[c], k)
					l.lanes.Lanes[c].Spans = append(l.lanes.Lanes[c].Spans, span(began, x, k.Tag))
				}
			}
		})
	}
	over := make(chan struct{})
	var mu sync.Mutex
	for range loadReaders {
		readers.Go(func() {
			for read := 1; ctx.Err() == nil; read++ {
				page := p.Page(ctx, q)
				mu.Lock()
				l.pages = append(l.pages, page)
				mu.Unlock()
				select {
				case <-over:
					if read >= loadReads {
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
	l.planted = slices.Concat(byClient...)
	l.settle(ctx, p, q)
}

// settle waits until its events are listed and reads them all.
func (l *load) settle(ctx context.Context, p *kit.Probe, q kit.Query) {
	if len(l.planted) == 0 {
		l.trouble = "none of the events of this check was taken"
		return
	}
	l.lost = p.SettleOwn(ctx, l.planted...)
	w := p.Walk(ctx, q)
	if !w.Ended {
		l.trouble = "the list of the events of this check could not be read: " + w.Why
		return
	}
	l.listed, l.last = w.Events(), kit.LastOf(w, 2)
}

// loadEvent carries its number in every member.
func loadEvent(n kit.Names, at time.Time, client, i int) kit.Sent {
	mark := fmt.Sprintf("load-%d-%d", client, i)
	return kit.Sent{
		Version: "LIVE", Event: n.Of(mark), User: n.Of(fmt.Sprintf("load-%d", client)), Conversation: n.Of(mark), Campaign: n.Of(mark),
		Attributes: map[string]string{"mark": n.Of(mark)}, At: at.Add(time.Duration(i*loadClients+client) * 10 * time.Millisecond),
	}
}

func span(began time.Time, x *exchange.Exchange, label string) conformance.Span {
	from := float64(x.Began.Sub(began).Microseconds()) / 1000
	return conformance.Span{FromMS: from, ToMS: from + float64(x.Took.Microseconds())/1000, Label: label, Mark: conformance.Right}
}

// marked returns the lanes with some events marked.
func (l *load) marked(m conformance.Mark, wrong ...*kit.RunEvent) []conformance.Picture {
	drawing := conformance.Lanes{}
	for _, lane := range l.lanes.Lanes {
		copied := conformance.Lane{Name: lane.Name, Spans: slices.Clone(lane.Spans)}
		for i := range copied.Spans {
			if slices.ContainsFunc(wrong, func(k *kit.RunEvent) bool { return k.Tag == copied.Spans[i].Label }) {
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
	Run:         kit.WithPlanted(runLost),
}

func runLost(ctx context.Context, p *kit.Probe) {
	l := sharedLoad(ctx, p)
	switch len(l.lost) {
	case 0:
		return
	case len(l.planted):
		p.Inconclusive("none of %s that were tracked at once became visible within the settle time", english.Count(len(l.planted), "event"))
	}
	p.MustBeReadable()
	p.Fail(conformance.Failure{
		Message: fmt.Sprintf("never listed: %s that were acknowledged while %d clients tracked at once",
			english.Of(len(l.lost), len(l.planted), "event"), loadClients),
		Expected: "every acknowledged event", Got: "nothing of " + l.lost[0].Tag, Symptoms: kit.LostEvents(l.lost[0]),
		Exchanges: append(p.ExchangesOf(p.Exchanges(), l.lost[0]), l.last...), Pictures: l.marked(conformance.Missing, l.lost...),
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
	Run:         kit.WithPlanted(runDoubled),
}

func runDoubled(ctx context.Context, p *kit.Probe) {
	l := sharedLoad(ctx, p)
	times := map[*kit.RunEvent]int{}
	for _, e := range l.listed {
		if k := p.Identify(e); k != nil {
			if times[k]++; times[k] > 1 {
				p.Fail(conformance.Failure{
					Message: "an event that was tracked once is listed twice", Expected: k.Tag + " once", Got: k.Tag + " twice",
					Symptoms:  kit.RepeatedEvents(),
					Exchanges: append(p.ExchangesOf(p.Exchanges(), k), l.last...), Pictures: l.marked(conformance.Repeated, k),
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
	Run:         kit.WithPlanted(runMixed),
}

func runMixed(ctx context.Context, p *kit.Probe) {
	l := sharedLoad(ctx, p)
	for _, e := range l.listed {
		k := p.Identify(e)
		if k == nil || !slices.Contains(l.planted, k) {
			continue
		}
		if name, want, got := p.Changed(k, e); name != "" {
			p.Fail(conformance.Failure{
				Message: "an event that was tracked beside others is listed with another " + name, Expected: name + " " + kit.Quoted(want),
				Got: name + " " + got, Symptoms: kit.ChangedMember(name),
				Exchanges: append(p.ExchangesOf(p.Exchanges(), k), l.last...), Pictures: l.marked(conformance.Extra, k),
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
	Run:         kit.WithPlanted(runIDs),
}

func runIDs(ctx context.Context, p *kit.Probe) {
	l := sharedLoad(ctx, p)
	first := map[string]*kit.RunEvent{}
	for _, k := range l.planted {
		if other := first[k.EventID]; other != nil && k.EventID != "" {
			p.Fail(conformance.Failure{
				Message: "two events that were tracked at once got the same event_id", Expected: "an id for each event",
				Got:       kit.Quoted(k.EventID) + " twice",
				Exchanges: p.ExchangesOfTwo(p.Exchanges(), k, other),
				Pictures:  l.marked(conformance.Repeated, k, other),
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
	Run:         kit.WithPlanted(runPages),
}

func runPages(ctx context.Context, p *kit.Probe) {
	l := sharedLoad(ctx, p)
	for _, page := range l.pages {
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
	var planted []*kit.RunEvent
	for i := range 8 {
		e := p.OwnEvent(fmt.Sprint(i), time.Duration(i)*time.Second)
		k := &kit.RunEvent{Sent: e, Owned: true, Tag: p.NextTag()}
		k.Attributes = map[string]string{kit.TagKey: k.Tag}
		p.Remember(k)
		r := p.TrackRequest(p.Bot, k.Sent)
		r.Timeout = time.Duration(i+1) * 300 * time.Microsecond
		p.Do(ctx, r)
		planted = append(planted, k)
		p.Saw("abandoned", 1)
	}
	sentinel := p.MustTrack(ctx, p.OwnEvent("later", time.Minute))
	p.MustAppear(ctx, sentinel)
	from, to := p.EventWindow(planted)
	w := p.MustWalk(ctx, kit.Query{Start: kit.Bound(from), End: kit.Bound(to), Size: 100})
	ids := map[*kit.RunEvent]map[string]bool{}
	for _, e := range w.Events() {
		own := func(k *kit.RunEvent) bool { return !p.Honoured || k == nearest(planted, e.At) } // or it has the attributes of another
		if k := p.Identify(e); k != nil && slices.Contains(planted, k) && own(k) {
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

// nearest is the event that was tracked with the timestamp nearest to an instant.
func nearest(all []*kit.RunEvent, at time.Time) *kit.RunEvent {
	return slices.MinFunc(all, func(a, b *kit.RunEvent) int { return cmp.Compare(a.At.Sub(at).Abs(), b.At.Sub(at).Abs()) })
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
