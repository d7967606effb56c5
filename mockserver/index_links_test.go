package mockserver_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

func TestIndexPageLinksToWhatThereIsToLookAt(t *testing.T) {
	s := mockserver.Start(t, quiet())
	page := nobody(s).get(t, "/~t1/", "Accept: text/html").body
	for _, name := range []string{"rules", "violations", "journal", "coverage"} {
		address := s.URL + "/~t1/__understudy/" + name
		require.Regexp(t, `<a href="`+regexp.QuoteMeta(address)+`">[A-Z][^<]+</a>`, page)
		require.Equal(t, http.StatusOK, nobody(s).get(t, strings.TrimPrefix(address, s.URL)).status)
	}
	require.Contains(t, page, "white-space: pre-wrap", "what is longer than a line is not cut")

	closed := mockserver.Start(t, mockserver.Options{NoControl: true, EventsPerBot: 5})
	require.NotContains(t, nobody(closed).get(t, "/", "Accept: text/html").body, "/__understudy/rules")

	rule := nobody(s).get(t, "/__understudy/rules/query.enum", "Accept: text/html").body
	require.Contains(t, rule, `<a href="../rules">`)
}
