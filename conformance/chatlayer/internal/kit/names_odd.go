package kit

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Oddities are events with odd names. They are not among the planted events that all checks use, because a server may refuse them: each is
// for the checks that ask for it. The first of those brings all.
type Oddities struct {
	Events []*RunEvent // acknowledged and seen
	window Query
}

// Wild holds the signs that patterns use.
func (n Names) Wild() string { return n.odd("a%c_.*[d]'\"") }

// Reserved holds the characters that a URL escapes.
func (n Names) Reserved() string { return n.odd("a&b=c#d+e/f?g h;i,j:k@l$m") }

// Accented holds letters beyond ASCII, in the form that servers keep which unify letters.
func (n Names) Accented() string { return n.odd("café-ünïcode-日本-😀") }

// Address is an address of a person, with or without what some providers of mail ignore.
func (n Names) Address(tag string) string { return n.odd("mia" + tag + "@example.org") }

// wildMisses are values that match wild if its signs are taken for wildcards.
func (n Names) wildMisses() []string {
	return []string{n.odd("aXXc-.*[d]'\""), n.odd("a%cX.*[d]'\""), n.odd("a%c_xxx[d]'\""), n.odd("a%c_.*d'\"")}
}

// Lookalikes are ids that a server may take for something else than text: a telephone number, numbers with zeros before them, beyond
// 2^53 and with an exponent, and a UUID in capitals. Each has a number of the run.
func (n Names) Lookalikes() []string {
	number := Digest(n.run) % 1e12
	return []string{
		fmt.Sprintf("+41%012d", number), fmt.Sprintf("00%012d", number), fmt.Sprintf("9007%015d", number), fmt.Sprintf("%012de2", number),
		fmt.Sprintf("C0FFEE00-BEEF-4ABC-8DEF-%012X", number),
	}
}

// oddPlan lists the events, each with one value for all its names.
func (n Names) oddPlan(at time.Time) []Sent {
	l := n.Literal()
	values := append([]string{
		l, l, l + " ", " " + l, l + "." + l, n.Wild(), n.Wild(), n.Reserved(), n.Reserved(), n.Reserved(),
		strings.Replace(n.Reserved(), "#d+e", "#d e", 1),
		n.Accented(), n.Accented(), n.Accented(), n.Address(""), n.Address("+1"),
	}, n.wildMisses()...)
	var plan []Sent
	for i, value := range values {
		plan = append(plan, Sent{
			Version: "LIVE", Event: value, User: value, Conversation: value, Campaign: value, At: at.Add(time.Duration(i) * time.Second),
		})
	}
	return plan
}

// OddNames returns the events with odd names that the target took and shows, and a list of them. It ends the check if there are none.
func (p *Probe) OddNames(ctx context.Context) ([]*RunEvent, Query) {
	o := p.BringOddNames(ctx)
	if len(o.Events) == 0 {
		p.NotApplicable("the target took no event with an odd name, or shows none")
	}
	return o.Events, o.window
}

// BringOddNames returns the events with odd names, and tracks them if no check has.
func (p *Probe) BringOddNames(ctx context.Context) *Oddities {
	return p.oddities.Get(func() *Oddities {
		o := &Oddities{}
		taken := p.Aside().trackAll(ctx, p.Names.oddPlan(p.Base.Add(105*time.Minute)), func(int) {})
		if len(taken) == 0 {
			return o
		}
		from, to := p.EventWindow(taken)
		_, _ = p.Settle(ctx, []Query{{Start: Bound(from), End: Bound(to), Size: 100}}, nil, taken)
		o.Events = slices.DeleteFunc(taken, func(k *RunEvent) bool { return !k.Seen })
		o.window = p.ListAround(o.Events)
		return o
	})
}

// ListAround is the list from the first to the last of some events of the run, as printed.
func (s *Session) ListAround(planted []*RunEvent) Query {
	var from, to time.Time
	for _, k := range planted {
		at := k.When()
		if from.IsZero() || at.Before(from) {
			from = at
		}
		if at.After(to) {
			to = at
		}
	}
	return Query{Start: Bound(from), End: Bound(to.Add(s.Unit)), Size: 100}
}
