package chatlayer

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

// slot is an hour of its own for a check that writes: a function of the check's id.
func (p *probe) slot() time.Time {
	return p.s.base.Add(2*time.Hour + time.Duration(digest(p.Check().ID)%600)*time.Minute)
}

// own makes an event of a check's own: a user and a conversation that no other check has, at a time in its slot.
func (p *probe) own(word string, offset time.Duration) Sent {
	own := fmt.Sprintf("%04x", digest(p.Check().ID)&0xffff) // short, because a server may limit its names
	return Sent{
		Version: "LIVE", Event: p.s.names.of("own_" + word), User: p.s.names.of(own + "_" + word), Conversation: p.s.names.of(own),
		At: p.slot().Add(offset),
	}
}

// mustTrack tracks an event and ends the check if that does not work.
func (p *probe) mustTrack(ctx context.Context, e Sent) *Known {
	k, x := p.Track(ctx, e)
	if k == nil {
		p.Inconclusive("an event of this check was not taken: %s", gist(x))
	}
	return k
}

// visible waits for events and fails the check if some appear and others do not. If none does it cannot tell: how long that takes
// nobody documents.
func (p *probe) visible(ctx context.Context, want ...*Known) {
	switch lost := p.settleOwn(ctx, want...); {
	case len(lost) == 0:
	case ctx.Err() != nil:
		p.Inconclusive("the run ended before the events were visible")
	case !slices.ContainsFunc(want, func(k *Known) bool { return k.Seen }):
		p.Inconclusive("none of %s that this check tracked was listed within the settle time of %s", plural(len(want), "event"), p.s.target.Settle)
	default:
		p.readable()
		p.Fail(conformance.Failure{
			Message:  fmt.Sprintf("%d of %d acknowledged events were never listed", len(lost), len(want)),
			Expected: "every acknowledged event in a list of its window", Got: "nothing of " + lost[0].Tag, Symptoms: lostEvents(lost[0]),
			Exchanges: p.s.exchangesOf(p.Traffic(), lost[0]),
		})
	}
}

// oddEvents have odd attributes each, and the last have odd names: a letter and its accent in two pieces, a tab, a space without width,
// and what looks like an address.
func (p *probe) oddEvents() []Sent {
	var odd []Sent
	for i, attributes := range oddAttributes() {
		e := p.own("odd", time.Duration(i)*time.Second)
		e.Attributes = attributes
		odd = append(odd, e)
	}
	for _, end := range []string{"-cafe\u0301", "\ttab", "\u200bwidth", "@Example.ORG"} {
		e := p.own("odd", time.Duration(len(odd))*time.Second)
		e.Event, e.User, e.Conversation = e.Event+end, e.User+end, e.Conversation+end
		odd = append(odd, e)
	}
	return odd
}

// trackOddValues tracks odd events, attributes beyond ASCII once more in a body that has them escaped, as some clients write it, and
// looks at the events with odd names.
func trackOddValues(ctx context.Context, p *probe) {
	var known []*Known
	escaping := asker{s: p.s, do: func(ctx context.Context, r exchange.Request) *exchange.Exchange {
		r.Body = inASCII(r.Body)
		return p.aside().do(ctx, r)
	}}
	for i, e := range p.oddEvents() {
		by := p.aside().asker
		if i == 0 {
			by = escaping
		}
		k, x := by.Track(ctx, e)
		switch {
		case k != nil:
			known = append(known, k)
		case !x.Refused():
			p.neither("value", x)
		}
	}
	numbered := p.own("numbered", 0)
	numbered.Attributes = map[string]string{"0": "first", "1": "second"} // and no tag: some languages take it for a list
	if p.s.tellsBare() {
		if k, _ := p.aside().TrackBare(ctx, numbered); k != nil {
			known = append(known, k)
		}
	}
	if len(known) == 0 {
		p.NotApplicable("the target takes none of the unusual values")
	}
	p.aside().visible(ctx, known...)
	recomposed := 0
	for _, k := range slices.Concat(known, p.bringOddNames(ctx).known) {
		p.Saw("values", 1)
		if k.Listed.has("event") && k.Listed.Event != k.Event {
			recomposed++
		}
		if name, want, got := p.s.changed(k, k.Listed); name != "" {
			p.Fail(conformance.Failure{
				Message: "a value came back changed", Expected: name + " " + quoted(want), Got: name + " " + got, Symptoms: changedMember(name),
				LooksLike: lostValue(name, want, got), Exchanges: p.s.exchangesOf(p.Traffic(), k),
			})
		}
	}
	if recomposed > 0 {
		p.Record("%s with a letter and its accent in two pieces came back in another form", plural(recomposed, "name"))
	}
}

