package funnel

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"
)

// MostSteps is how many steps a funnel has at most.
const MostSteps = 64

// Steps are those that an event is, each as a bit.
type Steps uint64

// First reports whether the event is the first step.
func (s Steps) First() bool { return s&1 == 1 }

// Options say how to count.
type Options struct {
	Steps  int  // how many there are; from 1 to MostSteps
	Strict bool // a user's events that are steps follow each other, with nothing between; else anything may be between
	// Bounds of what is kept. Zero is no bound.
	MostUsers, MostCohorts int
}

// FullError says that there are more users, or cohorts, than the Options have.
type FullError struct {
	What string // "users" or "cohorts"
	Most int
}

func (e *FullError) Error() string { return fmt.Sprintf("more than %d %s", e.Most, e.What) }

// Counter counts. It keeps a little of each user who came to the first step. It is not safe for concurrent use.
type Counter struct {
	Options

	users   map[string]*progress
	cohorts map[string]int // places in names
	names   []string
}

// progress is how far a user has come.
type progress struct {
	cohort int
	far    int   // how many steps, at most
	ends   Steps // strict: the last event ends a run of so many steps, each as the bit of its last one
}

// New returns a Counter that has seen nothing.
func New(options Options) *Counter {
	return &Counter{Options: options, users: map[string]*progress{}, cohorts: map[string]int{}}
}

// Add tells of the next event of a user, who is in the cohort of the first event that is the first step. The error is a *FullError.
func (c *Counter) Add(user string, is Steps, cohort func() string) error {
	p := c.users[user]
	if p == nil {
		if !is.First() {
			return nil
		}
		if c.MostUsers > 0 && len(c.users) == c.MostUsers {
			return &FullError{"users", c.MostUsers}
		}
		in, err := c.cohort(cohort())
		if err != nil {
			return err
		}
		p = &progress{cohort: in}
		c.users[user] = p
	}
	if !c.Strict {
		if p.far < c.Steps && is>>p.far&1 == 1 {
			p.far++
		}
		return nil
	}
	p.ends = (p.ends<<1 | 1) & is
	p.far = max(p.far, bits.Len64(uint64(p.ends)))
	return nil
}

func (c *Counter) cohort(name string) (int, error) {
	i, known := c.cohorts[name]
	if !known {
		if i = len(c.names); c.MostCohorts > 0 && i == c.MostCohorts {
			return 0, &FullError{"cohorts", c.MostCohorts}
		}
		c.cohorts[name], c.names = i, append(c.names, name)
	}
	return i, nil
}

// Cohort is users with how many of them came to each step.
type Cohort struct {
	Name   string
	Counts []int
}

// Cohorts are those that came to the first step. Those with the most users are first, and of as many the first by name.
func (c *Counter) Cohorts() []Cohort {
	all := make([]Cohort, len(c.names))
	for i, name := range c.names {
		all[i] = Cohort{name, make([]int, c.Steps)}
	}
	for _, p := range c.users {
		for step := range p.far {
			all[p.cohort].Counts[step]++
		}
	}
	slices.SortFunc(all, func(a, b Cohort) int {
		return cmp.Or(cmp.Compare(b.Counts[0], a.Counts[0]), cmp.Compare(a.Name, b.Name))
	})
	return all
}
