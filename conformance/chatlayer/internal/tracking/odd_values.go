package tracking

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/english"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

// oddEvents have odd attributes each, and the last have odd names: a letter and its accent in two pieces, a tab, a space without width,
// what looks like an address, and users that look like something else.
func oddEvents(p *kit.Probe) []kit.Sent {
	var odd []kit.Sent
	for i, attributes := range oddAttributes() {
		e := p.OwnEvent("odd", time.Duration(i)*time.Second)
		e.Attributes = attributes
		odd = append(odd, e)
	}
	for _, end := range []string{"-cafe\u0301", "\ttab", "\u200bwidth", "@Example.ORG"} {
		e := p.OwnEvent("odd", time.Duration(len(odd))*time.Second)
		e.Event, e.User, e.Conversation = e.Event+end, e.User+end, e.Conversation+end
		odd = append(odd, e)
	}
	for _, user := range p.Names.Lookalikes() {
		e := p.OwnEvent("odd", time.Duration(len(odd))*time.Second)
		e.User, e.Conversation = user, user
		odd = append(odd, e)
	}
	return odd
}

var oddValues = conformance.Check{
	ID:          "chatlayer.tracking.odd-values",
	Level:       conformance.Should,
	Requirement: "CHL-LAW-2",
	Title:       "Attributes and names with unusual characters or sizes are kept whole or refused.",
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"values": 1},
	Run:         kit.WithPlanted(trackOddValues),
}

// trackOddValues tracks odd events, attributes beyond ASCII once more in a body that has them escaped, as some clients write it, and
// looks at the events with odd names. One more comes in chunks that end within letters.
func trackOddValues(ctx context.Context, p *kit.Probe) {
	var planted []*kit.RunEvent
	escaping := p.Sending(func(ctx context.Context, r exchange.Request) *exchange.Exchange {
		r.Body = inASCII(r.Body)
		return p.Aside().Send(ctx, r)
	})
	for i, e := range oddEvents(p) {
		by := p.Aside().Asker
		if i == 0 {
			by = escaping
		}
		k, x := by.Track(ctx, e)
		switch {
		case k != nil:
			planted = append(planted, k)
		case !x.Refused():
			neither(p, "value", x)
		}
	}
	chunked, _ := inChunks(p).Track(ctx, inLetters(p))
	if chunked != nil {
		planted = append(planted, chunked)
	}
	numbered := p.OwnEvent("numbered", 0)
	numbered.Attributes = map[string]string{"0": "first", "1": "second"} // and no tag: some languages take it for a list
	if p.TellsUntagged() {
		if k, _ := p.Aside().TrackUntagged(ctx, numbered); k != nil {
			planted = append(planted, k)
		}
	}
	if len(planted) == 0 {
		p.NotApplicable("the target takes none of the unusual values")
	}
	p.Aside().MustAppear(ctx, planted...)
	recomposed := 0
	for _, k := range slices.Concat(planted, p.BringOddNames(ctx).Events) {
		p.Saw("values", 1)
		if k.Listed.Has("event") && k.Listed.Event != k.Event {
			recomposed++
		}
		if name, want, got := p.Changed(k, k.Listed); name != "" {
			f := conformance.Failure{
				Message: lostOrChanged(name, got), Expected: name + " " + kit.Quoted(want), Got: name + " " + got,
				Symptoms:  kit.ChangedMember(name),
				LooksLike: lostValue(p, name, want, got), Exchanges: p.ExchangesOf(p.Exchanges(), k),
			}
			if k == chunked { // the same texts came back whole when they were sent at once
				f.LooksLike = protocol.LettersLost
			}
			p.Fail(f)
		}
	}
	if recomposed > 0 {
		p.Record("%s with a letter and its accent in two pieces came back in another form", english.Count(recomposed, "name"))
	}
}

// inLetters is an event with the first of the odd values, which has letters of several bytes.
func inLetters(p *kit.Probe) kit.Sent {
	e := p.OwnEvent("chunked", 0)
	e.Attributes = oddAttributes()[0]
	return e
}

// inChunks sends bodies in chunks that end within letters, or at once where the target asks for the length.
func inChunks(p *kit.Probe) kit.Asker {
	return p.Sending(func(ctx context.Context, r exchange.Request) *exchange.Exchange {
		r.Chunked, r.Manner = true, "curl sends one chunk; the check sends several, which end within letters of several bytes"
		x := p.Aside().Send(ctx, r)
		if x.Status == http.StatusLengthRequired {
			r.Chunked, r.Manner = false, ""
			x = p.Aside().Send(ctx, r)
		}
		return x
	})
}

func lostOrChanged(name, got string) string {
	if got == "none" {
		return name + " did not come back"
	}
	return name + " came back changed"
}

var alike = conformance.Check{
	ID:          "chatlayer.tracking.alike",
	Level:       conformance.Should,
	Requirement: "CHL-LAW-1",
	Title:       "Events that differ in an attribute alone are different events.",
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"events": 4},
	Run:         kit.WithPlanted(trackAlike),
}

// trackAlike tracks events that are alike in everything but their attributes.
func trackAlike(ctx context.Context, p *kit.Probe) {
	e := p.OwnEvent("alike", 0)
	var planted []*kit.RunEvent
	for i := range 4 {
		e.Attributes = map[string]string{"turn": fmt.Sprint(i)}
		planted = append(planted, p.MustTrack(ctx, e))
	}
	p.MustAppear(ctx, planted...)
	p.Saw("events", len(planted))
}
