package fault

import (
	"encoding/json"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// TestRestoreGoesOn goes back to the middle of what each fault does, as often as one likes, and reads it from the disk before.
func TestRestoreGoesOn(t *testing.T) {
	for _, w := range []When{{First: 6}, {Skip: 6}, {Every: 3}, {Skip: 1, Every: 3, First: 2}, {Probability: 0.5}} {
		s := newSet(t, failing(When{First: 1}), failing(w))
		_, err := s.Remove("f1") // what is drawn for the other stays
		require.NoError(t, err)
		hits(s, 5)
		text, err := json.Marshal(s.Freeze(time.Now()))
		require.NoError(t, err)
		then, want := s.List(), hits(s, 9)
		var had []Frozen
		require.NoError(t, json.Unmarshal(text, &had))
		for range 2 {
			s.Restore(had, time.Now())
			require.Equal(t, then, s.List())
			require.Equal(t, want, hits(s, 9), "%+v", w)
		}
	}
}

// TestRestoreKeepsTheTimeThatIsLeft goes back to a fault that had acted for half of its time.
func TestRestoreKeepsTheTimeThatIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSet(t, failing(When{For: 2 * time.Minute}))
		time.Sleep(time.Minute)
		had := s.Freeze(time.Now())
		time.Sleep(time.Hour)
		require.Equal(t, "..", hits(s, 2))
		s.Restore(had, time.Now())
		require.Equal(t, "11", hits(s, 2))
		time.Sleep(time.Minute + 1)
		require.Equal(t, "..", hits(s, 2))
	})
}
