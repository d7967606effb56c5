//go:build examination

package protocol_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

func TestGoodServersAreNotAccused(t *testing.T) {
	for _, o := range oddities() {
		t.Run(o.name, func(t *testing.T) {
			t.Parallel()
			requireNoAccusation(t, judge(t, o.wrap(newShop(""))))
		})
	}
}

func TestOneFailureAccusesNobody(t *testing.T) {
	for _, c := range protocol.Checks(shopAPI()) {
		id := strings.TrimPrefix(c.ID, "shop.")
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			for _, status := range []int{http.StatusInternalServerError, http.StatusUnauthorized} {
				oneFailure(t, id, status)
			}
		})
	}
}
