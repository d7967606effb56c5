package namespace

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/understudy-mock/understudy/mockserver/internal/credential"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/control"
)

// APIs are definitions whose contracts are loaded, which takes most of the time of a start. Namespaces may share them.
type APIs struct {
	served []loaded
	own    *spec.Contract // of the endpoints of every namespace
}

type loaded struct {
	pipeline.Definition
	contract *spec.Contract
}

// Load loads the contracts of the definitions, beside each other.
func Load(definitions ...pipeline.Definition) (*APIs, error) {
	a := &APIs{served: make([]loaded, len(definitions))}
	errs := make([]error, len(definitions)+1)
	var all sync.WaitGroup
	var names []string
	for i, d := range definitions {
		names = append(names, d.Name)
		all.Go(func() {
			a.served[i].Definition = d
			a.served[i].contract, errs[i] = d.Contract()
			if errs[i] == nil && a.served[i].contract.Name() != d.Name {
				errs[i] = fmt.Errorf("the API %q has the contract of %q: name it like its contract", d.Name, a.served[i].contract.Name())
			}
		})
	}
	all.Go(func() { a.own, errs[len(definitions)] = control.Contract(names...) })
	all.Wait()
	return a, errors.Join(errs...)
}

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
	contract     *spec.Contract
	steps        *pipeline.Pipeline
	handlers     map[string]pipeline.Handler
	authenticate authenticator
}

func (n *Namespace) newAPI(l loaded, steps *pipeline.Pipeline, kinds credential.Kinds) *api {
	name := l.contract.Name()
	scheme := l.Scheme
	if len(kinds.Of(name, n.opts.Credentials)) == 0 {
		scheme.HowTo += scheme.Demo
	}
	return &api{
		Definition: l.Definition, name: name, contract: l.contract, steps: steps, handlers: l.Handlers(steps),
		authenticate: newAuthenticator(n.opts.Auth, scheme, l.Kinds, kinds.Of(name, kinds.Accepted(n.opts.Credentials))),
	}
}

// named returns the API of that name, the namespace's own endpoints included.
func (n *Namespace) named(name string) *api {
	i := slices.IndexFunc(n.apis, func(a *api) bool { return a.name == name })
	if i < 0 {
		return n.control
	}
	return n.apis[i]
}
