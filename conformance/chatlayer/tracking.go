package chatlayer

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/wire"
)

// trackAccepted looks at the answer of every valid track of the run. A server may know the event names that it takes and limit
// what it takes as a value, so a refusal counts only for an event of plain values, and only if others like it were taken.
func trackAccepted(_ context.Context, p *probe) {
	var refused *wire.Exchange
	taken, oldest := 0, p.s.oldestTaken(p.Traffic())
	for _, x := range validTracks(p.Traffic()) {
		_, ok := eventID(x)
		switch {
		case x.Err != nil || x.Busy():
		case x.Status == http.StatusOK && ok:
			taken++
		case !x.Refused():
			p.Fail(notAcknowledged(x))
		case x.Request.Meta.(Sent).plain() && !x.Request.Meta.(Sent).before(oldest):
			refused = x
		}
	}
	p.Saw("answers", taken)
	if refused != nil && taken > 100 {
		p.Fail(notAcknowledged(refused))
	}
}

func notAcknowledged(x *wire.Exchange) conformance.Failure {
	return conformance.Failure{
		Message: "a valid event was not acknowledged as documented", Expected: "status 200 and an object with a string event_id",
		Got: gist(x), Exchanges: []*wire.Exchange{x},
	}
}

// plain reports whether the event is one that no limit can be meant for: it has a version, a name and a user, its names are
// short and hold nothing but letters, digits and dashes, and its attributes are few and short.
func (e Sent) plain() bool {
	const short = 40
	for key, value := range e.Attributes {
		if len(key) > short || len(value) > short {
			return false
		}
	}
	if max(len(e.Event), len(e.User), len(e.Conversation), len(e.Campaign)) > short {
		return false
	}
	whole := e.Version != "" && e.Event != "" && e.User != ""
	return whole && e.ID == "" && len(e.Attributes) < 6 && !strings.ContainsFunc(e.Event+e.User+e.Conversation+e.Campaign, func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})
}

// validTracks are the tracks that were not wrong on purpose.
func validTracks(traffic []*wire.Exchange) []*wire.Exchange {
	return slices.DeleteFunc(slices.Clone(traffic), func(x *wire.Exchange) bool {
		_, ours := x.Request.Meta.(Sent)
		return !ours || x.Request.Hostile || x.Request.Authorization == ""
	})
}

// eventID reads the answer of a track.
func eventID(x *wire.Exchange) (id string, ok bool) {
	body, err := x.Plain()
	if err != nil {
		return "", false
	}
	members, err := readObject(body)
	if err != nil || json.Unmarshal(members["event_id"], &id) != nil {
		return "", false
	}
	return id, string(members["event_id"]) != "null"
}

// oldestTaken is the earliest timestamp with which the target took an event, of the last hours; how old an event may be nobody
// says. If it took none with a timestamp, it is that of an event which is a little old.
func (s *session) oldestTaken(traffic []*wire.Exchange) time.Time {
	oldest := s.began.Add(-10 * time.Minute)
	longAgo := s.began.Add(-20 * time.Hour)
	for _, x := range validTracks(traffic) {
		if at := x.Request.Meta.(Sent).At; x.OK() && at.Before(oldest) && !at.Before(longAgo) {
			oldest = at
		}
	}
	return oldest
}

// before reports whether an event lies so far back that a server may not want it any more.
func (e Sent) before(oldest time.Time) bool {
	return !e.At.IsZero() && e.At.Before(oldest)
}

// trackMadeIDs wants ids that are there and all different.
func trackMadeIDs(_ context.Context, p *probe) {
	first := map[string]*wire.Exchange{}
	for _, x := range validTracks(p.Traffic()) {
		if sent := x.Request.Meta.(Sent); !x.OK() || sent.ID != "" {
			continue
		}
		id, ok := eventID(x)
		switch {
		case !ok: // accepted's business
		case id == "":
			p.Fail(conformance.Failure{Message: "the event_id is empty", Expected: "an id", Got: gist(x), Exchanges: []*wire.Exchange{x}})
		case first[id] != nil:
			p.Fail(conformance.Failure{
				Message: "two events got the same event_id", Expected: "an id for each event", Got: quoted(id) + " twice",
				Exchanges: []*wire.Exchange{first[id], x},
			})
		default:
			first[id] = x
			p.Saw("ids", 1)
		}
	}
}

