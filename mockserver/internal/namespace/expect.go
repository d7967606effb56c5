package namespace

import (
	"context"

	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/mockserver/internal/journal/expect"
	"github.com/understudy-mock/understudy/spec"
)

// Journal is what came and what was answered.
func (n *Namespace) Journal() *journal.Journal { return n.journal }

// Secrets are what the journal shows to nobody.
func (n *Namespace) Secrets() journal.Secrets { return n.own.Secrets() }

// Expect waits for what is expected, in the form of POST journal/expect. The violations are what is wrong with the expectation.
func (n *Namespace) Expect(ctx context.Context, expectation []byte) (expect.Result, []spec.Violation) {
	value, wrong := n.shared.apis.ownContract().ValidateValue("Expectation", expectation)
	written, _ := value.(map[string]any)
	e, more := expect.Read(written, n.own.Operations())
	if wrong = append(wrong, more...); len(wrong) > 0 {
		return expect.Result{}, wrong
	}
	return e.Wait(ctx, n.journal), nil
}
