package chatlayerworld

import (
	"slices"
	"sync"
	"sync/atomic"
)

// teams is which team owns each bot, for good. It is safe for concurrent use. The zero value is nobody's bots.
type teams struct {
	owners sync.Map // bot to *team
	named  sync.Map // name to *team
}

// team is a team with bots.
type team struct {
	name   string
	sorted atomic.Pointer[[]string] // the bots in order; nil since one has come

	mu  sync.Mutex
	all []string
}

func (ts *teams) owner(bot string) (name string, owned bool) {
	t, owned := ts.owners.Load(bot)
	if !owned {
		return "", false
	}
	return t.(*team).name, true
}

// claim returns the owner of a bot, which is the team if it had none.
func (ts *teams) claim(bot, name string) string {
	if owner, owned := ts.owner(bot); owned {
		return owner
	}
	made, _ := ts.named.LoadOrStore(name, &team{name: name})
	t := made.(*team)
	t.mu.Lock()
	defer t.mu.Unlock()
	if first, owned := ts.owners.LoadOrStore(bot, t); owned {
		return first.(*team).name
	}
	t.all = append(t.all, bot)
	t.sorted.Store(nil)
	return name
}

// bots returns those of a team in order.
func (ts *teams) bots(name string) []string {
	found, there := ts.named.Load(name)
	if !there {
		return nil
	}
	return found.(*team).bots()
}

func (t *team) bots() []string {
	if sorted := t.sorted.Load(); sorted != nil {
		return *sorted
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	sorted := slices.Sorted(slices.Values(t.all))
	t.sorted.Store(&sorted)
	return sorted
}

// having returns the team whose bots these are, if they are what bots returned lately. It is empty for any other bots.
func (ts *teams) having(bots []string) string {
	found, owned := ts.owners.Load(bots[0])
	if !owned {
		return ""
	}
	t := found.(*team)
	if all := t.bots(); len(all) == len(bots) && &all[0] == &bots[0] {
		return t.name
	}
	return ""
}
