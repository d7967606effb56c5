package controlapi

import (
	"context"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/control"
)

const (
	// mostChanges is how many changes of a kind are counted.
	mostChanges = 10_000
	// listedChanges is how many changes of a kind are listed unless more or fewer are asked for.
	listedChanges = 100
)

type changesInput struct {
	name, api string
	limit     int
}

func decodeChanges(c *pipeline.Call) (changesInput, error) {
	in := changesInput{name: c.Path.Get("name"), api: c.Params.Text("api"), limit: listedChanges}
	if n := c.Params.Int32("limit"); n != nil {
		in.limit = int(*n)
	}
	return in, nil
}

// listChanges serves GET snapshots/{name}/changes.
func (c *Control) listChanges(ctx context.Context, in changesInput) (list control.SnapshotChanges, err error) {
	since := c.Snapshots.World(in.name)
	if since == nil {
		return list, unknownSnapshot(in.name)
	}
	kinds, reseeded := c.World.Changes(since)
	list = control.SnapshotChanges{Reseeded: reseeded, Kinds: []control.ChangesOfKind{}}
	for _, kind := range kinds {
		if in.api != "" && in.api != kind.API {
			continue
		}
		told, err := tellChanges(ctx, kind, in.limit)
		if err != nil {
			return list, err
		}
		list.Kinds = append(list.Kinds, told)
	}
	return list, nil
}

// tellChanges counts the changes of a kind, and lists the first of them.
func tellChanges(ctx context.Context, kind world.Changes, limit int) (control.ChangesOfKind, error) {
	told := control.ChangesOfKind{API: kind.API, Kind: kind.Kind, Changes: []control.Change{}}
	counts := map[string]*int32{world.Added: &told.Added, world.Changed: &told.Changed, world.Removed: &told.Removed}
	counted := 0
	for change, err := range kind.All {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return told, err
		}
		count := counts[change.What]
		if count == nil {
			continue
		}
		if told.More = counted == mostChanges; told.More {
			break
		}
		counted++
		if *count++; len(told.Changes) < limit {
			told.Changes = append(told.Changes, control.Change{
				Change: control.ChangeChange(change.What), ID: change.ID, Where: change.Where, Name: change.Name,
			})
		}
	}
	return told, nil
}
