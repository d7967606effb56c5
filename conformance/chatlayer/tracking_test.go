package chatlayer_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// An attribute that is null may be refused or dropped. Where it is taken and listed the schema is broken, which another check sees.
func TestNullAttributesThatAreListedBreakTheSchema(t *testing.T) {
	t.Parallel()
	report := against(t, mockserver.Options{Misbehave: "track.null-attributes-kept", EventsPerBot: 50}, func(target *conformance.Target) {
		target.Only = []string{"chatlayer.schema.attributes", "chatlayer.tracking.refused-stores-nothing"}
	})
	require.Equal(t, conformance.Fail, outcomes(report)["chatlayer.schema.attributes"])
}
