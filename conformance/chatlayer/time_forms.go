package chatlayer

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

var timeOffsetForms = conformance.Check{
	ID:          "chatlayer.time.offset-forms",
	Level:       conformance.Should,
	Requirement: "CHL-TIME-20",
	Title:       "A bound with an offset is refused or means its instant.",
	Operations:  listing(),
	Floor:       map[string]int{"spellings": 2},
	Run:         with(sameInstant(offsetForms)),
}

// offsetForms are spellings of one instant with offsets.
func offsetForms(t time.Time) []string {
	var forms []string
	for _, zone := range []*time.Location{
		time.FixedZone("", 13*3600+45*60), time.FixedZone("", -11*3600-30*60), time.FixedZone("", 2*3600),
		// the day before or behind, at any time
	} {
		forms = append(forms, t.In(zone).Format("2006-01-02T15:04:05.000-07:00"))
	}
	return append(forms, strings.TrimSuffix(bound(t), "Z")+"+00:00")
}

var timeFractionForms = conformance.Check{
	ID:          "chatlayer.time.fraction-forms",
	Level:       conformance.Should,
	Requirement: "CHL-TIME-20",
	Title:       "A bound with more or fewer digits is refused or means its instant.",
	Operations:  listing(),
	Floor:       map[string]int{"spellings": 2},
	Run:         with(sameInstant(fractionForms)),
}

// fractionForms are spellings of one instant with every number of digits that it can have, but for three.
func fractionForms(t time.Time) []string {
	nine := t.Format("2006-01-02T15:04:05.000000000")
	forms := []string{t.Format("2006-01-02T15:04:05.999999999Z")} // with as few as can be
	for _, digits := range []int{2, 4, 5, 6, 7, 8, 9} {
		forms = append(forms, nine[:len(nine)-9+digits]+"Z")
	}
	return forms
}

// sameInstant asks for one window in several spellings of its bounds. A target may refuse a spelling; one that it takes has
// to mean the instant.
func sameInstant(forms func(time.Time) []string) func(context.Context, *probe) {
	return func(ctx context.Context, p *probe) {
		refused := 0
		for _, op := range p.everyList() {
			from, to := roundWindow(p, op)
			right := p.full(ctx, between(op, from, to), called(op)+" in the usual spelling")
			starts, ends := forms(from), forms(to)
			for i := range starts {
				end := ends[i]
				if op != get { // half of them, and the bounds spelt differently
					if i%2 == 0 {
						continue
					}
					end = ends[(i+1)%len(ends)]
				}
				var page Page
				p.patiently(ctx, func() []Walk {
					page = p.strange(ctx, p.s.wrong(Query{Op: op, Start: starts[i], End: end, Size: 100}))
					return []Walk{{Query: right.Query, Pages: []Page{page}, Ended: page.Problem == "" && page.Next == ""}}
				})
				p.Saw("spellings", 1)
				if page.Problem != "" {
					refused++
					continue
				}
				sameShown(p, right, page)
			}
		}
		if refused > 0 {
			p.Record("%d spellings were refused", refused)
		}
	}
}

// roundWindow is a window from half a second to a full one, so that both can be spelt with fewer digits. It begins behind an
// event of the same second, if there is one, which a start that is misread takes in.
func roundWindow(p *probe, op string) (from, to time.Time) {
	all := p.s.moments(op)
	first := slices.IndexFunc(all, func(m moment) bool {
		part := m.at.Sub(m.at.Truncate(time.Second))
		return part > 60*time.Millisecond && part < 480*time.Millisecond
	})
	first = max(first, 0)
	last := min(len(all)-1, first+4*around)
	from = all[first].at.Truncate(time.Second).Add(500 * time.Millisecond)
	return from, all[last].at.Truncate(time.Second).Add(time.Second)
}

