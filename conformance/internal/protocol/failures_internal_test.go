package protocol

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// A server may have an accident, and two in a row.
func TestFailsAgain(t *testing.T) {
	for name, tt := range map[string]struct {
		answers []int
		fails   bool
	}{
		"each_time":                     {[]int{500, 502}, true},
		"not_the_second_time":           {[]int{422, 500}, false},
		"not_the_third_time":            {[]int{500, 200}, false},
		"503_says_that_it_has_no_time":  {[]int{500, http.StatusServiceUnavailable}, false},
		"505_is_about_the_HTTP_version": {[]int{http.StatusHTTPVersionNotSupported, 500}, false},
	} {
		t.Run(name, func(t *testing.T) {
			sent := 0
			require.Equal(t, tt.fails, FailsAgain(func() *exchange.Exchange {
				sent++
				return &exchange.Exchange{Status: tt.answers[sent-1]}
			}))
			require.LessOrEqual(t, sent, 2)
		})
	}
}
