package mockserver

import (
	"cmp"
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/alter/misbehave"
	"github.com/understudy-mock/understudy/mockserver/internal/alter/variant"
)

// Misbehaviour is one way in which a server can break the contract on purpose, one at a time: for tests that should notice.
type Misbehaviour struct {
	Name         string   // such as list.end-inclusive
	Area         string   // what it is about, such as time or paging
	Difficulty   int      // from 1, which any test notices, to 4, which takes a test made for it
	Summary      string   // what the server does wrong
	Requirements []string // ids of the requirements it breaks; empty if it breaks what no statement says
}

// Misbehaviours lists all there are, sorted by name.
func Misbehaviours() []Misbehaviour { return published(misbehave.All()) }

func published(named []misbehave.Misbehaviour) []Misbehaviour {
	var all []Misbehaviour
	for _, m := range named {
		all = append(all, Misbehaviour{
			Name: m.Name, Area: m.Area, Difficulty: m.Difficulty, Summary: m.Summary, Requirements: slices.Clone(m.Requirement),
		})
	}
	slices.SortFunc(all, func(a, b Misbehaviour) int { return cmp.Compare(a.Name, b.Name) })
	return all
}

// AdviceOn says what a test of a client can look at to notice the misbehaviours of an area; empty if there is no such area.
func AdviceOn(area string) string { return misbehave.Advice(area) }

// Variant is one way in which a server can differ from the mock and still keep to the documents.
type Variant struct {
	Name    string   // such as page.short-pages
	Summary string   // what the server does
	Against []string // ids of the requirements that, taken by the letter, speak against it; empty for most
	Base    string   // the path below which the server has its operations, such as /proxied; empty is the root
}

// Variants lists all there are, sorted by name.
func Variants() []Variant { return publishedVariants(variant.All()) }

func publishedVariants(variants []variant.Variant) []Variant {
	var all []Variant
	for _, v := range variants {
		all = append(all, Variant{Name: v.Name, Summary: v.Summary, Against: slices.Clone(v.Against), Base: v.Base})
	}
	slices.SortFunc(all, func(a, b Variant) int { return cmp.Compare(a.Name, b.Name) })
	return all
}
