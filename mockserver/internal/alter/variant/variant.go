package variant

import (
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// Variant is one way to differ and keep to the documents. It is a plain value.
type Variant struct {
	Name    string // lower case, family first, such as page.short-pages
	Summary string // what the server does, for people; one sentence
	// Row is the id of the variant in the published list of variants, L01 to L45; empty if it is not in there.
	Row string
	// Against are the requirements that somebody who takes them by the letter can hold against such a server, although
	// no document rules it out; ids as in requirements.yaml, empty for most.
	Against []string
	// Base is the path under which such a server has its operations, such as /proxied; empty for the root.
	Base string
	// Decorate wraps the steps of a server that is being built. It may be called for any number of servers.
	Decorate func(*pipeline.Pipeline)
}

// All lists every variant that a user can ask for, family by family.
func All() []Variant {
	return slices.Concat(
		orders(), pages(), walkEnds(), offsets(), tokenForms(), tokenRules(),
		times(), clocks(), ranges(), spans(), stamps(), visibilities(), caches(),
		ids(), tracks(), enriched(), capacities(), filters(), attributes(), bots(), neighbours(), told(),
		members(), jsonForms(), shapes(), refusals(), strictness(), leniences(), credentials(), strangers(),
		methods(), routes(), transports(), connections(), headers(), sizes(), paces(), rations(),
		inkeeps(), inkeepForms(), inkeepLenients(), conversations(), feedbacks(), queries(),
	)
}

// Find returns the variant of that name; in the examination also one that users have no use for.
func Find(name string) (Variant, bool) {
	all := slices.Concat(All(), Examined())
	i := slices.IndexFunc(all, func(v Variant) bool { return v.Name == name })
	if i < 0 {
		return Variant{}, false
	}
	return all[i], true
}

func legal(row, name, summary string, decorate func(*pipeline.Pipeline)) Variant {
	return Variant{Row: row, Name: name, Summary: summary, Decorate: decorate}
}

// against returns a copy that names the requirements which, taken by the letter, speak against it.
func (v Variant) against(ids ...string) Variant {
	v.Against = ids
	return v
}

// under returns a copy whose server has its operations below a path.
func (v Variant) under(base string) Variant {
	v.Base = base
	return v
}
