package spec

import (
	"fmt"
	"net/url"
)

// listed is what the head of a catalogue lists for its rows, and what they made use of.
type listed[T any] struct {
	all  map[string]T
	used map[string]bool
}

func newListed[T any]() listed[T] { return listed[T]{all: map[string]T{}, used: map[string]bool{}} }

// find looks a name up and notes that it was used.
func (l listed[T]) find(name string) (T, bool) {
	value, found := l.all[name]
	l.used[name] = true
	return value, found
}

func (c *catalogueCheck) source(i int, s Reference) {
	where := fmt.Sprintf("source %d (%s)", i+1, s.Name)
	if _, twice := c.sources.all[s.Name]; twice {
		c.errorf(where, "the name is there twice; keep one")
	}
	if blank(s.Name) || blank(s.About) {
		c.errorf(where, "expected a name and a sentence about it, got %q and %q", s.Name, s.About)
	}
	if u, err := url.Parse(s.URL); err != nil || u.Scheme != "https" || u.Host == "" {
		c.errorf(where, "expected an https URL at which people can open it, got %q", s.URL)
	}
	c.sources.all[s.Name] = s
}

func (c *catalogueCheck) area(i int, a Area) {
	where := fmt.Sprintf("area %d (%s)", i+1, a.Code)
	if _, twice := c.areas.all[a.Code]; twice {
		c.errorf(where, "the code is there twice; keep one")
	}
	if blank(a.Code) || blank(a.Title) {
		c.errorf(where, "expected a code and a title, got %q and %q", a.Code, a.Title)
	}
	c.areas.all[a.Code] = a
}

// cite tells a row where its page and its source are. A choice that cites nothing is the project's own.
func (c *catalogueCheck) cite(where string, r *Requirement) {
	if _, found := c.areas.find(r.Area()); !found {
		c.errorf(where, "unknown area %q%s", r.Area(), didYouMean(r.Area(), sortedKeys(c.areas.all)))
	}
	if c.page != "" {
		r.Page = Repository + c.page + "#" + r.Anchor()
	}
	if r.Source == (Citation{}) && r.Level == Chosen && c.page != "" {
		r.Source = Citation{Name: c.page, URL: r.Page, Place: "#" + r.Anchor()}
		return
	}
	if blank(r.Source.Name) || blank(r.Source.Place) {
		c.errorf(where, "source needs a name and a place, got %q and %q; only a choice of a catalogue with a page may go without",
			r.Source.Name, r.Source.Place)
		return
	}
	source, found := c.sources.find(r.Source.Name)
	if !found {
		c.errorf(where, "unknown source %q%s; list it under sources", r.Source.Name, didYouMean(r.Source.Name, sortedKeys(c.sources.all)))
	}
	r.Source.URL = source.URL
}

// unused finds what the head lists and no row needs.
func (c *catalogueCheck) unused() {
	for _, name := range sortedKeys(c.sources.all) {
		if !c.sources.used[name] {
			c.errorf("sources", "no row cites %q; take it out", name)
		}
	}
	for _, code := range sortedKeys(c.areas.all) {
		if !c.areas.used[code] {
			c.errorf("areas", "no row is of %q; take it out", code)
		}
	}
}
