package world_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

func TestNamed(t *testing.T) {
	t.Run("is_the_uuid_of_the_name", func(t *testing.T) {
		for _, name := range []string{"", "understudy/1/2", strings.Repeat("long", 100)} {
			require.Equal(t, uuid.NewSHA1(uuid.NameSpaceURL, []byte(name)), world.Named(uuid.NameSpaceURL, []byte(name)))
		}
	})
	t.Run("needs_no_memory", func(t *testing.T) {
		name := []byte("understudy/1/2")
		require.Zero(t, testing.AllocsPerRun(100, func() { world.Named(uuid.NameSpaceOID, name) }))
	})
}
