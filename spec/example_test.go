package spec_test

import (
	"fmt"

	"github.com/understudy-mock/understudy/spec"
)

const notes = `
openapi: 3.0.3
info: {title: Notes, version: "1"}
paths:
  /notes:
    get:
      operationId: ListNotes
      parameters:
        - {name: page_size, in: query, schema: {type: integer, format: int32, minimum: 1}}
        - {name: since, in: query, schema: {type: string, format: date-time}}
      responses:
        "200": {description: The notes}
`

func Example() {
	contract, err := spec.Load(spec.Source{Name: "notes", Title: "Notes API", Document: []byte(notes)})
	if err != nil {
		fmt.Println(err)
		return
	}
	list, _ := contract.Operation("ListNotes")
	in, violations := list.ValidateRequest(spec.Request{RawQuery: "page_size=20&since=2026-01-15T10:00:00+01:00&pagesize=7"})
	fmt.Println("page_size:", *in.Params.Int32("page_size"))
	for _, v := range violations {
		fmt.Println(v.Rule, "at line", v.Place.Line, "advisory:", v.Advisory)
		fmt.Println(" ", v.Fix)
	}
	// Output:
	// page_size: 20
	// query.format at line 10 advisory: false
	//   percent-encode the + of the offset as %2B: a plain + in a query means a space
	// query.undeclared at line 8 advisory: true
	//   did you mean page_size? Rename it or leave it out
}
