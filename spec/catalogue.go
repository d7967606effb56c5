package spec

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// catalogue is the form of requirements.yaml.
type catalogue struct {
	Sources      []Reference   `yaml:"sources"`
	Areas        []Area        `yaml:"areas"`
	Outside      []outsider    `yaml:"outside"`
	Requirements []Requirement `yaml:"requirements"`
}

// outsider is an operation of the real API that the document leaves out.
type outsider struct {
	ID     string `yaml:"id"`
	Method string `yaml:"method"`
	Path   string `yaml:"path"`
}

var requirementID = regexp.MustCompile(`^[A-Z]{3}-[A-Z][A-Z0-9]*-[1-9][0-9]*$`)

// readRows is a catalogue that was read but not yet held to a document.
type readRows struct {
	catalogue
	err error
}

// readCatalogue reads requirements.yaml; nil is an empty catalogue.
func readCatalogue(data []byte) readRows {
	if data == nil {
		return readRows{}
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	var read readRows
	if err := decoder.Decode(&read.catalogue); err != nil {
		return readRows{err: fmt.Errorf("read requirements: %w", err)}
	}
	if len(read.Requirements) == 0 {
		return readRows{err: errors.New("read requirements: there are none; expected a list under the key \"requirements\"")}
	}
	return read
}

// hold checks every row against the operations of the document and tells it where its source and its page can be opened. The
// error joins every mistake.
func (r readRows) hold(page string, operations map[string]*Operation) (catalogue, error) {
	check := catalogueCheck{
		page: page, operations: operations, outside: map[string]bool{}, seen: map[string]int{},
		sources: newListed[Reference](), areas: newListed[Area](), errs: []error{r.err},
	}
	for i, s := range r.Sources {
		check.source(i, s)
	}
	for i, a := range r.Areas {
		check.area(i, a)
	}
	for i, o := range r.Outside {
		check.outsider(i, o)
	}
	for i := range r.Requirements {
		check.row(i, &r.Requirements[i])
	}
	check.unused()
	check.agree(r.Requirements)
	return r.catalogue, errors.Join(check.errs...)
}

// catalogueCheck gathers the mistakes of a catalogue.
type catalogueCheck struct {
	page       string
	operations map[string]*Operation
	outside    map[string]bool
	sources    listed[Reference]
	areas      listed[Area]
	seen       map[string]int // id to row number
	errs       []error
}

func (c *catalogueCheck) errorf(where, format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf("requirements: %s: %s", where, fmt.Sprintf(format, args...)))
}

func (c *catalogueCheck) outsider(i int, o outsider) {
	where := fmt.Sprintf("outside operation %d (%s)", i+1, o.ID)
	switch {
	case o.ID == "":
		c.errorf(where, "it has no id; give it the operationId of the real API")
	case c.operations[o.ID] != nil:
		c.errorf(where, "the document does carry it; name it under operations instead")
	case c.outside[o.ID]:
		c.errorf(where, "the id is there twice; keep one")
	}
	if o.Method == "" || !strings.HasPrefix(o.Path, "/") {
		c.errorf(where, "expected a method and a path that begins with /, got %q %q", o.Method, o.Path)
	}
	c.outside[o.ID] = true
}

func (c *catalogueCheck) row(i int, r *Requirement) {
	where := fmt.Sprintf("row %d (%s)", i+1, r.ID)
	if !requirementID.MatchString(r.ID) {
		c.errorf(where, "id %q has the wrong form; expected one like CHL-TIME-2", r.ID)
	} else if first, twice := c.seen[r.ID]; twice {
		c.errorf(where, "row %d has the same id; ids are permanent and used once", first)
	} else {
		c.seen[r.ID] = i + 1
	}
	c.words(where, r)
	c.cite(where, r)
	for _, id := range r.Operations {
		if c.operations[id] == nil {
			c.errorf(where, "unknown operation %q%s", id, c.hint(id))
		}
	}
	for _, id := range r.Outside {
		if !c.outside[id] {
			c.errorf(where, "unknown outside operation %q%s", id, didYouMean(id, sortedKeys(c.outside)))
		}
	}
	r.Operations, r.Outside, r.Questions = notNil(r.Operations), notNil(r.Outside), notNil(r.Questions)
}

// words checks the parts of a row that are text.
func (c *catalogueCheck) words(where string, r *Requirement) {
	levels := []string{string(Must), string(Should), string(Chosen)}
	if !slices.Contains(levels, string(r.Level)) {
		c.errorf(where, "unknown level %q; expected %s%s", r.Level, alternatives(levels), didYouMean(string(r.Level), levels))
	}
	if blank(r.Statement) {
		c.errorf(where, "the statement is empty; say what the API does")
	}
	if r.Level == Chosen && blank(r.Choice) {
		c.errorf(where, "level is chosen but the choice is empty; say what the mock does")
	}
	if r.Level != Chosen && !blank(r.Choice) {
		c.errorf(where, "only rows of level chosen have a choice, and this one is %q; drop the choice or change the level", r.Level)
	}
}

// hint helps with an operation that the document does not have.
func (c *catalogueCheck) hint(id string) string {
	if c.outside[id] {
		return "; it is listed as an outside operation, so name it under outside"
	}
	return didYouMean(id, sortedKeys(c.operations))
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

func notNil(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
