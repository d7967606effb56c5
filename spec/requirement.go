package spec

import "strings"

// Repository is where a reader finds the files of the project, as they are on its main branch.
const Repository = "https://github.com/understudy-mock/understudy/blob/main/"

// Truth says who may insist on a requirement: it is one of the three levels of truth.
type Truth string

// The three levels of truth.
const (
	Must   Truth = "must"   // a document of the publisher says it
	Should Truth = "should" // implied by what the documents say
	Chosen Truth = "chosen" // nobody says; the mock made a choice
)

// Reference is something that requirements cite and that a reader can open.
type Reference struct {
	Name  string `yaml:"name"` // as citations give it, such as "RFC 9110"
	URL   string `yaml:"url"`
	About string `yaml:"about"` // what it is, a sentence
}

// Citation names the words a requirement rests on.
type Citation struct {
	Name  string `json:"name" yaml:"name"`   // of a Reference, or the path of the project's own page
	Place string `json:"place" yaml:"place"` // where in it, such as "ListEvents, end_time", or an anchor
	URL   string `json:"url" yaml:"-"`       // where it can be opened
}

// String is the citation in one line, such as "RFC 9110: section 9.3.2".
func (c Citation) String() string {
	if strings.HasPrefix(c.Place, "#") {
		return c.Name + c.Place
	}
	return c.Name + ": " + c.Place
}

// Area is a group of requirements, by the middle of their ids.
type Area struct {
	Code  string `yaml:"code"`
	Title string `yaml:"title"`
}

// Requirement is one row of the catalogue beside an OpenAPI document.
type Requirement struct {
	ID         string   `json:"id" yaml:"id"` // permanent: <API>-<AREA>-<n>, never used again
	Level      Truth    `json:"level" yaml:"level"`
	Source     Citation `json:"source" yaml:"source"`         // a row that gives none is the project's own, and cites Page
	Page       string   `json:"page" yaml:"-"`                // URL of the row on the project's page; empty if there is none
	Operations []string `json:"operations" yaml:"operations"` // operationIds of the document; none means the whole API
	Outside    []string `json:"outside" yaml:"outside"`       // operations of the real API that the document leaves out
	Statement  string   `json:"statement" yaml:"statement"`
	Choice     string   `json:"choice" yaml:"choice"` // what the mock does; only for Chosen, and always there
	// Questions are the open questions that a Chosen row answers for the mock, or that another row touches: short names, the same
	// in each row of one question.
	Questions []string `json:"-" yaml:"questions"`
	// Settled says how a row that insists and the Chosen rows of its questions both hold; no row without a question has it.
	Settled string `json:"-" yaml:"settled"`
}

// Area is the code of the row's area, such as "TIME".
func (r Requirement) Area() string {
	if parts := strings.Split(r.ID, "-"); len(parts) > 1 {
		return parts[1]
	}
	return ""
}

// Anchor is the name of the row on the project's page, such as "chl-time-2".
func (r Requirement) Anchor() string { return strings.ToLower(r.ID) }
