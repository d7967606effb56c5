package mockserver

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec"
)

// Events are those of an API in the default namespace; Namespace.Events says more.
func (s *Server) Events(api string, opts ...EventsOptions) iter.Seq2[fixtures.Event, error] {
	return s.byDefault().Events(api, opts...)
}

// EventsOptions say which events Events goes through. The zero value is all of them.
type EventsOptions struct {
	Tracked bool // only those that were written since the reset: tracked, logged or imported
}

// Events goes through the events of an API, "chatlayer" or "inkeep", oldest first: each a fixtures.ChatlayerEvent or a
// fixtures.InkeepEvent. They are those that there are when the walk begins. The error, which ends it, says that there is no such API, or
// that the server cannot run with its options.
func (n *Namespace) Events(api string, opts ...EventsOptions) iter.Seq2[fixtures.Event, error] {
	return func(yield func(fixtures.Event, error) bool) {
		at, err := n.now()
		if err == nil {
			err = knownAPI(api)
		}
		if err != nil {
			yield(nil, err)
			return
		}
		which := world.Which{API: api}
		for _, o := range opts {
			which.Written = which.Written || o.Tracked
		}
		at.World().Events(which)(yield)
	}
}

func knownAPI(api string) error {
	apis := fixtures.AllKinds().Names()
	if slices.Contains(apis, api) {
		return nil
	}
	if near := spec.Nearest(api, apis); near != "" {
		return fmt.Errorf("there is no API %q: did you mean %q?", api, near)
	}
	return fmt.Errorf("there is no API %q: choose one of %s", api, strings.Join(apis, ", "))
}
