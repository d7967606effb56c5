package namespaces

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/namespace"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/wire"
)

// refusal makes a refusal of an error in finding or making a namespace. None of them is for want of keeping to a contract.
func refusal(err error) *pipeline.Problem {
	var p *pipeline.Problem
	var bad *nameError
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &bad):
		return &pipeline.Problem{Status: http.StatusBadRequest, Detail: bad.Error()}
	default:
		return &pipeline.Problem{Status: http.StatusInternalServerError, Detail: pipeline.Failure().Detail, Err: err}
	}
}

func unnamed() *pipeline.Problem {
	return &pipeline.Problem{
		Status: http.StatusBadRequest,
		Detail: "the request names no namespace, and the mock was started with --require-namespace; begin its path with " + PathPrefix +
			"NAME/, or send the header " + header + ": NAME, or a credential that ends in +NAME",
	}
}

// unmade refuses a request that only looks at a namespace that is not there.
func unmade(name string) *pipeline.Problem {
	return &pipeline.Problem{
		Status: http.StatusNotFound,
		Detail: fmt.Sprintf("there is no namespace %s, and a request that only looks makes none", name),
	}
}

// tooMany refuses one namespace more.
func (all *Namespaces) tooMany() *pipeline.Problem {
	p := &pipeline.Problem{
		Status: http.StatusServiceUnavailable,
		Detail: fmt.Sprintf("the mock has %d namespaces, which is the most; wait until some are idle for long enough, or start it with a "+
			"larger --max-namespaces or a shorter --namespace-ttl", all.opts.Most),
	}
	return p.With("Retry-After", strconv.Itoa(int(max(time.Second, all.sweepInterval())/time.Second)))
}

// RefuseRaw writes a whole HTTP response for a request that no handler sees. It comes from the namespace that the path names.
func (all *Namespaces) RefuseRaw(seen wire.Sighted) []byte {
	_, path := namespace.RequestLine(seen.First)
	name, named := strings.CutPrefix(path, PathPrefix)
	name, _, _ = strings.Cut(name, "/")
	if named && name != Default && valid(name) {
		if h, err := all.hold(name); err == nil {
			defer h.release()
			return h.current.Load().RefuseRaw(seen)
		}
	}
	return all.Default().RefuseRaw(seen)
}

// Stray counts a connection that came of no client. The path of such a request may not be whole, so that it belongs to the default
// namespace.
func (all *Namespaces) Stray(why string, seen wire.Sighted) { all.Default().Stray(why, seen) }
