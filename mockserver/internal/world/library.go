package world

import (
	"fmt"
	"hash/maphash"
	"reflect"
	"sync"
	"sync/atomic"

	"github.com/understudy-mock/understudy/fixtures"
)

// keptImports is how many sets of imported events a library remembers at most: they may be large.
const keptImports = 4

// keptWorlds is how many seeded worlds a library remembers at most, and as many that these are made from.
const keptWorlds = 64

// Library keeps what worlds that share it have made of their seeds: worlds with the same options have the same seeded data, and all of
// them together keep no more than one would. It is safe for concurrent use, and nobody waits for anybody.
type Library struct {
	seed    maphash.Seed
	origins [keptWorlds]atomic.Pointer[keptOrigin]
	worlds  [keptWorlds]atomic.Pointer[keptWorld]
	imports [keptImports]atomic.Pointer[keptImport]
	serial  atomic.Uint64
	others  sync.Map // by type
}

// NewLibrary returns an empty library.
func NewLibrary() *Library { return &Library{seed: maphash.MakeSeed()} }

// originKey names the worlds that differ but in the instant at which they end.
type originKey struct {
	seed     uint64
	scenario string
	events   int
}

type keptOrigin struct {
	key  originKey
	data *fixtures.World
}

type worldKey struct {
	originKey
	now    int64 // milliseconds since 1970
	judged bool
}

type keptWorld struct {
	key    worldKey
	data   *fixtures.World
	number uint64
}

// world returns the seeded data of options, and a number that is that of these data alone.
func (l *Library) world(of fixtures.Options, judged bool) (*fixtures.World, uint64, error) {
	key := worldKey{originKey{of.Seed, of.Scenario, of.Events}, of.Now.UnixMilli(), judged}
	place := &l.worlds[maphash.Comparable(l.seed, key)%keptWorlds]
	if k := place.Load(); k != nil && k.key == key {
		return k.data, k.number, nil
	}
	data, err := l.origin(key.originKey, of)
	if err != nil {
		return nil, 0, err
	}
	k := &keptWorld{key, data, l.serial.Add(1)}
	place.Store(k)
	return data, k.number, nil
}

// origin makes a world from one with the same options, if there is one.
func (l *Library) origin(key originKey, of fixtures.Options) (*fixtures.World, error) {
	place := &l.origins[maphash.Comparable(l.seed, key)%keptWorlds]
	if k := place.Load(); k != nil && k.key == key {
		return k.data.At(of.Now)
	}
	data, err := fixtures.New(of)
	if err == nil {
		place.Store(&keptOrigin{key, data})
	}
	return data, err
}

// importKey names the worlds that have the same imported events, owned by the same teams, beside seeded ones with the same ids.
type importKey struct {
	originKey
	judged bool
	lines  *fixtures.Line // the first of them
	team   string
	teams  string
}

type keptImport struct {
	key importKey
	st  *state
}

// imported returns a state with the imported events of options, from which others go on.
func (l *Library) imported(base *Base) (*state, error) {
	key := importKey{
		originKey{base.Seed, base.Scenario, base.EventsPerBot},
		base.Options.Judge != nil, &base.Import[0], base.ImportTeam,
		fmt.Sprintf("%q", base.Teams),
	}
	place := &l.imports[maphash.Comparable(l.seed, key)%keptImports]
	if k := place.Load(); k != nil && k.key == key {
		return k.st, nil
	}
	st, err := beginImported(base)
	if err == nil {
		place.Store(&keptImport{key, st})
	}
	return st, err
}

// Kept returns what a library keeps of a type, which is made when it is first asked for.
func Kept[T any](l *Library, create func() *T) *T {
	key := reflect.TypeFor[T]()
	if found, there := l.others.Load(key); there {
		return found.(*T)
	}
	found, _ := l.others.LoadOrStore(key, create())
	return found.(*T)
}
