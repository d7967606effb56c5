package times

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

var offsetForms = conformance.Check{
	ID:          "chatlayer.time.offset-forms",
	Level:       conformance.Should,
	Requirement: "CHL-TIME-20",
	Title:       "A bound with an offset is refused or means its instant.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"spellings": 2},
	Run: kit.WithPlanted(func(ctx context.Context, p *kit.Probe) {
		sameInstant(runOffsetForms)(ctx, p)
		midnightElsewhere(ctx, p)
	}),
}

// runOffsetForms are spellings of one instant with offsets.
func runOffsetForms(t time.Time) []string {
	var forms []string
	for _, offset := range []time.Duration{ // the day before or behind, at any time
		13*time.Hour + 45*time.Minute, -11*time.Hour - 30*time.Minute, 2 * time.Hour,
	} {
		forms = append(forms, inZone(t, offset))
	}
	return append(forms, strings.TrimSuffix(kit.Bound(t), "Z")+"+00:00")
}

// midnightElsewhere asks for events of one user with a bound that is midnight where it is written. Read as midnight in UTC, that is a start
// behind all of them or an end before them, in a window that goes on there.
func midnightElsewhere(ctx context.Context, p *kit.Probe) {
	const day, quarter = 24 * time.Hour, 15 * time.Minute
	all := p.Moments(kit.Get)
	from, to := all[0].At.Truncate(quarter), all[len(all)-1].At.Truncate(quarter).Add(quarter)
	midnight := from.Truncate(day)
	start, end := kit.Bound(midnight.Add(-quarter)), inZone(to, to.Truncate(day).Sub(to))
	if since := from.Sub(midnight); since > day/2 {
		to = later(to, midnight.Add(day+quarter))
		start, end = inZone(from, day-since), kit.Bound(to)
	} else {
		from = midnight.Add(-quarter)
	}
	usual := kit.ByUser.AddTo(kit.ListBetween(kit.Get, from, to), p.ValueOf(kit.ByUser))
	right, taken := p.UnlessRefused(ctx, usual)
	if !taken { // nobody says how long a window may be
		return
	}
	if page := spelt(ctx, p, usual, start, end); page.Problem == "" {
		sameShown(p, p.Planted, right, page)
	}
}

