package controlapi

import (
	"context"
	"fmt"
	"iter"
	"net/http"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/control"
)

// Snapshots are what a namespace remembers of its data. It is safe for concurrent use.
type Snapshots interface {
	// Take remembers what there is under a name. It reports whether the name is new. The error is a *pipeline.Problem.
	Take(name string) (row control.Snapshot, fresh bool, err error)
	// List returns all, in the order of their names.
	List() []control.Snapshot
	// Restore goes back to what has the name, if anything has.
	Restore(name string) (row control.Snapshot, there bool, err error)
	// World is the data under a name; nil if there are none.
	World(name string) *world.Snapshot
	// Forget forgets what has the name.
	Forget(name string) error
}

// listSnapshots serves GET snapshots.
func (c *Control) listSnapshots(context.Context, struct{}) (control.SnapshotList, error) {
	return control.SnapshotList{Snapshots: c.Snapshots.List()}, nil
}

func decodeSnapshotName(c *pipeline.Call) (string, error) { return c.Path.Get("name"), nil }

// takeSnapshot serves PUT snapshots/{name}.
func (c *Control) takeSnapshot(_ context.Context, name string) (pipeline.Answer, error) {
	row, fresh, err := c.Snapshots.Take(name)
	if err != nil {
		return pipeline.Answer{}, err
	}
	status := http.StatusOK
	if fresh {
		status = http.StatusCreated
	}
	return pipeline.JSON(status, pipeline.TypeJSON, row)
}

// forgetSnapshot serves DELETE snapshots/{name}.
func (c *Control) forgetSnapshot(_ context.Context, name string) (pipeline.Answer, error) {
	return pipeline.Answer{Status: http.StatusNoContent}, c.Snapshots.Forget(name)
}

// restoreSnapshot serves POST snapshots/{name}/restore.
func (c *Control) restoreSnapshot(_ context.Context, name string) (control.Snapshot, error) {
	row, there, err := c.Snapshots.Restore(name)
	if err == nil && !there {
		err = unknownSnapshot(name)
	}
	return row, err
}

type diffInput struct{ name, api string }

func decodeDiff(c *pipeline.Call) (diffInput, error) {
	return diffInput{c.Path.Get("name"), c.Params.Text("api")}, nil
}

// diffSnapshot serves GET snapshots/{name}/diff.
func (c *Control) diffSnapshot(_ context.Context, in diffInput) (pipeline.Answer, error) {
	since := c.Snapshots.World(in.name)
	if since == nil {
		return pipeline.Answer{}, unknownSnapshot(in.name)
	}
	var all []iter.Seq2[fixtures.Event, error]
	for _, api := range c.names() {
		if in.api == "" || in.api == api {
			all = append(all, c.World.Events(world.Which{API: api, Since: since}))
		}
	}
	return lines(all...), nil
}

func unknownSnapshot(name string) error {
	return &pipeline.Problem{Status: http.StatusNotFound, Detail: fmt.Sprintf(
		"there is no snapshot %q; GET %ssnapshots lists them, PUT %ssnapshots/%s takes one", name, Prefix, Prefix, name,
	)}
}
