package coverage_test

import (
	"fmt"
	"os"

	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/coverage"
)

func Example() {
	contract, err := spec.Load(spec.Source{Name: "notes", Document: []byte(notes)})
	if err != nil {
		fmt.Println(err)
		return
	}
	counts := coverage.NewCounts(coverage.Of(contract), nil)
	list, _ := contract.Operation("ListNotes")
	in, _ := list.ValidateRequest(spec.Request{RawQuery: "order=up"})
	counts.Count("notes", list, spec.Use{Params: in.Params, Status: 200})
	if err := counts.Report().Write(os.Stdout, "text"); err != nil {
		fmt.Println(err)
	}
	// Output:
	//              COVERED  OPERATIONS  PARAMETERS AND MEMBERS  ENUM VALUES  LATER PAGES  STATUSES  REFUSALS
	// notes        36.3 %   1/2         1/2                     1/2          0/1          1/2       0/2
	//   ListNotes  57.1 %   1/1         1/1                     1/2          0/1          1/1       0/1
	//   AddNote    0.0 %    0/1         0/1                     -            -            0/1       0/1
	//
	// 4 of 11 covered: 36.3 %
	//
	// Not covered:
	//   notes.ListNotes: query.order=down, page=later, status=401
	//   notes.AddNote: everything
}
