package chatlayer_test

import (
	"testing"

	"github.com/understudy-mock/understudy/mockserver"
)

func TestIsolationOfTheMockPasses(t *testing.T) {
	t.Parallel()
	requireAllPass(t, against(t, mockserver.Options{}, only("chatlayer.isolation.*")), "isolation")
}