// trackAppears reports acknowledged events of the seed that no list ever showed.
func trackAppears(_ context.Context, p *probe) {
	p.Saw("acknowledged", len(p.s.seed)+len(p.s.lost))
	if len(p.s.lost) == 0 {
		return
	}
	if p.s.stuck != "" {
		p.Inconclusive("acknowledged events were not found, because %s", p.s.stuck)
	}
	lost := p.s.lost[0]
	p.Fail(conformance.Failure{
		Message:   fmt.Sprintf("%d of %d acknowledged events were never listed", len(p.s.lost), len(p.s.lost)+len(p.s.seed)),
		Symptoms:  lostEvents(),
		Expected:  "every acknowledged event in a list of its window",
		Got:       fmt.Sprintf("nothing of event_id %s (tag %s), which was looked for during %s by several routes", quoted(lost.EventID), lost.Tag, p.s.target.Settle),
		Exchanges: p.s.exchangesOf(p.Traffic(), lost),
	})
}

// exchangesOf finds the track of an event and the last list of the preparation.
func (s *session) exchangesOf(traffic []*wire.Exchange, k *Known) []*wire.Exchange {
	var found []*wire.Exchange
	var list *wire.Exchange
	for _, x := range traffic {
		if sent, ok := x.Request.Meta.(Sent); ok && sent.Attributes[tagKey] == k.Tag {
			found = append(found, x)
		}
		if _, ok := x.Request.Meta.(Query); ok && x.Check == "prepare" {
			list = x
		}
	}
	if list != nil {
		found = append(found, list)
	}
	return found
}

// trackOnce counts how often each event of the seed is listed, by what was sent and not by its id.
func trackOnce(ctx context.Context, p *probe) {
	from, to := p.s.window()
	w := p.WholeWalk(ctx, Query{Start: bound(from), End: bound(to), Size: 100})
	ids := map[*Known]map[string]bool{}
	for _, e := range w.Events() {
		k := p.s.identify(e)
		if k == nil {
			continue
		}
		if ids[k] == nil {
			ids[k] = map[string]bool{}
			p.Saw("events", 1)
		}
		if ids[k][e.key()] = true; len(ids[k]) > 1 {
			p.Fail(conformance.Failure{
				Message: "one track became more than one event", Symptoms: repeatedEvents(), Expected: "one event for " + k.label(),
				Got: fmt.Sprintf("%d events with different ids", len(ids[k])), Exchanges: append(p.s.exchangesOf(p.Traffic(), k), lastOf(w, 1)...),
			})
		}
	}
}

// trackAsSent compares what lists show of the seed with what was tracked.
func trackAsSent(ctx context.Context, p *probe) {
	from, to := p.s.window()
	for _, q := range []Query{
		{Start: bound(from), End: bound(to), Size: 100},
		{Start: bound(from), End: bound(to), Size: 100, Op: post},
		{Start: bound(from), End: bound(to), Size: 100, Version: "DRAFT"},
	} {
		w := p.WholeWalk(ctx, q)
		for _, page := range w.Pages {
			for _, e := range page.Events {
				k := p.s.identify(e)
				if k == nil || !k.Owned {
					continue
				}
				p.Saw("events", 1)
				p.sameAsSent(k, e, page)
			}
		}
	}
}

// sameAsSent fails the check if an event is listed otherwise than it was tracked.
func (p *probe) sameAsSent(k *Known, e Event, page Page) {
	if name, want, got := k.changed(e); name != "" {
		p.Fail(conformance.Failure{
			Message:  fmt.Sprintf("an event is listed with another %s than it was tracked with", name),
			Expected: name + " " + quoted(want), Got: name + " " + quoted(got), Symptoms: changedMember(name),
			Exchanges: append(p.s.exchangesOf(p.Traffic(), k), page.X),
		})
	}
}

// changed names the first member that is listed otherwise than it was sent. A member that was not sent is the server's to fill.
func (k *Known) changed(e Event) (name, want, got string) {
	for _, m := range []struct{ name, want, got string }{
		{"event", k.Event, e.Event}, {"user_id", k.User, e.UserID}, {"conversation_id", k.Conversation, e.ConversationID}, {"version", k.Version, e.Version},
	} {
		if m.want != "" && m.want != m.got {
			return m.name, m.want, m.got
		}
	}
	for key, want := range k.Attributes {
		if got, there := e.Attributes[key]; got != want || !there && want != "" {
			return "attribute " + key, want, got
		}
	}
	for key, got := range e.Attributes {
		if _, sent := k.Attributes[key]; !sent && got != "" {
			return "attribute " + key, "", got
		}
	}
	return "", "", ""
}

