package alter

import (
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"
)

// MostNames is how many names an altered server remembers something by. Those used least lately are forgotten.
const MostNames = 100_000

// Memory is what a decorator remembers by some name. It is safe for concurrent use.
type Memory[V any] struct{ kept *lru.Cache[string, V] }

// NewMemory remembers nothing yet.
func NewMemory[V any]() *Memory[V] {
	kept, _ := lru.New[string, V](MostNames) // which fails for a size of nothing only
	return &Memory[V]{kept}
}

// Put remembers a value.
func (m *Memory[V]) Put(name string, value V) { m.kept.Add(name, value) }

// Get returns a value.
func (m *Memory[V]) Get(name string) (value V, known bool) { return m.kept.Get(name) }

// Take is Get that forgets. Of several at once one alone gets the value.
func (m *Memory[V]) Take(name string) (value V, known bool) {
	value, known = m.kept.Peek(name)
	return value, known && m.kept.Remove(name)
}

// Counter counts by name, and anew when there are too many of them. It is safe for concurrent use.
type Counter struct {
	mu    sync.Mutex
	count map[string]int
}

// NewCounter begins with nothing.
func NewCounter() *Counter { return &Counter{count: map[string]int{}} }

// Next counts one more and returns the count.
func (c *Counter) Next(name string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.count) >= MostNames {
		clear(c.count)
	}
	c.count[name]++
	return c.count[name]
}

// Now returns the count.
func (c *Counter) Now(name string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.count[name]
}
