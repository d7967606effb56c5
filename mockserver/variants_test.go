package mockserver_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// varied are the options of a small world with variants.
func varied(variants ...string) mockserver.Options {
	opts := seeded(120)
	opts.Variants = variants
	return opts
}

func TestVariants(t *testing.T) {
	t.Run("are_listed_by_name", func(t *testing.T) {
		all := mockserver.Variants()
		require.NotEmpty(t, all)
		require.IsNonDecreasing(t, names(all))
		for _, v := range all {
			require.NotEmpty(t, v.Summary, v.Name)
		}
	})
	t.Run("an_unknown_one_is_refused_with_the_nearest_name", func(t *testing.T) {
		require.ErrorContains(t, mockserver.New(varied("page.short-page")).Err(),
			`unknown variant "page.short-page": did you mean "page.short-pages"?`)
	})
	t.Run("several_hold_at_once", func(t *testing.T) {
		c := demo(mockserver.Start(t, varied("page.short-pages", "order.newest-first", "time.nanoseconds")))
		p := c.list(t, "demobot1", args{"page_size": 10})
		require.Len(t, p.Events, 5)
		require.Greater(t, p.Events[0].Timestamp, p.Events[4].Timestamp)
		require.Len(t, p.Events[0].Timestamp, len("2026-01-15T12:00:00.000000000Z"))
	})
	t.Run("two_servers_share_nothing", func(t *testing.T) {
		one, two := demo(mockserver.Start(t, varied("token.integer"))), demo(mockserver.Start(t, varied("token.integer")))
		ask := func(c client, over args) reply {
			return c.ask(t, http.MethodGet, "demobot1", everything().with(args{"page_size": 10}).with(over))
		}
		var first page
		ask(one, nil).into(t, &first)
		require.Equal(t, http.StatusOK, ask(one, args{"page_token": first.Next}).status)
		require.Equal(t, http.StatusBadRequest, ask(two, args{"page_token": first.Next}).status)
	})
	t.Run("the_mocks_own_endpoints_stay_as_they_are", func(t *testing.T) {
		s := mockserver.Start(t, varied("proxy.base-path", "json.indented", "connection.close-always"))
		plain := nobody(fresh(t)).get(t, "/__understudy/healthz")
		require.Equal(t, plain.body, nobody(s).get(t, "/__understudy/healthz").body)
	})
	t.Run("answers_do_not_say_that_the_server_misbehaves", func(t *testing.T) {
		r := demo(mockserver.Start(t, varied("page.short-pages"))).get(t, streamOf("demobot1"))
		require.Empty(t, r.header.Get("Understudy-Misbehaving"))
	})
}

func names(all []mockserver.Variant) []string {
	var names []string
	for _, v := range all {
		names = append(names, v.Name)
	}
	return names
}
