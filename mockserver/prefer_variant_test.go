package mockserver_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

func TestPreferAVariant(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, seeded(50))
	c := demo(s)
	list := streamOf("demobot1") + "?" + everything().with(args{"page_size": 20}).query()
	paged := func(t *testing.T, headers ...string) (reply, int) {
		t.Helper()
		r := c.get(t, list, headers...)
		var p page
		r.into(t, &p)
		return r, len(p.Events)
	}
	t.Run("alters_this_request_alone", func(t *testing.T) {
		r, n := paged(t, "Prefer: variant=page.short-pages")
		require.Equal(t, 10, n)
		require.Equal(t, "variant=page.short-pages", r.header.Get("Preference-Applied"))
		r, n = paged(t)
		require.Equal(t, 20, n)
		require.NotContains(t, r.header, "Preference-Applied")
	})
	t.Run("over_the_same_data", func(t *testing.T) {
		require.Equal(t, http.StatusOK, c.post(t, trackOf("demobot2"), `{"event":"varied"}`, "Prefer: variant=page.short-pages").status)
		require.Len(t, c.list(t, "demobot2", args{"event": "varied"}).Events, 1)
	})
	t.Run("beside_a_fault", func(t *testing.T) {
		r, n := paged(t, "Prefer: variant=page.short-pages, delay=1ms")
		require.Equal(t, 10, n)
		require.Equal(t, "variant=page.short-pages, delay=1ms", r.header.Get("Preference-Applied"))
	})
	t.Run("remembers_until_a_reset", func(t *testing.T) {
		for range 2 {
			for _, want := range []int{503, 503, 503, 200} {
				require.Equal(t, want, c.echo(t, "Prefer: variant=pace.cold-start").status)
			}
			require.Equal(t, http.StatusOK, nobody(s).post(t, "/__understudy/reset", "").status)
		}
	})
	t.Run("that_there_is_not", func(t *testing.T) {
		r, n := paged(t, "Prefer: variant=page.short-pags")
		require.Equal(t, 20, n)
		require.NotContains(t, r.header, "Preference-Applied")
		require.Contains(t, controlled(t, s, "ListExchanges", "journal?limit=1", "").body,
			`variant=page.short-pags: ignored, unknown variant \"page.short-pags\": did you mean \"page.short-pages\"?`)
	})
	t.Run("stands_in_the_journal_as_it_left", func(t *testing.T) {
		r := c.echo(t, "Prefer: variant=json.indented")
		require.Equal(t, http.StatusOK, r.status)
		require.Contains(t, controlled(t, s, "ListExchanges", "journal?limit=1", "").body, `"variant=json.indented: applied"`)
	})
	t.Run("each_keeps_its_events_to_the_contract", func(t *testing.T) {
		for _, v := range mockserver.Variants() { // an event that does not would fail the test at its end
			if strings.HasPrefix(v.Name, "pace.slow") {
				continue
			}
			prefer := "Prefer: variant=" + v.Name
			_, _ = c.fails(t, http.MethodPost, trackOf("demobot1"), `{"event":"x"}`, prefer)
			_, _ = client{s.URL, "Bearer demo-api-key"}.fails(t, http.MethodPost, "/events", anEvent, prefer)
			_, _ = c.fails(t, http.MethodGet, list, "", prefer)
		}
		_, n := paged(t)
		require.Equal(t, 20, n)
	})
}
