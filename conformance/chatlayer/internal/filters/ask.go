package filters

import (
	"context"
	"fmt"

	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
)

// exactlyBoth is Exactly for get and post. It counts what had to come back, and what had to be left out.
func exactlyBoth(ctx context.Context, p *kit.Probe, q kit.Query, about string) {
	for _, q.Op = range []string{kit.Get, kit.Post} {
		p.ExactlyMatching(ctx, q, about)
	}
}

// soundBoth asks by get and post and holds the answers to sound.
func soundBoth(ctx context.Context, p *kit.Probe, q kit.Query, about string) {
	soundOnce(ctx, p, q, about, kit.Get)
	soundOnce(ctx, p, q, about, kit.Post)
}

func soundOnce(ctx context.Context, p *kit.Probe, q kit.Query, about, op string) {
	q.Op = op
	_, others := p.Wanted(q, p.Planted)
	p.Sound(ctx, p.MustWalk(ctx, q), fmt.Sprintf("%s (%s)", about, op))
	p.Saw("others", others)
}
