package spec

// Level says who may insist on a requirement.
type Level string

// The three levels of truth.
const (
	Must   Level = "must"   // a document of the publisher says it
	Should Level = "should" // implied by what the documents say
	Chosen Level = "chosen" // nobody says; the mock made a choice
)

// Citation names the words a requirement rests on.
type Citation struct {
	File  string `json:"file" yaml:"file"`   // name of the source document
	Place string `json:"place" yaml:"place"` // where in it, such as "ListEvents, end_time"
}

// Requirement is one row of the catalogue beside an OpenAPI document.
type Requirement struct {
	ID         string   `json:"id" yaml:"id"` // permanent: <API>-<AREA>-<n>, never used again
	Level      Level    `json:"level" yaml:"level"`
	Source     Citation `json:"source" yaml:"source"`
	Operations []string `json:"operations" yaml:"operations"` // operationIds of the document; none means the whole API
	Outside    []string `json:"outside" yaml:"outside"`       // operations of the real API that the document leaves out
	Statement  string   `json:"statement" yaml:"statement"`
	Choice     string   `json:"choice" yaml:"choice"` // what the mock does; only for Chosen, and always there
}
