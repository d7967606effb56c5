package variant_test

import (
	"testing"

	"go.uber.org/goleak"
)

// TestMain fails the run if anything that a variant started outlives its server.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
