package misbehave

import (
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
)

// Misbehaviour is a named mistake that the mock can make.
type Misbehaviour struct {
	Name        string          // lower case, family first, such as list.end-inclusive
	Area        string          // what it is about, such as time or paging
	Difficulty  int             // 1: any test notices; 4: it takes a test made for it
	Summary     string          // what the server does wrong, for people
	Requirement []string        // ids of the requirements it breaks
	Decorate    alter.Decorator // wraps the steps of one server; what it remembers is that server's
}

// breaks makes a Misbehaviour; the ids of requirements have spaces between them.
func breaks(name string, difficulty int, summary, requirements string, decorate alter.Decorator) Misbehaviour {
	return Misbehaviour{
		Name: name, Difficulty: difficulty, Summary: summary, Requirement: strings.Fields(requirements), Decorate: decorate,
	}
}

// area says what misbehaviours are about.
func area(name string, all ...Misbehaviour) []Misbehaviour {
	for i := range all {
		all[i].Area = name
	}
	return all
}

// All lists every misbehaviour that a user can ask for, family by family.
func All() []Misbehaviour {
	return slices.Concat(
		auth(),
		authSubtle(),
		cors(),
		transports(),
		httpForms(),
		negotiation(),
		robustness(),
		limits(),
		inputs(),
		times(),
		timesSometimes(),
		rounds(),
		pageSizes(),
		pageEdges(),
		pageTokens(),
		pageCursors(),
		pageDepths(),
		filters(),
		filterMatches(),
		letterCases(),
		attributes(),
		schemas(),
		nulls(),
		tracks(),
		trackFields(),
		trackAttributes(),
		trackIDs(),
		trackCharacters(),
		trackTimes(),
		answersKept(),
		isolation(),
		team(),
		definitions(), values(), funnels(),
		sharedIDs(),
		concurrency(),
		listLeaks(),
		ofRequestBefore(),
		inkeepEvents(),
		inkeepAnswered(),
		inkeepRefusals(),
		inkeepAnswers(),
		inkeepProblems(),
		inkeepLenient(),
		inkeepMixed(),
		inkeepForms(),
		inkeepEdges(),
		inkeepValues(),
		inkeepCrossed(),
		inkeepNulls(),
		inkeepNames(),
		inkeepLeaks(),
		inkeepLost(),
		inkeepAltered(),
		conversations(),
		feedbacks(),
		queries(),
	)
}

// Names lists the names of all.
func Names() []string {
	var names []string
	for _, m := range All() {
		names = append(names, m.Name)
	}
	return names
}

// Find returns the misbehaviour of that name; in the examination also one that users have no use for.
func Find(name string) (Misbehaviour, bool) {
	all := slices.Concat(All(), Examined())
	i := slices.IndexFunc(all, func(m Misbehaviour) bool { return m.Name == name })
	if i < 0 {
		return Misbehaviour{}, false
	}
	return all[i], true
}
