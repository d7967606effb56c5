package tracking

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

var givenID = conformance.Check{
	ID:          "chatlayer.tracking.given-id",
	Level:       conformance.Should,
	Requirement: "CHL-TRK-17",
	Also:        []string{"CHL-LAW-1"},
	Title:       "event_id is the id that was given, and lists show the event under it, letter for letter.",
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"ids": 1},
	Run:         kit.WithPlanted(trackGivenID),
}

// trackGivenID tracks events under ids of the client's and wants them back.
func trackGivenID(ctx context.Context, p *kit.Probe) {
	e := p.OwnEvent("id", 0)
	e.ID = p.Names.Of("Given-ID-of-more-than-64-characters-" + strings.Repeat("0123456789", 4))
	k, x := p.Track(ctx, e)
	if k == nil && x.Refused() { // perhaps it is too long
		e.ID = p.Names.Of("Given-ID")
		k, x = p.Track(ctx, e)
	}
	if k == nil {
		if x.Refused() {
			p.NotApplicable("the target refuses the id with status %d", x.Status)
		}
		neither(p, "id", x)
	}
	answeredUnder(p, k, x)
	p.MustAppear(ctx, k)
	listedUnder(p, k)
	oddIDs(ctx, p, e)
	idsOfPrograms(ctx, p, k)
}

// neither ends the check over an event with something unusual that was neither taken nor refused.
func neither(p *kit.Probe, unusual string, x *exchange.Exchange) {
	if x.Err != nil || x.Busy() {
		p.Inconclusive("the way to the target failed: %s", kit.Gist(x))
	}
	p.Fail(conformance.Failure{
		Message: "an event with an unusual " + unusual + " was neither taken nor refused", Expected: "200, or a 4xx", Got: kit.Gist(x),
		Exchanges: []*exchange.Exchange{x},
	})
}

// answeredUnder fails the check if the answer of a track names another id than was given.
func answeredUnder(p *kit.Probe, k *kit.RunEvent, x *exchange.Exchange) {
	if k.EventID != "" && k.ID != k.EventID {
		p.Fail(conformance.Failure{
			Message: "event_id is not the id that was given", Expected: kit.Quoted(k.ID), Got: kit.Quoted(k.EventID),
			Exchanges: []*exchange.Exchange{x}, Symptoms: kit.OtherIDs(),
		})
	}
}

// listedUnder fails the check if lists show an event under another id than was given.
func listedUnder(p *kit.Probe, k *kit.RunEvent) {
	p.Saw("ids", 1)
	if k.Listed.ID != "" && k.Listed.ID != k.ID {
		p.Fail(conformance.Failure{
			Message: "the list shows the event under another id than was given", Expected: kit.Quoted(k.ID), Got: kit.Quoted(k.Listed.ID),
			Exchanges: p.ExchangesOf(p.Exchanges(), k), Symptoms: kit.OtherIDs(),
		})
	}
}

// oddIDs tracks events like e under ids that a server may refuse and should not change: twins that differ in the case of their
// letters alone, numerals that are one number, and one with a space at either end.
func oddIDs(ctx context.Context, p *kit.Probe, e kit.Sent) {
	judged := p // by every check: what a list shows of odd ids has to have the documented types
	p = p.Aside()
	var planted []*kit.RunEvent
	e.At = p.Slot().Add(time.Second)                                 // one instant for all, so that a page may end between twins
	numeral := fmt.Sprintf("7%018d", kit.Digest("id "+p.Run())%1e18) // floating point cannot tell it from its neighbours
	for _, id := range append(p.CaseTwins(), numeral, "00"+numeral, " "+p.Names.Of("space_before"), p.Names.Of("space_behind")+" ") {
		e.ID = id
		k, x := p.Track(ctx, e)
		switch {
		case k != nil:
			answeredUnder(p, k, x)
			planted = append(planted, k)
		case !x.Refused():
			neither(p, "id", x)
		}
	}
	if len(planted) == 0 {
		return
	}
	for _, k := range p.SettleOwn(ctx, planted...) {
		twin := slices.IndexFunc(planted, func(other *kit.RunEvent) bool {
			return other != k && other.Seen &&
				strings.EqualFold(other.ID, k.ID)
		})
		if twin >= 0 {
			p.MustBeReadable()
			p.Fail(conformance.Failure{
				Message:   "of two events whose ids differ in the case of letters alone one is never listed",
				Expected:  "two events, " + kit.Quoted(k.ID) + " and " + kit.Quoted(planted[twin].ID) + ", or a refusal",
				Got:       kit.Quoted(planted[twin].ID) + " alone",
				LooksLike: foldsAgain(ctx, p, e, k.ID, planted[twin].ID),
				Exchanges: p.ExchangesOfTwo(p.Exchanges(), k, planted[twin]), Symptoms: kit.LostEvents(k),
			})
		}
	}
	p.MustAppear(ctx, planted...)
	for _, k := range planted {
		listedUnder(p, k)
	}
	from, to := p.EventWindow(planted)
	w := judged.MustWalk(ctx, kit.Query{User: e.User, Start: kit.Bound(from), End: kit.Bound(to), Size: 1})
	p.Hold(ctx, w, planted, "a walk over events of one instant whose ids differ in the case of letters")
}

