package misbehave

import (
	"hash/fnv"
	"strconv"
	"sync"
)

// memory is what a decorator remembers by some name. It is safe for concurrent use.
type memory[V any] struct {
	mu   sync.Mutex
	kept map[string]V
}

func newMemory[V any]() *memory[V] { return &memory[V]{kept: map[string]V{}} }

func (m *memory[V]) put(name string, value V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept[name] = value
}

func (m *memory[V]) get(name string) (value V, known bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	value, known = m.kept[name]
	return value, known
}

// take is get that forgets.
func (m *memory[V]) take(name string) (value V, known bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	value, known = m.kept[name]
	delete(m.kept, name)
	return value, known
}

// counter counts by name. It is safe for concurrent use.
type counter struct {
	mu    sync.Mutex
	count map[string]int
}

func newCounter() *counter { return &counter{count: map[string]int{}} }

// next counts one more and returns the count.
func (c *counter) next(name string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
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
