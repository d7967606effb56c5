package chatlayerworld

import (
	"slices"
	"sync"
	"sync/atomic"
)

// teams is which team owns each bot, for good. It is safe for concurrent use. The zero value is nobody's bots.
type teams struct {
	before *teams   // which had their owners before these, and change no more; nil if nobody had
	owners sync.Map // bot to *team
	named  sync.Map // name to *team
}

// team is a team with bots.
type team struct {
	name   string
	sorted atomic.Pointer[[]string] // the bots in order; nil since one has come

	mu      sync.Mutex
	all     []string
	inOrder int // how many of all are in order; those that have come since follow
}

func (ts *teams) owner(bot string) (name string, owned bool) {
	for ; ts != nil; ts = ts.before {
		if t, owned := ts.owners.Load(bot); owned {
			return t.(*team).name, true
		}
	}
	return "", false
}

// team returns the team of that name, which has the bots that it had before.
func (ts *teams) team(name string) *team {
	if t, there := ts.named.Load(name); there {
		return t.(*team)
	}
	fresh := &team{name: name}
	if ts.before != nil {
		fresh.all = ts.before.bots(name)
		fresh.inOrder = len(fresh.all)
	}
	t, _ := ts.named.LoadOrStore(name, fresh)
	return t.(*team)
}

// all goes through the bots that have an owner.
func (ts *teams) all(yield func(bot string) bool) {
	for ; ts != nil; ts = ts.before {
		for bot := range ts.owners.Range {
			if !yield(bot.(string)) {
				return
			}
		}
	}
}

// claim returns the owner of a bot, which is the team if it had none.
func (ts *teams) claim(bot, name string) string {
	if owner, owned := ts.owner(bot); owned {
		return owner
	}
	t := ts.team(name)
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
	if !ts.has(name) {
		return nil
	}
	return ts.team(name).bots()
}

// has reports whether a team has bots. Asking for teams does not make them.
func (ts *teams) has(name string) bool {
	for ; ts != nil; ts = ts.before {
		if _, there := ts.named.Load(name); there {
			return true
		}
	}
	return false
}

func (t *team) bots() []string {
	if sorted := t.sorted.Load(); sorted != nil {
		return *sorted
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	slices.Sort(t.all[t.inOrder:])
	sorted := merged(t.all[:t.inOrder], t.all[t.inOrder:])
	t.all, t.inOrder = slices.Clip(sorted), len(sorted) // who adds one copies them
	t.sorted.Store(&sorted)
	return sorted
}

// having returns the team whose bots these are, if they are what bots returned lately. It is empty for any other bots.
func (ts *teams) having(bots []string) string {
	name, owned := ts.owner(bots[0])
	if !owned {
		return ""
	}
	if all := ts.bots(name); len(all) == len(bots) && &all[0] == &bots[0] {
		return name
	}
	return ""
}

// merged makes one sorted list of two.
func merged(a, b []string) []string {
	all := make([]string, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0] < b[0] {
			all, a = append(all, a[0]), a[1:]
		} else {
			all, b = append(all, b[0]), b[1:]
		}
	}
	return append(append(all, a...), b...)
}