// sameShown compares the known events of one page, which may be short, with a walk.
func sameShown(p *probe, right Walk, page Page) {
	want := p.s.knownOf(right)
	got := p.s.knownOf(Walk{Pages: []Page{page}})
	lost, more := compared(want, got)
	if page.Next != "" {
		lost = 0 // more follows
	}
	if lost+more == 0 {
		return
	}
	p.Fail(conformance.Failure{
		Message:   "two spellings of one window do not show the same events",
		Expected:  fmt.Sprintf("the %d known events of %s", len(want), right.Query.describe()),
		Got:       fmt.Sprintf("%d of them are missing and %d more are there", lost, more),
		LooksLike: p.misreadBounds(page, got), Exchanges: []*exchange.Exchange{right.Last().X, page.X},
	})
}

var missingBound = conformance.Check{
	ID:          "chatlayer.time.missing-bound",
	Level:       conformance.Should,
	Requirement: "CHL-TIME-14",
	Also:        []string{"CHL-OPS-9", "CHL-TIME-3", "CHL-TIME-4", "CHL-TIME-5", "CHL-TIME-6"},
	Title:       "A list without start_time, end_time or version, or by POST without a body, is refused.",
	Operations:  listing(),
	Floor:       map[string]int{"requests": 6},
	Run:         with(missingBounds),
}

// missingBounds leaves out what is required, one at a time.
func missingBounds(ctx context.Context, p *probe) {
	for _, op := range p.everyList() {
		names := []string{"start_time", "end_time", "version"}
		if op == team {
			names = names[:2]
		}
		for _, name := range names {
			refusedWithout(ctx, p, without(p.s, p.s.all(op), name), called(op)+" without "+name)
		}
	}
	r := p.s.wrong(p.s.all(post))
	r.Body = nil
	refusedWithout(ctx, p, r, "POST without a body")
	r.Body = []byte("{}")
	refusedWithout(ctx, p, r, "POST with an empty object")
}

func refusedWithout(ctx context.Context, p *probe, r exchange.Request, about string) {
	page := p.strange(ctx, r)
	p.Saw("requests", 1)
	if page.X.Status >= 200 && page.X.Status < 300 {
		p.Fail(conformance.Failure{
			Message:  about + ": what is required is not there, and the list was answered",
			Expected: "a status other than 2xx", Got: gist(page.X), Exchanges: []*exchange.Exchange{page.X},
		})
	}
}

// without makes the request of a query with a value left out.
func without(s *session, q Query, name string) exchange.Request { return s.with(q, name, nil) }

var timeGarbage = conformance.Check{
	ID:          "chatlayer.time.garbage",
	Level:       conformance.Info,
	Requirement: "CHL-TIME-10",
	Title:       "What a bound gives that is no time.",
	Operations:  []string{get},
	Floor:       map[string]int{"requests": 4},
	Unproved:    "records only",
	Run:         with(garbageTimes),
}

// garbageTimes records what bounds give that are no times.
func garbageTimes(ctx context.Context, p *probe) {
	var words []string
	for _, name := range []string{"start_time", "end_time"} {
		for _, value := range []string{"no-time-at-all", "2026-02-30T00:00:00.000Z"} {
			_, answer := p.oddAnswer(ctx, p.s.with(p.s.all(get), name, value))
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
	Operations:  []string{get},
	Floor:       map[string]int{"forms": 1},
	Unproved:    "records only",
	Run:         with(timeDialect),
}

// timeDialect records which other forms of a time are taken.
func timeDialect(ctx context.Context, p *probe) {
	from, to := p.s.window()
	forms := map[string]string{
		"a date alone": to.AddDate(0, 0, 1).Format(time.DateOnly), "lower-case t and z": strings.ToLower(bound(to)),
		"-00:00": strings.TrimSuffix(bound(to), "Z") + "-00:00", "a second 60": to.Format("2006-01-02T15:04") + ":60Z",
		"seconds since 1970": fmt.Sprint(to.Unix()), "no zone": strings.TrimSuffix(bound(to), "Z"),
	}
	said := map[bool][]string{}
	for _, name := range slices.Sorted(maps.Keys(forms)) {
		page := p.strange(ctx, p.s.wrong(Query{Start: bound(from), End: forms[name], Size: 1}))
		said[page.X.OK()] = append(said[page.X.OK()], name)
		p.Saw("forms", 1)
	}
	p.Record("taken: %s; refused: %s", listed(said[true]), listed(said[false]))
}