// foldsAgain is letter case folded if of each of more twins one is never listed: an event may be lost for any reason.
func foldsAgain(ctx context.Context, p *kit.Probe, e kit.Sent, ids ...string) string {
	lasts := []string{"1", "2", "3"} // digits, which an id of hex digits and a UUID may end in
	var again []*kit.RunEvent
	for _, last := range lasts {
		for _, id := range ids {
			if strings.HasSuffix(id, last) {
				last = "4"
			}
			e.ID = id[:len(id)-1] + last
			k, _ := p.Track(ctx, e)
			if k == nil {
				return ""
			}
			again = append(again, k)
		}
	}
	lost := map[string]bool{}
	for _, k := range p.SettleOwn(ctx, again...) {
		lost[strings.ToLower(k.ID)] = true
	}
	for twins := range slices.Chunk(again, len(ids)) {
		seen := slices.ContainsFunc(twins, func(k *kit.RunEvent) bool { return k.Seen })
		if !seen || !lost[strings.ToLower(twins[0].ID)] {
			return ""
		}
	}
	return kit.CaseFolded
}

// idsOfPrograms tracks events under ids that every object of some languages has, in another bot. The first has the id of an event of the
// target's bot: where that takes an id away nothing is told here. The next is the same in every run, and of no program: it is not listed
// where an earlier run used these ids and the first event under an id stays.
func idsOfPrograms(ctx context.Context, p *kit.Probe, first *kit.RunEvent) {
	n := anotherBot(p)
	var planted []*kit.RunEvent
	for i, id := range []string{first.ID, "understudy-of-no-program", "constructor", "__proto__", "toString"} {
		e := p.OwnEvent("program", time.Duration(i)*time.Second)
		e.ID = id
		k, x := p.TrackTo(ctx, n.bot, n.auth, e, func(r *exchange.Request) { r.Hostile = true })
		switch {
		case x.OK():
			answeredUnder(p, k, x)
			planted = append(planted, k)
		case i < 2:
			return
		}
	}
	lost := lostIn(ctx, p, n, planted...)
	if len(lost) == 0 || lost[0] == planted[0] || lost[0] == planted[1] {
		return
	}
	p.MustBeReadable()
	like := "" // one of them may be lost for any reason
	if len(lost) > 1 && len(lost) == len(planted)-2 {
		like = "ids looked up among the members of an object"
	}
	p.Fail(conformance.Failure{
		Message:   "an event was acknowledged under an id that every object of some languages has, and is never listed",
		Expected:  "the event " + kit.Quoted(lost[0].ID) + " in the list of " + kit.Quoted(n.bot),
		Got:       "other events with given ids, and not this one",
		LooksLike: like, Exchanges: p.ExchangesOf(p.Exchanges(), lost[0]), Symptoms: kit.LostEvents(lost[0]),
	})
}

var askedBefore = conformance.Check{
	ID:          "chatlayer.tracking.asked-before",
	Level:       conformance.Should,
	Requirement: "CHL-LAW-1",
	Title:       "A list that was asked for before an event was tracked shows it when asked again.",
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"lists": 2},
	Run:         kit.WithPlanted(trackAskedBefore),
}

// trackAskedBefore asks for lists, tracks an event that belongs in them, and asks for the very same again. They may take their time.
func trackAskedBefore(ctx context.Context, p *kit.Probe) {
	e := p.OwnEvent("asked", 0)
	from, to := p.EventWindow([]*kit.RunEvent{{Sent: e}})
	q := kit.Query{User: e.User, Start: kit.Bound(from), End: kit.Bound(to), Size: 100}
	routes := []kit.Query{q.On(kit.Get), q.On(kit.Post)}
	for _, q := range routes {
		p.MustWalk(ctx, q)
	}
	k := p.MustTrack(ctx, e)
	p.MustAppear(ctx, k)
	p.Ripen(ctx, slices.Clone(routes), []*kit.RunEvent{k})
	for _, q := range routes {
		w := p.MustWalk(ctx, q)
		p.Saw("lists", 1)
		if p.TimesOf(w)[k] == 0 {
			like := "" // an answer that is kept comes again
			if len(k.Changes(k.Listed)) == 0 && p.TimesOf(p.Walk(ctx, q))[k] == 0 {
				like = protocol.AnswersKept
			}
			p.Fail(conformance.Failure{
				Message: "a list that was asked for before an event was tracked does not show it, though another list does (" +
					kit.Called(q.Op) + ")",
				Expected:  k.Label() + ", once the settle time of " + p.Target().Settle.String() + " is over",
				Got:       w.Size() + ", and not this one",
				LooksLike: like, Exchanges: append(p.ExchangesOf(p.Exchanges(), k), kit.LastOf(w, 1)...),
			})
		}
	}
}