// trackAlike tracks events that are alike in everything but their attributes.
func trackAlike(ctx context.Context, p *probe) {
	e := p.own("alike", 0)
	var known []*Known
	for i := range 4 {
		e.Attributes = map[string]string{"turn": fmt.Sprint(i)}
		known = append(known, p.mustTrack(ctx, e))
	}
	p.visible(ctx, known...)
	p.Saw("events", len(known))
}

// badTracks are bodies that break the contract, each in one place: their types are not the documented ones. Whether a server
// refuses them is its own affair; what it refuses it must not store.
func (p *probe) badTracks() []map[string]any {
	bad := []map[string]any{
		{"attributes": map[string]any{"deep": map[string]any{"a": 1}}},
		{"attributes": []any{"no", "map"}},
		{"attributes": map[string]any{"number": 1, "list": []any{1}}},
		{"attributes": map[string]any{"nothing": nil}},
		{"timestamp": "no time at all"},
		{"timestamp": 12345},
		{"context": "no object"},
		{"event": map[string]any{"no": "text"}},
	}
	for i, b := range bad {
		e := p.own(fmt.Sprintf("bad-%d", i), time.Duration(i)*time.Second)
		whole := map[string]any{"version": "LIVE", "event": e.Event, "user_id": e.User, "timestamp": bound(e.At), "context": map[string]any{"conversation_id": e.Conversation}}
		for name, value := range b {
			whole[name] = value
		}
		bad[i] = whole
	}
	return bad
}

// trackRefused sends wrong tracks and looks whether those that were refused were stored all the same. What lists show of those that
// were taken is for the checks of the schema.
func trackRefused(ctx context.Context, p *probe) {
	refused := map[string]*exchange.Exchange{}
	for _, b := range p.badTracks() {
		text, _ := json.Marshal(b) // maps, lists, strings, numbers and null: it cannot fail
		r := p.s.trackBody(p.s.target.Bot, text)
		r.Hostile = true
		user := b["user_id"].(string)
		if x := p.Do(ctx, r); x.Refused() && !x.Busy() {
			refused[user] = x
			p.Saw("refusals", 1)
		}
	}
	p.notStored(ctx, refused, "a track that was refused was stored all the same")
	if len(refused) == 0 {
		p.NotApplicable("the target refuses none of the wrong events, which nobody forbids")
	}
}

// trackStrangers tracks without credentials and with wrong ones.
func trackStrangers(ctx context.Context, p *probe) {
	refused := map[string]*exchange.Exchange{}
	for _, stranger := range []struct{ word, authorization string }{
		{"nobody", ""}, {"wrong", basic("understudy-nobody:understudy-wrong-secret")},
	} {
		e := p.own(stranger.word, time.Second)
		e.Attributes = map[string]string{tagKey: p.s.run + "_" + stranger.word}
		r := p.s.trackRequest(p.s.target.Bot, e)
		r.Authorization, r.Hostile = stranger.authorization, true
		x := p.Do(ctx, r)
		switch {
		case x.Err != nil || x.Busy():
			p.Inconclusive("the way to the target failed: %s", gist(x))
		case x.Status < 300:
			p.Fail(conformance.Failure{Message: "a track without valid credentials was taken", Expected: "a refusal, 401", Got: gist(x), Exchanges: []*exchange.Exchange{x}, Symptoms: protocol.Strangers()})
		}
		refused[e.User] = x
		p.Saw("strangers", 1)
	}
	p.notStored(ctx, refused, "a track without valid credentials was stored")
}

