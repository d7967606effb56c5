package namespace

import (
	"cmp"
	"errors"
	"time"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/control"
)

// Row is what the list of namespaces tells of one, but when it was made and used.
func (n *Namespace) Row() control.Namespace {
	tracked, _ := n.world.Written()
	return control.Namespace{Name: n.name, Requests: n.counted.Load(), Tracked: tracked, Options: n.Options()}
}

// Options are those that the namespace has, in the form of the own endpoints.
func (n *Namespace) Options() control.NamespaceOptionsInForce {
	return control.NamespaceOptionsInForce{
		Seed: n.opts.Seed, Scenario: cmp.Or(n.opts.Scenario, fixtures.DefaultScenario),
		Events: int32(n.world.EventsPerBot()), //nolint:gosec // at most fixtures.MaxEvents
		Now:    n.opts.now(), Auth: string(n.opts.Auth), Strict: n.opts.RefuseAdvisory,
		Misbehave: n.opts.Misbehave, Variants: append([]string{}, n.opts.Variants...), Plan: n.Plan(),
	}
}

// Clock is the clock of the namespace.
func (n *Namespace) Clock() *clock.Movable { return n.clock }

// Successor puts the namespace with other changes, or with its own if these are nil, in the place of this one: it goes on with the ids of
// requests and of faults, and has the snapshots.
func (n *Namespace) Successor(changes *Changes, made time.Time) (next *Namespace, err error) {
	next, err = n.shared.New(n.name, *cmp.Or(changes, &n.given), n.own.Namespaces)
	if err != nil {
		return nil, err
	}
	err = n.exclusively(func(w writer) error {
		next.follow(n)
		if changes == nil {
			next.takePlan(n)
		}
		if err := w.last(next.Begin(made)()); err != nil {
			next.snapshots.set(nil)
			return err
		}
		n.snapshots.set(nil)
		n.next = next
		return nil
	})
	if err != nil {
		next.Close()
		return nil, err
	}
	return next, nil
}

// follow is what a successor has of the namespace before it.
func (n *Namespace) follow(before *Namespace) {
	n.requests.Store(before.requests.Load())
	n.faults.Follow(before.faults)
	n.snapshots.set(before.snapshots.all())
}

// Unfit reports whether an error of New says that the options do not go together with the events to start with.
func Unfit(err error) bool { return errors.Is(err, world.ErrImport) }
