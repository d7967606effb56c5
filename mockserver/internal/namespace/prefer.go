package namespace

import (
	"net/http"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter/variant"
	"github.com/understudy-mock/understudy/mockserver/internal/fault"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

// prefer reads what a request of the APIs asks for itself. It serves the request and reports true if that is a variant.
func (n *Namespace) prefer(w http.ResponseWriter, r *http.Request) bool {
	values := r.Header["Prefer"]
	if len(values) == 0 || n.opts.NoPrefer {
		return false
	}
	c := pipeline.CallOf(r)
	c.Preferences = fault.ReadPreferences(values)
	varied := n.preferred(c.Preferences)
	announced(c)
	if ignored := c.Preferences.Ignored; len(ignored) > 0 {
		n.log.Warn("preferences are ignored", "request", c.RequestID, "preferences", spec.Cut(strings.Join(ignored, "; "), mostOfPath))
	}
	if varied == nil {
		return false
	}
	t := &tap{ResponseWriter: w}
	varied.ServeHTTP(t, r)
	n.settle(c, t)
	return true
}

// preferred is the handler of the variant that a request prefers; nil if it is none.
func (n *Namespace) preferred(p *fault.Preferences) http.Handler {
	if p.Variant == "" {
		return nil
	}
	if made, there := n.varied.Load(p.Variant); there {
		return made.(http.Handler)
	}
	if _, known := variant.Find(p.Variant); !known {
		p.Drop(unknownName("variant", p.Variant, variantNames()).Error())
		return nil
	}
	made, _ := n.varied.LoadOrStore(p.Variant, n.vary(p.Variant))
	return made.(http.Handler)
}

// vary makes a pipeline that one more variant alters, over all that the namespace has.
func (n *Namespace) vary(name string) http.Handler {
	twin := &Namespace{
		name: n.name, shared: n.shared, opts: n.opts, log: n.log, clock: n.clock, world: n.world, control: n.control, own: n.own,
		violations: n.violations, coverage: n.coverage, journal: n.journal, faults: n.faults, plan: n.plan,
	}
	twin.opts.Variants = append(slices.Clip(n.opts.Variants), name)
	twin.lay()
	return twin.open()
}
