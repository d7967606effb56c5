package alter

import (
	"encoding/binary"
	"hash/fnv"
)

// Hash mixes texts into a number that looks random and is the same on every run.
func Hash(texts ...string) uint64 {
	h := fnv.New64a()
	for _, s := range texts {
		h.Write([]byte(s))
		h.Write([]byte{0})
	}
	return spread(h.Sum64())
}

// HashNumbers is Hash for numbers.
func HashNumbers(numbers ...uint64) uint64 {
	h := fnv.New64a()
	for _, n := range numbers {
		h.Write(binary.BigEndian.AppendUint64(nil, n))
	}
	return spread(h.Sum64())
}

// spread makes what differs in the last bits differ in all.
func spread(x uint64) uint64 {
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}
