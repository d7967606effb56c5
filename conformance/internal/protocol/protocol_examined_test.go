//go:build examination

package protocol_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

func TestEveryMistakeIsFound(t *testing.T) {
	for _, id := range protocol.Subjects() {
		if records(id) {
			continue
		}
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			report := judge(t, newShop(id), only(id))
			for _, c := range report.Checks {
				if c.ID != "shop."+id {
					continue
				}
				require.Equal(t, conformance.Fail, c.Outcome, "%s %v", c.Message, c.Evidence)
				require.NotEmpty(t, c.Expected)
				require.NotEmpty(t, c.Got)
				require.NotEmpty(t, c.Exchanges)
				require.NotContains(t, c.Got+c.Expected+c.Message+c.Exchanges[0].Curl, "Secret-1")
			}
		})
	}
}
