package misbehave

import (
	"hash/fnv"
	"strconv"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"
)

// mostNames is how many names a misbehaving server remembers something by. Those used least lately are forgotten.
const mostNames = 1 << 16

// memory is what a decorator remembers by some name. It is safe for concurrent use.
type memory[V any] struct{ kept *lru.Cache[string, V] }

func newMemory[V any]() *memory[V] {
	kept, _ := lru.New[string, V](mostNames) // which fails for a size of nothing only
	return &memory[V]{kept}
}

func (m *memory[V]) put(name string, value V) { m.kept.Add(name, value) }

func (m *memory[V]) get(name string) (value V, known bool) { return m.kept.Get(name) }

// take is get that forgets.
func (m *memory[V]) take(name string) (value V, known bool) {
	value, known = m.kept.Peek(name)
	return value, known && m.kept.Remove(name)
}

// counter counts by name, and anew when there are too many of them. It is safe for concurrent use.
type counter struct {
	mu    sync.Mutex
	count map[string]int
}

func newCounter() *counter { return &counter{count: map[string]int{}} }

// next counts one more and returns the count.
func (c *counter) next(name string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.count) >= mostNames {
		clear(c.count)
	}
	c.count[name]++
	return c.count[name]
}

// now returns the count.
func (c *counter) now(name string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.count[name]
}

// hash spreads texts over numbers, the same on every run.
func hash(s string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(s)) // never fails
	return int64(h.Sum64() >> 1)
}

func decimal(n int64) string { return strconv.FormatInt(n, 10) }