// notStored reads the lists, once an event that was tracked later is there, and fails the check if one that was refused is, too.
func (p *probe) notStored(ctx context.Context, refused map[string]*exchange.Exchange, message string) {
	later := p.mustTrack(ctx, p.own("later", 20*time.Second))
	p.visible(ctx, later)
	// A wrong timestamp may have become the time of receipt, so that is looked at too.
	from, to := p.slot().Add(-time.Minute), p.slot().Add(50*time.Minute)
	now, soon := p.s.present()
	windows := []Query{{Start: bound(now), End: bound(soon), Size: 100}}
	if p.s.honoured {
		windows = append(windows, Query{Start: bound(from), End: bound(to), Size: 100})
	}
	for _, q := range windows {
		w := p.WholeWalk(ctx, q)
		for _, e := range w.Events() {
			if x := refused[e.UserID]; x != nil {
				p.Fail(conformance.Failure{Message: message, Expected: "no event of user_id " + quoted(e.UserID), Got: "event " + p.s.label(e), Exchanges: append([]*exchange.Exchange{x}, lastOf(w, 1)...)})
			}
		}
	}
}

// trackOffset tracks events whose timestamps are written with offsets. Whether client timestamps are kept the session knows.
func trackOffset(ctx context.Context, p *probe) {
	if !p.s.honoured {
		p.NotApplicable("the target gives events the time of their receipt")
	}
	const odd = 38987 * time.Millisecond // what is cut to a unit tells itself from what is rounded
	e := p.own("offset", 0)
	e.At = e.At.Truncate(time.Minute).Add(odd)
	p.withOffset(ctx, e, 2*time.Hour)
	e.At = e.At.Truncate(24 * time.Hour).Add(30*time.Minute + odd) // there it is another day
	p.withOffset(ctx, e, -3*time.Hour-30*time.Minute)
}

func (p *probe) withOffset(ctx context.Context, e Sent, offset time.Duration) {
	k, x := p.stamping(e.At.In(time.FixedZone("", int(offset.Seconds()))).Format("2006-01-02T15:04:05.000-07:00")).Track(ctx, e)
	switch {
	case k == nil && x.Refused():
		p.NotApplicable("the target refuses a timestamp with an offset, with status %d", x.Status)
	case k == nil:
		p.Inconclusive("the event was not taken: %s", gist(x))
	}
	near := func(off time.Duration) Query { // not hours at once, because nobody says how long a window may be
		at := e.At.Add(off)
		return Query{Start: bound(at.Add(-10 * time.Minute)), End: bound(at.Add(10 * time.Minute)), Size: 100, User: e.User}
	}
	part := offset % time.Hour // what is misread may be all of it, its sign, its minutes, or their sign
	misread := func([]*Known) []Query {
		return []Query{near(offset), near(-offset), near(2 * offset), near(part), near(-part), near(2 * part), near(-24 * time.Hour), near(24 * time.Hour)}
	}
	if lost, _ := p.settle(ctx, []Query{near(0)}, misread, []*Known{k}); len(lost) > 0 {
		p.Inconclusive("an event whose timestamp has an offset is listed neither where it belongs nor where a wrong reading would put it")
	}
	p.Saw("timestamps", 1)
	if apart := k.when().Sub(e.At).Abs(); apart >= time.Second {
		p.Fail(conformance.Failure{
			Message: "a timestamp with an offset is listed as another instant", Expected: bound(e.At), Got: k.Listed.Timestamp,
			LooksLike: cmp.Or(misreadOffset(k.when().Sub(e.At), offset), k.coarser()), Exchanges: p.s.exchangesOf(p.Traffic(), k),
		})
	}
}

