package kit

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// What a report prints to be sent again are the first three exchanges of a failure. They have to show it by themselves.

// ExchangesOf finds the track of an event and, of the lists of the check that tracked it, or of the preparation, the last that shows the
// event, or else the last that might.
func (s *Session) ExchangesOf(exchanges []*exchange.Exchange, k *RunEvent) []*exchange.Exchange {
	var found []*exchange.Exchange
	var list *exchange.Exchange
	best := 0
	for _, x := range exchanges {
		if sent, ok := x.Request.Meta.(Sent); ok && k.sentAs(sent) {
			found = append(found, x)
		}
		if _, ok := x.Request.Meta.(Query); ok && (x.Check == "prepare" && len(found) == 0 || len(found) > 0 && x.Check == found[0].Check) {
			if tells := s.tells(x, k); tells >= best {
				list, best = x, tells
			}
		}
	}
	if list != nil {
		found = append(found, list)
	}
	return found
}

// trackedSo finds the track of an event that may not be there because of how it was tracked. What an event shows itself needs no proof.
func (s *Session) trackedSo(e Event, why string) []*exchange.Exchange {
	k := s.Identify(e)
	if k == nil || !k.Owned || !strings.HasPrefix(why, trackedWith) {
		return nil
	}
	return s.TrackOf(s.client.Exchanges(), k)
}

// TrackOf finds the track of an event, if it is kept.
func (s *Session) TrackOf(exchanges []*exchange.Exchange, k *RunEvent) []*exchange.Exchange {
	found := s.ExchangesOf(exchanges, k)
	return slices.Clip(found[:min(1, len(found))])
}

// sentAs reports whether it is the event that was sent. One without a tag has a user of its own.
func (k *RunEvent) sentAs(sent Sent) bool {
	if tag, tagged := sent.Attributes[TagKey]; tagged {
		return tag == k.Tag
	}
	return k.Attributes[TagKey] == "" && sent.User == k.User && sent.At.Equal(k.At)
}

// ExchangesOfTwo finds the tracks of two events, and behind both a list for the second.
func (s *Session) ExchangesOfTwo(exchanges []*exchange.Exchange, a, b *RunEvent) []*exchange.Exchange {
	return append(s.TrackOf(exchanges, a), s.ExchangesOf(exchanges, b)...)
}

// How much the answer to a list tells of an event.
const (
	isOther   = iota
	isLater   // a page behind the first, of a list that might show it
	mightShow // the first page
	isAbout   // the list of its user
	showsCut  // and is too long to be kept whole
	doesShow
)

func (s *Session) tells(x *exchange.Exchange, k *RunEvent) int {
	q, _ := s.queryOf(x.Request)
	from, to := Instants(q)
	at := k.When()
	if at.IsZero() {
		at = k.At
	}
	switch {
	case bytes.Contains(x.Body, []byte(`"`+k.Tag+`"`)), k.Listed.ID != "" && bytes.Contains(x.Body, []byte(`"`+k.Listed.ID+`"`)):
		if came, _ := x.Came(); came > len(x.Body) {
			return showsCut
		}
		return doesShow
	case !Inside(at, from, to) || !k.fits(q) || !x.OK():
		return isOther
	case q.Token != "":
		return isLater
	case q.User != "":
		return isAbout
	default:
		return mightShow
	}
}

// proof are the pages of a walk on which it goes wrong, two at most: those that show what may not be there, those that show the same event,
// or those between which an event is missing.
func (s *Session) proof(w Walk, d Difference) []*exchange.Exchange {
	var wrong []int
	on := func(key string) {
		for i, p := range w.Pages {
			if slices.ContainsFunc(p.Events, func(e Event) bool { return e.Key() == key }) {
				wrong = append(wrong, i)
			}
		}
	}
	switch {
	case len(d.Extra) > 0:
		on(d.Extra[0].Key())
	case len(d.Repeated) > 0:
		on(d.Repeated[0].Key())
	case len(d.Missing) > 0:
		wrong = w.around(d.Missing[0].When())
	}
	if len(wrong) == 0 {
		return LastOf(w, 2)
	}
	var pages []*exchange.Exchange
	for _, i := range wrong[:min(len(wrong), 2)] {
		pages = append(pages, w.Pages[i].X)
	}
	return pages
}

// around are the pages among which an event of that instant belongs, in whichever order the list has.
func (w Walk) around(at time.Time) []int {
	for i := range w.Pages[:len(w.Pages)-1] {
		here, next := w.Pages[i].Events, w.Pages[i+1].Events
		switch {
		case len(here) == 0:
		case amid(at, here[0].At, here[len(here)-1].At) && !at.Equal(here[len(here)-1].At):
			return []int{i}
		case len(next) == 0 || amid(at, here[len(here)-1].At, next[0].At):
			return []int{i, i + 1}
		}
	}
	return nil
}

// witness asks for the seconds around an event that a list lacks, and for its user's day. If neither shows it, it is a list of the
// bot, or the last list that did.
func (p *Probe) witness(ctx context.Context, q Query, k *RunEvent) []*exchange.Exchange {
	if k.When().IsZero() {
		return nil
	}
	second := Query{
		Op: q.Op, Bot: q.Bot, Team: q.Team, Version: q.Version, Start: Bound(k.Moment().Add(-time.Second)),
		End: Bound(k.Moment().Add(time.Second)), Size: 100,
	}
	day := second
	day.Start, day.End, day.User = Bound(k.Moment().Add(-Day/2)), Bound(k.Moment().Add(Day/2)), k.User
	looks := []Query{second, day}
	if q.Op == Team {
		looks = append(looks, Query{Bot: k.Bot, Version: VersionOf(k.Sent), Start: second.Start, End: second.End, Size: 100})
	}
	for _, look := range looks {
		if page := p.Aside().Page(ctx, look); slices.ContainsFunc(page.Events, func(e Event) bool { return p.Identify(e) == k }) {
			return []*exchange.Exchange{page.X}
		}
	}
	for _, x := range slices.Backward(p.Exchanges()) {
		if _, list := x.Request.Meta.(Query); list && p.tells(x, k) >= showsCut {
			return []*exchange.Exchange{x}
		}
	}
	return nil
}
