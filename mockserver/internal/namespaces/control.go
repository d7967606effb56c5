package namespaces

import (
	"cmp"
	"iter"
	"net/http"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/namespace"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/control"
)

// What the own endpoints of the server ask of its namespaces.

// Mistakes are what is wrong with options besides what the contract says.
func (*Namespaces) Mistakes(options spec.Members) []spec.Violation {
	_, mistakes := namespace.ReadChanges(options)
	return mistakes
}

// find returns a namespace without using it; nil if there is none.
func (all *Namespaces) find(name string) *held {
	if name == Default {
		return all.nobody.Load()
	}
	found, there := all.named.Load(name)
	if !there {
		return nil
	}
	h := found.(*held)
	if all.expired(h) {
		all.drop(h)
		return nil
	}
	return h
}

// Named returns the namespace of that name, which it makes if there is none.
func (all *Namespaces) Named(name string) (*namespace.Namespace, error) {
	if name == Default {
		return all.Default(), nil
	}
	h, err := all.hold(name)
	if err != nil {
		return nil, err
	}
	defer h.release()
	return h.current.Load(), nil
}

// List tells of all namespaces, in the order of their names.
func (all *Namespaces) List() []control.Namespace {
	rows := []control.Namespace{all.nobody.Load().row()}
	for name := range all.named.Range {
		if h := all.find(name.(string)); h != nil {
			rows = append(rows, h.row())
		}
	}
	slices.SortFunc(rows, func(a, b control.Namespace) int { return cmp.Compare(a.Name, b.Name) })
	return rows
}

// Others are all namespaces but one, in the order of their names.
func (all *Namespaces) Others(name string) iter.Seq[pipeline.Neighbour] {
	return func(yield func(pipeline.Neighbour) bool) {
		for _, row := range all.List() {
			if row.Name == name {
				continue
			}
			if h := all.find(row.Name); h != nil && !yield(h.current.Load().Neighbour()) {
				return
			}
		}
	}
}

func (h *held) row() control.Namespace {
	row := h.current.Load().Row()
	row.CreatedAt, row.LastUsedAt = h.made, time.Unix(0, h.used.Load()).UTC()
	return row
}

// Get tells of one namespace.
func (all *Namespaces) Get(name string) (row control.Namespace, there bool) {
	h := all.find(name)
	if h == nil {
		return row, false
	}
	return h.row(), true
}

// Put makes a namespace. Of one that is there already, requests in progress end as if they had come before.
func (all *Namespaces) Put(name string, options spec.Members) (made control.NamespaceMade, fresh bool, err error) {
	changes, _ := namespace.ReadChanges(options)
	all.making.Lock()
	defer all.making.Unlock()
	before := all.find(name)
	if before != nil {
		before.changing.Lock()
		defer before.changing.Unlock()
		if !all.has(before) {
			before = nil
		}
	}
	h, err := all.put(name, changes, before)
	if err != nil {
		return made, false, unfit(err)
	}
	if before != nil {
		before.current.Load().Close()
	}
	return control.NamespaceMade{Name: name, Options: h.current.Load().Options()}, before == nil, nil
}

// put puts a namespace in the place of another, which may be nil, once it is kept. The caller is making.
func (all *Namespaces) put(name string, changes namespace.Changes, before *held) (*held, error) {
	if before == nil {
		if err := all.makeRoom(); err != nil {
			return nil, err
		}
	}
	h, err := all.fresh(name, changes)
	if err != nil {
		return nil, err
	}
	next := h.current.Load()
	if before != nil {
		err = before.current.Load().GiveWay(next, h.made)
	} else {
		err = next.Begin(h.made)()
	}
	if err != nil {
		next.Close()
		return nil, err
	}
	switch {
	case name == Default:
		all.nobody.Store(h)
	case before == nil || !all.named.CompareAndSwap(name, before, h): // it has just been forgotten
		all.take(h)
	}
	return h, nil
}

// Delete forgets a namespace. The default one is made anew. With judged, what broke the contract in it counts no more.
func (all *Namespaces) Delete(name string, judged bool) error {
	if h := all.find(name); h != nil && judged {
		defer h.current.Load().Violations().Judged()
	}
	if name == Default {
		_, _, err := all.Put(name, spec.Members{})
		return err
	}
	h := all.find(name)
	if h == nil {
		return nil
	}
	h.changing.Lock()
	defer h.changing.Unlock()
	if !all.has(h) {
		return nil
	}
	if err := h.current.Load().End(); err != nil {
		return err
	}
	all.remove(h)
	return nil
}

// has reports whether nobody has put another in the place of a namespace, or forgotten it. While the caller is changing it, nobody does.
func (all *Namespaces) has(h *held) bool {
	if h.name == Default {
		return all.nobody.Load() == h
	}
	found, _ := all.named.Load(h.name)
	return found == h
}

// Reset takes a namespace back to how it began, with other options if some are given. What an altered namespace remembers of requests
// is in its steps, so that it gets new ones.
func (all *Namespaces) Reset(name string, options spec.Members) (control.ResetResult, error) {
	h, release, err := all.change(name)
	if err != nil {
		return control.ResetResult{}, err
	}
	defer release()
	before := h.current.Load()
	if !options.Given() && !before.Altered() {
		return before.Reset()
	}
	var given *namespace.Changes
	if options.Given() {
		changes, _ := namespace.ReadChanges(options)
		given = &changes
	}
	next, err := before.Successor(given, h.made)
	if err != nil {
		return control.ResetResult{}, unfit(err)
	}
	h.current.Store(next)
	before.Close()
	return next.Begun(), nil
}

// change holds a namespace so that nobody else changes it until it is released. It makes the namespace if it was deleted while the request
// was on its way.
func (all *Namespaces) change(name string) (h *held, release func(), err error) {
	for {
		h = all.nobody.Load()
		release = h.changing.Unlock
		if name != Default {
			if h, err = all.hold(name); err != nil { // others have taken its place
				return nil, nil, err
			}
			release = func() {
				h.changing.Unlock()
				h.release()
			}
		}
		h.changing.Lock()
		if all.has(h) {
			return h, release, nil
		}
		release()
	}
}

// unfit refuses options that are good each by itself, and do not go together with what the server was started with.
func unfit(err error) error {
	if namespace.Unfit(err) {
		return &pipeline.Problem{Status: http.StatusBadRequest, Detail: "the options do not go together with --import: " + err.Error()}
	}
	return err
}