// trackListedID compares the ids of lists with the answers of the tracks.
func trackListedID(_ context.Context, p *probe) {
	for _, k := range p.s.seed {
		if !k.Owned || k.EventID == "" || k.Listed.ID == "" {
			continue
		}
		p.Saw("ids", 1)
		if k.Listed.ID != k.EventID {
			p.Fail(conformance.Failure{
				Message: "a list shows an event under another id than the track was answered with", Symptoms: unsteady("id"), Expected: "id " + quoted(k.EventID),
				Got: "id " + quoted(k.Listed.ID), Exchanges: p.s.exchangesOf(p.Traffic(), k),
			})
		}
	}
}

// trackStays reads the seed again at the end of the run.
func trackStays(ctx context.Context, p *probe) {
	from, to := p.s.window()
	for _, version := range []string{"LIVE", "DRAFT"} {
		w := p.Exactly(ctx, Query{Start: bound(from), End: bound(to), Size: 100, Version: version}, "at the end of the run")
		for _, page := range w.Pages {
			for _, e := range page.Events {
				k := p.s.identify(e)
				if k == nil || !k.Seen {
					continue
				}
				p.Saw("events", 1)
				if k.Owned {
					p.sameAsSent(k, e, page)
				}
				if !k.Listed.At.IsZero() && !e.At.Equal(k.Listed.At) || k.Listed.ID != e.ID {
					p.Fail(conformance.Failure{
						Message: "an event changed after it was listed first", Symptoms: unsteady("id"), Expected: k.Listed.ID + " at " + k.Listed.Timestamp, Got: e.ID + " at " + e.Timestamp,
						Exchanges: []*wire.Exchange{page.X},
					})
				}
			}
		}
	}
}

// trackAllStays walks once over everything that the run tracked: longer lists than any other check has.
func trackAllStays(ctx context.Context, p *probe) {
	own := p.s.owned()
	var from, to time.Time
	for _, k := range own {
		if from.IsZero() || k.when().Before(from) {
			from = k.when()
		}
		if k.when().After(to) {
			to = k.when()
		}
	}
	p.Saw("events", len(own))
	if len(own) == 0 {
		p.NotApplicable("lists do not say of which bot their events are")
	}
	for _, op := range []string{get, post} {
		for _, w := range p.inParts(ctx, Query{Op: op, Start: bound(from), End: bound(to.Add(p.s.unit)), Size: 100}) {
			p.Hold(ctx, w, own, called(op)+" over everything that the run tracked")
		}
	}
}

// owned are the live events of the last day that the run tracked and has seen.
func (s *session) owned() []*Known {
	s.mu.Lock()
	defer s.mu.Unlock()
	var own []*Known
	for _, k := range s.byTag {
		here := strings.EqualFold(k.Listed.BotID, s.target.Bot) || k.Listed.BotID == "" && s.target.OtherBot == ""
		if here && k.Owned && k.Acked && k.Seen && versionOf(k.Sent) == "LIVE" && k.Version != "" && !k.when().Before(s.base.Add(-time.Minute)) && k.when().Before(s.began.Add(time.Hour)) {
			own = append(own, k)
		}
	}
	return own
}

// trackVisibility records how long the seed took to be seen. The looks are some time apart, so it is an upper bound.
func trackVisibility(_ context.Context, p *probe) {
	var waits []time.Duration
	for _, k := range p.s.seed {
		if k.Owned {
			waits = append(waits, k.SeenAt.Sub(k.AckedAt))
		}
	}
	if len(waits) == 0 {
		return
	}
	slices.Sort(waits)
	p.Saw("events", len(waits))
	at := func(share float64) time.Duration {
		return waits[int(share*float64(len(waits)-1))].Round(time.Millisecond)
	}
	p.Record("%d events were seen at most %s (median), %s (95 of 100) and %s (the last) after their acknowledgement; client timestamps are %s",
		len(waits), at(0.5), at(0.95), at(1), map[bool]string{true: "kept", false: "replaced by the time of receipt"}[p.s.honoured])
}
