package chatlayerworld

import "sync/atomic"

// shelf keeps what was made lately, a place for each group of keys, which has the latest one that was made. It is safe for
// concurrent use, and nobody waits for anybody.
type shelf[K comparable, V any] struct {
	places []atomic.Pointer[kept[K, V]] // as many as a power of two
	mask   uint64                       // of the bits of a hash that say which
}

type kept[K comparable, V any] struct {
	key   K
	value V
}

func newShelf[K comparable, V any](places uint64) shelf[K, V] {
	return shelf[K, V]{make([]atomic.Pointer[kept[K, V]], places), places - 1}
}

// get returns what there is for a key with that hash; nil if there is nothing.
func (s *shelf[K, V]) get(hash uint64, key K) *V {
	if k := s.latest(hash); k != nil && k.key == key {
		return &k.value
	}
	return nil
}

// latest returns what was made latest for a key with that hash, or for another; nil if nothing was.
func (s *shelf[K, V]) latest(hash uint64) *kept[K, V] { return s.place(hash).Load() }

func (s *shelf[K, V]) put(hash uint64, key K, value V) *V {
	k := &kept[K, V]{key, value}
	s.place(hash).Store(k)
	return &k.value
}

func (s *shelf[K, V]) place(hash uint64) *atomic.Pointer[kept[K, V]] {
	return &s.places[hash&s.mask]
}
