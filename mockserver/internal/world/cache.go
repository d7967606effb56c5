package world

import (
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"
)

// Cache keeps what was made from a seed and used lately. It is safe for concurrent use.
type Cache[V any] struct {
	kept *lru.Cache[string, func() V]
}

// NewCache returns a cache of at most so many values.
func NewCache[V any](size int) (Cache[V], error) {
	kept, err := lru.New[string, func() V](size)
	return Cache[V]{kept}, err
}

// Get returns what the cache has or makes it. Two clients that ask at once for something new wait for the same work.
func (c Cache[V]) Get(id string, load func() V) V {
	load = sync.OnceValue(load)
	if earlier, found, _ := c.kept.PeekOrAdd(id, load); found {
		c.kept.Get(id) // marks it as used
		return earlier()
	}
	return load()
}

// Has reports whether something is kept.
func (c Cache[V]) Has(id string) bool { return c.kept.Contains(id) }
