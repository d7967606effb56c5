package namespace

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"

	"github.com/understudy-mock/understudy/mockserver/internal/credential"
	"github.com/understudy-mock/understudy/mockserver/internal/fault"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/control"
	"github.com/understudy-mock/understudy/spec/coverage"
)

// APIs are definitions whose contracts are loaded, which takes most of the time of a start. Namespaces may share them.
type APIs struct {
	served []loaded
	own    func() endpoints  // of every namespace
	router *router           // of the APIs
	words  map[string]bool   // what the paths of operations are made of
	faulty []fault.Operation // the operations that faults may be for
	items  *coverage.Items   // what can be used of the APIs
}

type loaded struct {
	pipeline.Definition
	contract func() *spec.Contract
}

// endpoints are those that every namespace has of its own.
type endpoints struct {
	contract *spec.Contract
	router   *router
}

// Load loads the contracts of the definitions, beside each other. That of the namespaces' own endpoints is loaded when these are, for the
// first answer of an API needs none; who asks before waits.
func Load(definitions ...pipeline.Definition) (*APIs, error) {
	a := &APIs{served: make([]loaded, len(definitions))}
	errs := make([]error, len(definitions))
	var all sync.WaitGroup
	var names []string
	for i, d := range definitions {
		names = append(names, d.Name)
		all.Go(func() {
			contract, err := d.Contract()
			if err == nil && contract.Name() != d.Name {
				err = fmt.Errorf("the API %q has the contract of %q: name it like its contract", d.Name, contract.Name())
			}
			a.served[i], errs[i] = loaded{d, func() *spec.Contract { return contract }}, err
		})
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	var paths []*route
	var contracts []*spec.Contract
	for _, l := range a.served {
		contracts = append(contracts, l.contract())
		paths = append(paths, routes(l.contract())...)
		for _, op := range l.contract().Operations() {
			a.faulty = append(a.faulty, faultOperation(op))
		}
	}
	a.items = coverage.Of(contracts...)
	a.router, a.words = newRouter(paths...), pathWords(paths)
	a.own = sync.OnceValue(func() endpoints { return loadOwn(names) })
	go a.own()
	return a, nil
}

// loadOwn loads the contract of the namespaces' own endpoints, which is part of the program.
func loadOwn(apis []string) endpoints {
	contract, err := control.Contract(apis...)
	if err != nil {
		panic(fmt.Errorf("load the mock's own document: %w", err)) //nolint:forbidigo // it is part of the program, and tests load it
	}
	return endpoints{contract, newRouter(routes(contract)...)}
}

func (a *APIs) ownContract() *spec.Contract { return a.own().contract }

// Kinds are the kinds of credentials of all APIs.
func (a *APIs) Kinds() credential.Kinds {
	var all credential.Kinds
	for _, l := range a.served {
		all = append(all, l.Kinds...)
	}
	return all
}

// worlds is what a world keeps of each API.
func (a *APIs) worlds() []world.API {
	all := make([]world.API, len(a.served))
	for i, l := range a.served {
		all[i] = l.World
	}
	return all
}

// api is an API as a namespace has it.
type api struct {
	pipeline.Definition
	name         string
	contract     func() *spec.Contract
	steps        *pipeline.Pipeline
	handlers     func() map[string]pipeline.Handler // made when one is first asked for
	authenticate authenticator
}

func (n *Namespace) newAPI(l loaded, steps *pipeline.Pipeline) *api {
	a := &api{Definition: l.Definition, name: l.Name, contract: l.contract, steps: steps}
	a.handlers = sync.OnceValue(func() map[string]pipeline.Handler { return l.Handlers(steps) })
	if a.authenticate = n.shared.auth[n.opts.Auth][a.name]; a.authenticate == nil {
		a.authenticate = everybody
	}
	return a
}

// everybody lets everybody in.
func everybody(http.Header) (credential.Identity, error) { return credential.Identity{}, nil }

// named returns the API of that name, the namespace's own endpoints included.
func (n *Namespace) named(name string) *api {
	i := slices.IndexFunc(n.apis, func(a *api) bool { return a.name == name })
	if i < 0 {
		return n.control
	}
	return n.apis[i]
}
