//go:build examination

package chatlayer_test

import (
	"testing"
)

func TestChangedRequestsAreNoticed(t *testing.T) {
	t.Parallel()
	for _, c := range append(changedLists(), changedValues()...) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			requireFailsThrough(t, c.change, c.checks...)
		})
	}
}
