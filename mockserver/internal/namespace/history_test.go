package namespace

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestHistory says which of some entries are needed. Each is of a namespace with an id, and their numbers count from 1.
func TestHistory(t *testing.T) {
	entry := func(of uint64, kind, value string) logged { return logged{of, kind, []byte(value)} }
	void := func(of, number uint64) logged { return logged{of, kindVoid, binary.AppendUvarint(nil, number)} }
	for name, c := range map[string]struct {
		entries []logged
		needed  []uint64
	}{
		"a_command_without_effect_that_is_told_of_behind_a_reset": {
			[]logged{
				entry(1, kindBegin, `{"name":"a"}`), entry(1, "track", "1"), entry(1, "track", "refused"),
				entry(1, kindSnapshot, `{"row":{"name":"s"}}`), entry(2, kindBegin, `{"name":"a","snapshots":{"s":4}}`), void(1, 3),
			},
			[]uint64{1, 2, 4, 5},
		},
		"an_id_that_is_given_again": {
			[]logged{
				entry(7, kindBegin, `{"name":"a"}`), entry(7, kindEnd, `{}`), entry(7, kindBegin, `{"name":"b"}`), entry(7, "track", "1"),
				entry(8, kindBegin, `{"name":"a"}`),
			},
			[]uint64{3, 4, 5},
		},
		"a_namespace_in_the_place_of_another": {
			[]logged{
				entry(1, kindBegin, `{"name":"a"}`), entry(1, "track", "1"), entry(2, kindBegin, `{"name":"a"}`), entry(1, "track", "late"),
				entry(2, "track", "2"),
			},
			[]uint64{3, 5},
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHistory()
			for i, e := range c.entries {
				require.NoError(t, h.See(uint64(i+1), e.encode()))
			}
			var needed []uint64
			for i := range c.entries {
				if h.Needed(uint64(i + 1)) {
					needed = append(needed, uint64(i+1))
				}
			}
			require.Equal(t, c.needed, needed)
		})
	}
}