// leftOut tracks events that leave a member out, each behind one that has it, and returns all of them.
func (p *probe) leftOut(ctx context.Context, left ...func(*Sent)) []*Known {
	full := p.own("full", 0)
	full.Campaign, full.Attributes = p.s.names.of("inherited"), map[string]string{"colour": "red", "inherited": "yes"}
	var all []*Known
	for i, leave := range left {
		full.At = p.slot().Add(time.Duration(i*2) * time.Second)
		all = append(all, p.mustTrack(ctx, full))
		e := full
		e.At = full.At.Add(time.Second)
		leave(&e)
		by := p.Track
		if e.Attributes == nil && !p.s.tellsBare() {
			continue
		}
		if e.Attributes == nil {
			e.User, by = p.s.names.of("bare"), p.TrackBare // its user tells which one it is
		}
		if k, _ := by(ctx, e); k != nil { // one that is refused inherits nothing
			all = append(all, k)
			p.Saw("events", 1)
		}
	}
	p.visible(ctx, all...)
	return all
}

// trackNotInherited looks whether an event without attributes has those of the one before it.
func trackNotInherited(ctx context.Context, p *probe) {
	all := p.leftOut(ctx,
		func(e *Sent) { e.Campaign, e.Attributes = "", nil },
		func(e *Sent) { e.Campaign, e.Attributes = "", map[string]string{"colour": "blue"} })
	for _, k := range all {
		if _, sent := k.Attributes["inherited"]; !sent && k.Listed.Attributes["inherited"] == "yes" {
			p.Fail(conformance.Failure{
				Message: "an event is listed with an attribute of another event", Expected: "no attribute inherited, which was not sent",
				Got: "inherited " + quoted("yes"), Exchanges: p.s.exchangesOf(p.Traffic(), k),
			})
		}
	}
}

// trackLeftOut records what is listed of events that have no user or no conversation: servers that keep sessions fill in either.
func trackLeftOut(ctx context.Context, p *probe) {
	var saw []string
	all := p.leftOut(ctx, func(e *Sent) { e.User = "" }, func(e *Sent) { e.Conversation = "" })
	from, to := p.s.span(all)
	for _, op := range filterLists() { // paging.filters-met looks whether one without a user comes with a user's
		p.Walk(ctx, Query{Op: op, User: all[0].User, Start: bound(from), End: bound(to), Size: 100})
	}
	for _, k := range all {
		for _, m := range []struct{ name, sent, shown string }{{"user_id", k.User, k.Listed.UserID}, {"conversation_id", k.Conversation, k.Listed.ConversationID}} {
			switch {
			case m.sent != "":
			case m.shown == "":
				saw = append(saw, "without "+m.name)
			case p.s.names.own(m.shown):
				saw = append(saw, "with the "+m.name+" of the event before it")
			default:
				saw = append(saw, "with a "+m.name+" of the server's")
			}
		}
	}
	p.Record("events that leave a member out are listed %s", listed(saw))
}

// trackIDTwice records what a second event under one id does.
func trackIDTwice(ctx context.Context, p *probe) {
	e := p.own("twice", 0)
	e.ID = p.s.names.of("twice-id")
	first, x1 := p.Track(ctx, e)
	p.Saw("answers", 1)
	if first != nil {
		e.ID = first.ID
	}
	// Hostile, so that a failure of the server is asked again at the end, and counts if it comes each time.
	_, x2 := p.trackTo(ctx, p.Target().Bot, p.s.auth, e, func(r *exchange.Request) { r.Hostile = true })
	p.Saw("answers", 1)
	if first == nil {
		p.Record("an id of the client's is answered with %d", x1.Status)
		return
	}
	p.visible(ctx, first)
	from, to := p.s.span([]*Known{first})
	w := p.WholeWalk(ctx, Query{Start: bound(from), End: bound(to), Size: 100, User: e.User})
	p.Record("the second event is answered with %d; %s listed under the user of both", x2.Status, plural(len(w.Events()), "event"))
}
