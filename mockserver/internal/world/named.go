package world

import (
	"crypto/sha1" //nolint:gosec // a name, no secret: RFC 9562 has it so

	"github.com/google/uuid"
)

// Named is uuid.NewSHA1 without memory of its own for every id.
func Named(space uuid.UUID, name []byte) uuid.UUID {
	var room [128]byte
	id := uuid.UUID(truncated(sha1.Sum(append(append(room[:0], space[:]...), name...)))) //nolint:gosec // as above
	id[6] = id[6]&0x0f | 0x50                                                            // version 5
	id[8] = id[8]&0x3f | 0x80                                                            // the variant of RFC 9562
	return id
}

func truncated(sum [sha1.Size]byte) (first [16]byte) {
	copy(first[:], sum[:])
	return first
}
