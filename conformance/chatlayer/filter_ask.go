package chatlayer

import (
	"context"
	"fmt"
)

// exactlyBoth is Exactly for get and post. It counts what had to come back, and what had to be left out.
func exactlyBoth(ctx context.Context, p *probe, q Query, about string) {
	for _, q.Op = range []string{get, post} {
		p.exactlyOnce(ctx, q, about)
	}
}

// soundBoth asks by get and post and holds the answers to sound.
func soundBoth(ctx context.Context, p *probe, q Query, about string) {
	soundOnce(ctx, p, q, about, get)
	soundOnce(ctx, p, q, about, post)
}

func soundOnce(ctx context.Context, p *probe, q Query, about, op string) {
	q.Op = op
	_, others := p.wanted(q, p.s.seed)
	p.sound(ctx, p.WholeWalk(ctx, q), fmt.Sprintf("%s (%s)", about, op))
	p.Saw("others", others)
}
