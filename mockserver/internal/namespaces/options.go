package namespaces

import (
	"cmp"
	"errors"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/namespace"
)

// Default is the name of the namespace of requests that name none.
const Default = namespace.Default

// Never is an Options.TTL that forgets no namespace.
const Never = time.Duration(-1)

const (
	defaultTTL  = time.Hour
	defaultMost = 10_000
)

// Options are those of a server.
type Options struct {
	namespace.Options               // that each namespace has unless it is given others
	TTL               time.Duration // how long a namespace may be idle before it is forgotten; zero is an hour, negative for ever
	Most              int           // most namespaces at once beside the default one; zero is 10,000
	Require           bool          // a request of the APIs must name one
	StateDir          string        // where what changes is written down; empty is nowhere
	stateBytes        int64         // how much of it may not be needed before it is written anew; zero is as the log has it
	StateSync         time.Duration // how long it may be in the memory of the machine only; zero is not at all
}

func (o *Options) fill() error {
	if o.Most < 0 {
		return errors.New("the most namespaces are negative: give a positive number, or zero for the default")
	}
	if o.StateSync < 0 {
		return errors.New("the time within which the state is on the disk is negative: give a positive one, or zero for always")
	}
	if o.StateSync > 0 && o.StateDir == "" {
		return errors.New("there is a time within which the state is on the disk, and no directory for it: give one")
	}
	o.TTL, o.Most = cmp.Or(o.TTL, defaultTTL), cmp.Or(o.Most, defaultMost)
	return nil
}
