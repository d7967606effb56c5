package mockserver

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/misbehave"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/variant"
	"github.com/understudy-mock/understudy/spec"
)

// misbehavingHeader is on every answer of a server that misbehaves.
const misbehavingHeader = "Understudy-Misbehaving"

// Misbehaviour is one way in which a server can break the contract on purpose, one at a time: for tests that should notice.
type Misbehaviour struct {
	Name         string   // such as list.end-inclusive
	Area         string   // what it is about, such as time or paging
	Difficulty   int      // from 1, which any test notices, to 4, which takes a test made for it
	Summary      string   // what the server does wrong
	Requirements []string // ids of the requirements it breaks; empty if it breaks what no statement says
}

// Misbehaviours lists all there are, sorted by name.
func Misbehaviours() []Misbehaviour {
	var all []Misbehaviour
	for _, m := range misbehave.All() {
		all = append(all, Misbehaviour{
			Name: m.Name, Area: m.Area, Difficulty: m.Difficulty, Summary: m.Summary, Requirements: slices.Clone(m.Requirement),
		})
	}
	slices.SortFunc(all, func(a, b Misbehaviour) int { return cmp.Compare(a.Name, b.Name) })
	return all
}

// Variant is one way in which a server can differ from the mock and still keep to the documents.
type Variant struct {
	Name    string   // such as page.half
	Summary string   // what the server does
	Against []string // ids of the requirements that, taken by the letter, speak against it; empty for most
	Base    string   // the path below which the server has its operations, such as /proxied; empty is the root
}

// Variants lists all there are, sorted by name.
func Variants() []Variant {
	var all []Variant
	for _, v := range variant.All() {
		all = append(all, Variant{Name: v.Name, Summary: v.Summary, Against: slices.Clone(v.Against), Base: v.Base})
	}
	slices.SortFunc(all, func(a, b Variant) int { return cmp.Compare(a.Name, b.Name) })
	return all
}

// checkDecorations reports every unknown misbehaviour and variant.
func (o Options) checkDecorations() error {
	var errs []error
	if _, known := misbehave.Find(o.Misbehave); o.Misbehave != "" && !known {
		errs = append(errs, unknownName("misbehaviour", o.Misbehave, misbehave.Names()))
	}
	for _, name := range o.Variants {
		if _, known := findVariant(name); !known {
			errs = append(errs, unknownName("variant", name, variantNames()))
		}
	}
	return errors.Join(errs...)
}

func unknownName(kind, name string, known []string) error {
	listing := ""
	if kind == "misbehaviour" {
		listing = ", which understudy serve --list-misbehaviours lists"
	}
	if near := spec.Nearest(name, known); near != "" {
		return fmt.Errorf("unknown %s %q: did you mean %q?", kind, name, near)
	}
	return fmt.Errorf("unknown %s %q: choose one of the %d in docs/%ss.md%s", kind, name, len(known), kind, listing)
}

func findVariant(name string) (variant.Variant, bool) {
	all := variant.All()
	i := slices.IndexFunc(all, func(v variant.Variant) bool { return v.Name == name })
	if i < 0 {
		return variant.Variant{}, false
	}
	return all[i], true
}

func variantNames() []string {
	var names []string
	for _, v := range Variants() {
		names = append(names, v.Name)
	}
	return names
}

// decorate wraps the steps as the options say, the misbehaviour outermost, and returns the headers that tell of it. What is
// meant to differ from the contract is not held to it.
func (o Options) decorate(p *pipeline.Pipeline) http.Header {
	stamp := http.Header{}
	for _, name := range o.Variants {
		v, _ := findVariant(name)
		v.Decorate(p)
		p.Verify, p.Whole = unverified, true
	}
	if m, found := misbehave.Find(o.Misbehave); found {
		m.Decorate(p)
		p.Verify, p.Whole = unverified, true
		stamp.Set(misbehavingHeader, m.Name)
	}
	return stamp
}

func unverified(_ *call, ans answer) answer { return ans }
