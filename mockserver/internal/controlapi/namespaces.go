package controlapi

import (
	"context"
	"fmt"
	"iter"
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/control"
)

// Namespaces are those of the server. Options are given as the members of a body that keeps to the contract.
type Namespaces interface {
	// Mistakes are what is wrong with options besides what the contract says.
	Mistakes(options spec.Members) []spec.Violation
	List() []control.Namespace
	Get(name string) (row control.Namespace, there bool)
	// Others are all namespaces but one, in the order of their names.
	Others(name string) iter.Seq[pipeline.Neighbour]
	// Put makes a namespace, anew if there is one.
	Put(name string, options spec.Members) (made control.NamespaceMade, fresh bool, err error)
	// Delete forgets a namespace; with judged, what broke the contract in it counts no more.
	Delete(name string, judged bool) error
	// Reset takes a namespace back to the beginning; with options, unless these are nil, in place of those that it was given.
	Reset(name string, options spec.Members) (control.ResetResult, error)
}

func decodeName(c *pipeline.Call) (string, error) { return c.Path.Get("name"), nil }

// listNamespaces serves GET namespaces.
func (c *Control) listNamespaces(context.Context, struct{}) (control.NamespaceList, error) {
	return control.NamespaceList{Namespaces: c.Namespaces.List()}, nil
}

// getNamespace serves GET namespaces/{name}.
func (c *Control) getNamespace(_ context.Context, name string) (control.Namespace, error) {
	row, there := c.Namespaces.Get(name)
	if !there {
		return row, &pipeline.Problem{
			Status: http.StatusNotFound,
			Detail: fmt.Sprintf("there is no namespace %s; a request that names it makes it, or PUT %snamespaces/%[1]s", name, Prefix),
		}
	}
	return row, nil
}

type putInput struct {
	name    string
	options spec.Members
}

func decodePut(c *pipeline.Call) (putInput, error) { return putInput{c.Path.Get("name"), c.Body}, nil }

// putNamespace serves PUT namespaces/{name}.
func (c *Control) putNamespace(_ context.Context, in putInput) (pipeline.Answer, error) {
	made, fresh, err := c.Namespaces.Put(in.name, in.options)
	if err != nil {
		return pipeline.Answer{}, err
	}
	status := http.StatusOK
	if fresh {
		status = http.StatusCreated
	}
	return pipeline.JSON(status, pipeline.TypeJSON, made)
}

type deleteInput struct {
	name   string
	judged bool
}

func decodeDelete(c *pipeline.Call) (deleteInput, error) {
	judged, _ := c.Params.Bool("judged")
	return deleteInput{c.Path.Get("name"), judged}, nil
}

// deleteNamespace serves DELETE namespaces/{name}.
func (c *Control) deleteNamespace(_ context.Context, in deleteInput) (struct{}, error) {
	return struct{}{}, c.Namespaces.Delete(in.name, in.judged)
}

func decodeOptions(c *pipeline.Call) (spec.Members, error) { return c.Body, nil }

// reset serves POST reset.
func (c *Control) reset(_ context.Context, options spec.Members) (control.ResetResult, error) {
	return c.Namespaces.Reset(c.Name, options)
}
