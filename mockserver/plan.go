package mockserver

import (
	"errors"
	"fmt"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/namespace"
	"github.com/understudy-mock/understudy/mockserver/internal/namespaces"
	"github.com/understudy-mock/understudy/mockserver/internal/plan"
)

// ErrPlan is in the error of a Server whose Options.Plan is no tracking plan.
var ErrPlan = errors.New("bad tracking plan")

// namespaces are those of a server with the options.
func (o Options) namespaces(apis *namespace.APIs) (*namespaces.Namespaces, error) {
	given := o.internal()
	var errPlan error
	if o.Plan != nil {
		given.Plan, errPlan = readPlan(apis, o.Plan)
		given.PlanFile = o.PlanFile
	}
	if errPlan == nil {
		given.PlanLines = plan.ReadLines(o.Plan)
	} else {
		given.StateDir = "" // of a server that answers nothing
	}
	all, err := namespaces.New(apis, given)
	return all, errors.Join(errPlan, err)
}

// readPlan reads a tracking plan. The error names all that is wrong with it.
func readPlan(apis *namespace.APIs, text []byte) (map[string]any, error) {
	written, wrong := apis.ReadPlan(text)
	var errs []error
	for _, v := range wrong {
		told := strings.TrimPrefix(v.String(), string(v.Side)+" body")
		if v.Pointer != "" {
			told = "," + told
		}
		errs = append(errs, fmt.Errorf("%w%s", ErrPlan, told))
	}
	return written, errors.Join(errs...)
}

// planInto puts the plan among the members of a body.
func (o NamespaceOptions) planInto(m map[string]any) error {
	if o.Plan == nil {
		return nil
	}
	apis, err := load()
	if err != nil {
		return err
	}
	written, err := readPlan(apis, o.Plan)
	if err == nil {
		m["plan"] = written
	}
	return err
}
