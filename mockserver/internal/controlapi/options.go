package controlapi

import (
	"context"

	"github.com/understudy-mock/understudy/spec/control"
)

// listOptions serves GET options.
func (c *Control) listOptions(context.Context, struct{}) (control.OptionList, error) {
	return c.Choices(), nil
}
