package chatlayer

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// oddities are events with odd names. They are no part of the seed, because a server may refuse them: each is for the checks that ask
// for it. The first of those brings all.
type oddities struct {
	known  []*Known // acknowledged and seen
	window Query
}

func (n names) wild() string     { return n.odd("a%c_.*[d]'\"") }
func (n names) reserved() string { return n.odd("a&b=c#d+e/f?g h;i,j:k@l$m") }
func (n names) accented() string { return n.odd("café-ünïcode-日本-😀") } // in the form that servers keep which unify letters

// wildMisses are values that match wild if its signs are taken for wildcards.
func (n names) wildMisses() []string {
	return []string{n.odd("aXXc-.*[d]'\""), n.odd("a%cX.*[d]'\""), n.odd("a%c_xxx[d]'\""), n.odd("a%c_.*d'\"")}
}

// lookalikes are ids that a server may take for something else than text: a telephone number, numbers with zeros before them, beyond
// 2^53 and with an exponent, and a UUID in capitals. Each has a number of the run.
func (n names) lookalikes() []string {
	number := digest(n.run) % 1e12
	return []string{
		fmt.Sprintf("+41%012d", number), fmt.Sprintf("00%012d", number), fmt.Sprintf("9007%015d", number), fmt.Sprintf("%012de2", number),
		fmt.Sprintf("C0FFEE00-BEEF-4ABC-8DEF-%012X", number),
	}
}

// oddPlan lists the events, each with one value for all its names.
func (n names) oddPlan(at time.Time) []Sent {
	l := n.literal()
	values := append([]string{
		l, l, l + " ", " " + l, l + "." + l, n.wild(), n.wild(), n.reserved(), n.reserved(), n.reserved(),
		strings.Replace(n.reserved(), "#d+e", "#d e", 1),
		n.accented(), n.accented(), n.accented(),
	}, n.wildMisses()...)
	var plan []Sent
	for i, value := range values {
		plan = append(plan, Sent{
			Version: "LIVE", Event: value, User: value, Conversation: value, Campaign: value, At: at.Add(time.Duration(i) * time.Second),
		})
	}
	return plan
}

// oddNames returns the events with odd names that the target took and shows, and a list of them. It ends the check if there are none.
func (p *probe) oddNames(ctx context.Context) ([]*Known, Query) {
	o := p.bringOddNames(ctx)
	if len(o.known) == 0 {
		p.NotApplicable("the target took no event with an odd name, or shows none")
	}
	return o.known, o.window
}

func (p *probe) bringOddNames(ctx context.Context) *oddities {
	return p.s.oddities.get(func() *oddities {
		o := &oddities{}
		taken := p.aside().trackAll(ctx, p.s.names.oddPlan(p.s.base.Add(105*time.Minute)), func(int) {})
		if len(taken) == 0 {
			return o
		}
		from, to := p.s.span(taken)
		_, _ = p.settle(ctx, []Query{{Start: bound(from), End: bound(to), Size: 100}}, nil, taken)
		o.known = slices.DeleteFunc(taken, func(k *Known) bool { return !k.Seen })
		o.window = p.s.around(o.known)
		return o
	})
}

// around is the list from the first to the last of known events, as printed.
func (s *session) around(known []*Known) Query {
	var from, to time.Time
	for _, k := range known {
		at := k.when()
		if from.IsZero() || at.Before(from) {
			from = at
		}
		if at.After(to) {
			to = at
		}
	}
	return Query{Start: bound(from), End: bound(to.Add(s.unit)), Size: 100}
}