// spelt asks for the window of a query with its bounds in another spelling, as patiently as in the usual one.
func spelt(ctx context.Context, p *kit.Probe, usual kit.Query, start, end string) (page kit.Page) {
	q := usual
	q.Start, q.End = start, end
	p.Patiently(ctx, func() []kit.Walk {
		page = p.Strange(ctx, p.HostileRequest(q))
		return []kit.Walk{{Query: usual, Pages: []kit.Page{page}, Ended: page.Problem == "" && page.Next == ""}}
	})
	p.Saw("spellings", 1)
	return page
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// inZone writes a time with the offset of a zone.
func inZone(t time.Time, offset time.Duration) string {
	return t.In(time.FixedZone("", int(offset.Seconds()))).Format("2006-01-02T15:04:05.000-07:00")
}

var fractionForms = conformance.Check{
	ID:          "chatlayer.time.fraction-forms",
	Level:       conformance.Should,
	Requirement: "CHL-TIME-20",
	Title:       "A bound with more or fewer digits is refused or means its instant.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"spellings": 2},
	Run:         kit.WithPlanted(sameInstant(runFractionForms)),
}

// runFractionForms are spellings of one instant with every number of digits that it can have, but for three.
func runFractionForms(t time.Time) []string {
	nine := t.Format("2006-01-02T15:04:05.000000000")
	forms := []string{t.Format("2006-01-02T15:04:05.999999999Z")} // with as few as can be
	for _, digits := range []int{2, 4, 5, 6, 7, 8, 9} {
		forms = append(forms, nine[:len(nine)-9+digits]+"Z")
	}
	return forms
}

// sameInstant asks for one window in several spellings of its bounds. A target may refuse a spelling; one that it takes has
// to mean the instant.
func sameInstant(forms func(time.Time) []string) func(context.Context, *kit.Probe) {
	return func(ctx context.Context, p *kit.Probe) {
		refused := 0
		for _, op := range p.EveryList() {
			from, to := roundWindow(p, op)
			right := p.WalkPlanted(ctx, kit.ListBetween(op, from, to), kit.Called(op)+" in the usual spelling")
			starts, ends := forms(from), forms(to)
			for i := range starts {
				end := ends[i]
				if op != kit.Get { // half of them, and the bounds spelt differently
					if i%2 == 0 {
						continue
					}
					end = ends[(i+1)%len(ends)]
				}
				page := spelt(ctx, p, right.Query, starts[i], end)
				if page.Problem != "" {
					refused++
					continue
				}
				sameShown(p, p.Planted, right, page)
			}
		}
		if refused > 0 {
			p.Record("refused: %s", english.Count(refused, "spelling"))
		}
	}
}

// roundWindow is a window from half a second to a full one, so that both can be spelt with fewer digits. It begins behind an
// event of the same second, if there is one, which a start that is misread takes in.
func roundWindow(p *kit.Probe, op string) (from, to time.Time) {
	all := p.Moments(op)
	first := slices.IndexFunc(all, func(m kit.Moment) bool {
		part := m.At.Sub(m.At.Truncate(time.Second))
		return part > 60*time.Millisecond && part < 480*time.Millisecond
	})
	first = max(first, 0)
	last := min(len(all)-1, first+4*kit.EdgeReach)
	from = all[first].At.Truncate(time.Second).Add(500 * time.Millisecond)
	return from, all[last].At.Truncate(time.Second).Add(time.Second)
}

// sameShown compares the run's events of one page, which may be short, with a walk, which may be of a replica that lags behind. Among them
// are those that the window is about.
func sameShown(p *kit.Probe, among []*kit.RunEvent, right kit.Walk, page kit.Page) {
	want, got := p.TimesOf(right), p.TimesOf(kit.Walk{Pages: []kit.Page{page}})
	for _, k := range dueIn(right.Query, among) {
		want[k] = max(want[k], min(got[k], 1))
	}
	lost, more := kit.Compared(want, got)
	if page.Next != "" {
		lost = 0 // more follows
	}
	if lost+more == 0 {
		return
	}
	p.Fail(conformance.Failure{
		Message:   "two spellings of one window do not show the same events",
		Expected:  "the " + p.PlantedEvents(len(want)) + " of " + right.Query.Describe(),
		Got:       fmt.Sprintf("%d of them are missing and %d more are there", lost, more),
		LooksLike: p.MisreadBounds(page, among, got), Exchanges: []*exchange.Exchange{right.Last().X, page.X},
	})
}

var missingBound = conformance.Check{
	ID:          "chatlayer.time.missing-bound",
	Level:       conformance.Should,
	Requirement: "CHL-TIME-14",
	Also:        []string{"CHL-OPS-9", "CHL-TIME-3", "CHL-TIME-4", "CHL-TIME-5", "CHL-TIME-6"},
	Title:       "A list without start_time, end_time or version, or by POST without a body, is refused.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"requests": 6},
	Run:         kit.WithPlanted(missingBounds),
}

// missingBounds leaves out what is required, one at a time.
func missingBounds(ctx context.Context, p *kit.Probe) {
	for _, op := range p.EveryList() {
		names := []string{"start_time", "end_time", "version"}
		if op == kit.Team {
			names = names[:2]
		}
		for _, name := range names {
			refusedWithout(ctx, p, without(p, p.ListPlanted(op), name), kit.Called(op)+" without "+name)
		}
	}
	r := p.HostileRequest(p.ListPlanted(kit.Post))
	r.Body = nil
	refusedWithout(ctx, p, r, "POST without a body")
	r.Body = []byte("{}")
	refusedWithout(ctx, p, r, "POST with an empty object")
}

func refusedWithout(ctx context.Context, p *kit.Probe, r exchange.Request, about string) {
	page := p.Strange(ctx, r)
	p.Saw("requests", 1)
	if page.X.Status >= 200 && page.X.Status < 300 {
		p.Fail(conformance.Failure{
			Message:  about + ": what is required is not there, and the list was answered",
			Expected: "a status other than 2xx", Got: kit.Gist(page.X), Exchanges: []*exchange.Exchange{page.X},
		})
	}
}

// without makes the request of a query with a value left out.
func without(p *kit.Probe, q kit.Query, name string) exchange.Request {
	return p.RequestWith(q, name, nil)
}

var garbage = conformance.Check{
	ID:          "chatlayer.time.garbage",
	Level:       conformance.Info,
	Requirement: "CHL-TIME-10",
	Title:       "What a bound gives that is no time.",
	Operations:  []string{kit.Get},
	Floor:       map[string]int{"requests": 4},
	NoMutant:    "records only",
	Run:         kit.WithPlanted(garbageTimes),
}

// garbageTimes records what bounds give that are no times.
func garbageTimes(ctx context.Context, p *kit.Probe) {
	var words []string
	for _, name := range []string{"start_time", "end_time"} {
		for _, value := range []string{"no-time-at-all", "2026-02-30T00:00:00.000Z"} {
			_, answer := p.OddAnswer(ctx, p.RequestWith(p.ListPlanted(kit.Get), name, value))
			words = append(words, name+" "+value+": "+answer)
			p.Saw("requests", 1)
		}
	}
	p.Record("%s", strings.Join(words, "; "))
}

var otherForms = conformance.Check{
	ID:          "chatlayer.time.dialect",
	Level:       conformance.Info,
	Requirement: "CHL-TIME-9",
	Title:       "Which other forms of a time are taken.",
	Operations:  []string{kit.Get},
	Floor:       map[string]int{"forms": 1},
	NoMutant:    "records only",
	Run:         kit.WithPlanted(dialect),
}

// dialect records which other forms of a time are taken.
func dialect(ctx context.Context, p *kit.Probe) {
	from, to := p.PlantedWindow()
	forms := map[string]string{
		"a date alone": to.AddDate(0, 0, 1).Format(time.DateOnly), "lower-case t and z": strings.ToLower(kit.Bound(to)),
		"-00:00": strings.TrimSuffix(kit.Bound(to), "Z") + "-00:00", "a second 60": to.Format("2006-01-02T15:04") + ":60Z",
		"seconds since 1970": fmt.Sprint(to.Unix()), "no zone": strings.TrimSuffix(kit.Bound(to), "Z"),
	}
	said := map[bool][]string{}
	for _, name := range slices.Sorted(maps.Keys(forms)) {
		page := p.Strange(ctx, p.HostileRequest(kit.Query{Start: kit.Bound(from), End: forms[name], Size: 1}))
		said[page.X.OK()] = append(said[page.X.OK()], name)
		p.Saw("forms", 1)
	}
	p.Record("taken: %s; refused: %s", kit.Joined(said[true]), kit.Joined(said[false]))
}
