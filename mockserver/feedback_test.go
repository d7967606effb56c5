package mockserver_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/mockserver"
)

// submit sends feedback and returns it as it is stored.
func (c client) submit(t testing.TB, feedback string) gjson.Result {
	t.Helper()
	r := c.post(t, "/feedback", feedback)
	require.Equal(t, http.StatusOK, r.status, r.body)
	return gjson.Parse(r.body)
}

// feedback is a page of either list.
func (c client) feedback(t testing.TB, query string) gjson.Result {
	t.Helper()
	r := c.get(t, "/feedback?"+query)
	require.Equal(t, http.StatusOK, r.status, r.body)
	return gjson.Parse(r.body)
}

// submitEverything sends every member and every value that the contract has for one.
func submitEverything(t *testing.T, s *mockserver.Running) {
	t.Helper()
	user := `{"id":1,"identificationType":"COOKIED","userId":"u","supportAgentName":"n","supportAgentEmail":"m","userType":"t"}`
	for _, kind := range []string{"positive", "negative"} {
		apiKey(s).submit(t, `{"id":"all","type":"`+kind+`","messageId":"m","createdAt":"2026-01-01T00:00:00Z",`+
			`"updatedAt":"2026-01-01T00:00:00Z","reasons":[{"label":"l","details":"d"}],"details":"d","properties":{"a":1},`+
			`"userProperties":`+user+`,"sources":[{"type":"positive","title":"t","url":"u"},{"type":"negative"},{"type":"new"}]}`)
	}
	apiKey(s).feedback(t, "limit=1&offset=0")
	require.Equal(t, http.StatusOK, apiKey(s).get(t, "/feedback/all").status)
	require.Equal(t, http.StatusOK, apiKey(s).send(t, http.MethodDelete, "/feedback/all", "").status)
}

// INK-FEED-1 to INK-FEED-3, INK-FEED-7 to INK-FEED-10.
func TestFeedbackIsStored(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, quiet())
	c := apiKey(s)
	const now = "2026-01-15T12:00:00.123Z"
	t.Run("with_defaults_for_all_that_is_left_out", func(t *testing.T) {
		f := c.submit(t, `{"type":"positive","messageId":""}`)
		require.NotEmpty(t, f.Get("id").Str)
		want := fmt.Sprintf(`{"id":%q,"type":"positive","messageId":"","createdAt":%[2]q,"updatedAt":%[2]q,"reasons":null,`+
			`"details":null,"properties":null,"userProperties":null,"sources":null}`, f.Get("id").Str, now)
		require.Equal(t, want, f.Raw)
		found := gjson.Parse(c.get(t, "/feedback/"+f.Get("id").Str).body)
		require.Equal(t, `["","assistant","","stands in for a conversation that was not logged"]`,
			found.Get("[message.id,message.role,message.content,conversation.properties.understudy]").Raw, "INK-FEED-11")
	})
	t.Run("as_it_was_sent", func(t *testing.T) {
		f := c.submit(t, `{"id":"a/b é","type":"negative","messageId":"m","createdAt":"2025-12-31T23:30:00+01:00","details":"",`+
			`"reasons":[{"label":"user_feedback"},{"label":"","details":"x"}],"properties":{"n":1.0,"z":null},`+
			`"userProperties":{"url":"https://x.example"},"sources":[{"type":null},{"type":"new","title":null,"url":"u"}]}`)
		require.JSONEq(t, `["a/b é","2025-12-31T22:30:00.000Z","`+now+`",""]`, f.Get("[id,createdAt,updatedAt,details]").Raw)
		require.Equal(t, `[{"label":"user_feedback","details":""},{"label":"","details":"x"}]`, f.Get("reasons").Raw, "INK-FEED-10")
		require.Equal(t, `{"n":1.0,"z":null}`, f.Get("properties").Raw)
		require.Equal(t, `[{"type":null,"title":null,"url":null},{"type":"new","title":null,"url":"u"}]`, f.Get("sources").Raw)
		require.True(t, strings.HasPrefix(c.get(t, "/feedback/a%2Fb%20%C3%A9").body, f.Raw[:len(f.Raw)-1]+","))
	})
	t.Run("again_under_its_id", func(t *testing.T) {
		first := c.submit(t, `{"id":"f","type":"positive","messageId":"m","details":"d"}`)
		nobody(s).post(t, "/__understudy/clock/advance", `{"by":"1h"}`)
		second := c.submit(t, `{"id":"f","type":"negative","messageId":"n"}`)
		require.Equal(t, first.Get("createdAt").Str, second.Get("createdAt").Str)
		require.Equal(t, "2026-01-15T13:00:00.123Z", second.Get("updatedAt").Str)
		require.Equal(t, `["negative","n",null]`, second.Get("[type,messageId,details]").Raw)
		all := c.feedback(t, "")
		require.NotContains(t, texts(all.Get("positiveFeedback.#.id")), "f")
		require.Contains(t, texts(all.Get("negativeFeedback.#.id")), "f")
	})
	t.Run("without_members_that_nobody_declares", func(t *testing.T) {
		r := c.post(t, "/feedback", `{"type":"positive","messageId":"m","stars":5,"reasons":[{"label":"l","weight":1}]}`)
		require.Equal(t, http.StatusOK, r.status)
		require.NotContains(t, r.body, "stars")
		require.NotContains(t, r.body, "weight")
		require.True(t, strings.HasPrefix(r.header.Get("Understudy-Violations"), "2;"))
	})
	for body, why := range map[string]string{
		`{"messageId":"m"}`:                                                            "/type",
		`{"type":"new","messageId":"m"}`:                                               "/type",
		`{"type":"positive"}`:                                                          "/messageId",
		`{"type":"positive","messageId":5}`:                                            "/messageId",
		`{"type":"positive","messageId":"m","id":""}`:                                  "/id",
		`{"type":"positive","messageId":"m","createdAt":"2026-01-15T12:00:00"}`:        "/createdAt",
		`{"type":"positive","messageId":"m","updatedAt":"9999-12-31T23:59:59-01:00"}`:  "/updatedAt",
		`{"type":"positive","messageId":"m","reasons":[{"details":"d"}]}`:              "/reasons/0/label",
		`{"type":"positive","messageId":"m","reasons":[{"label":"l","details":null}]}`: "/reasons/0/details",
		`{"type":"positive","messageId":"m","sources":[{"type":"old"}]}`:               "/sources/0/type",
		`{"type":"positive","messageId":"m","properties":[]}`:                          "/properties",
	} {
		c.post(t, "/feedback", body).refusedByInkeep(t, http.StatusUnprocessableEntity, why)
	}
	c.post(t, "/feedback", `{"type"`).refusedByInkeep(t, http.StatusBadRequest)
	large := `{"type":"positive","messageId":"m","details":"` + strings.Repeat("x", 2<<20) + `"}`
	c.post(t, "/feedback", large).refusedByInkeep(t, http.StatusRequestEntityTooLarge)
}

// INK-FEED-4 to INK-FEED-6, INK-FEED-11 to INK-FEED-13.
func TestFeedbackIsListed(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, quiet())
	c := apiKey(s)
	message := c.converse(t, `{"id":"c","type":"openai","messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}`).
		Get("messages.1")
	for i := range 25 {
		c.submit(t, fmt.Sprintf(`{"id":"f%02d","type":%q,"messageId":%q,"createdAt":"2026-01-%02dT00:00:00Z"}`,
			i, []string{"positive", "negative"}[i%5/4], message.Get("id").Str, 1+i/2))
	}
	all := c.feedback(t, "limit=1000")
	require.Equal(t, "[20,5]", all.Get("[positiveFeedbackCount,negativeFeedbackCount]").Raw)
	positive, negative := texts(all.Get("positiveFeedback.#.id")), texts(all.Get("negativeFeedback.#.id"))
	require.Equal(t, []string{"f23", "f22", "f21", "f20", "f18"}, positive[:5], "the latest first")
	require.Equal(t, []string{"f24", "f19", "f14", "f09", "f04"}, negative)
	page := c.feedback(t, "")
	require.Equal(t, positive[:10], texts(page.Get("positiveFeedback.#.id")))
	page = c.feedback(t, "limit=3&offset=4")
	require.Equal(t, "[20,5]", page.Get("[positiveFeedbackCount,negativeFeedbackCount]").Raw, "of all there is")
	require.Equal(t, positive[4:7], texts(page.Get("positiveFeedback.#.id")))
	require.Equal(t, negative[4:], texts(page.Get("negativeFeedback.#.id")))
	for query, why := range map[string]string{
		"limit=0": "from 1 to 1000", "limit=1001": "from 1 to 1000", "offset=-1": "from 0", "limit=": "limit", "offset=1.5": "offset",
	} {
		c.get(t, "/feedback?"+query).refusedByInkeep(t, http.StatusBadRequest, why)
	}

	shown := gjson.Parse(c.get(t, "/feedback/f24").body)
	require.Equal(t, shown.Raw, all.Get("negativeFeedback.0").Raw)
	require.Equal(t, message.Raw, shown.Get("message").Raw)
	require.Equal(t, c.conversation(t, "c").Raw, shown.Get("conversation").Raw)
	gone := c.send(t, http.MethodDelete, "/feedback/f24", "")
	require.Equal(t, `{"success":true,"message":"The feedback f24 is deleted."}`, gone.body)
	c.send(t, http.MethodDelete, "/feedback/f24", "").refusedByInkeep(t, http.StatusNotFound, `"f24"`)
	c.get(t, "/feedback/f24").refusedByInkeep(t, http.StatusNotFound, `"f24"`)
	require.EqualValues(t, 4, c.feedback(t, "").Get("negativeFeedbackCount").Int())
}

// INK-CONV-15.
func TestFeedbackGoesWithItsConversation(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, seeded(5000))
	c := apiKey(s)
	before := c.feedback(t, "limit=1000")
	about := before.Get("positiveFeedback.3.conversation.id").Str
	message := before.Get("positiveFeedback.3.messageId").Str
	c.submit(t, `{"id":"own","type":"negative","messageId":"`+message+`","createdAt":"2020-01-01T00:00:00Z"}`)
	c.submit(t, `{"id":"other","type":"negative","messageId":"of no conversation"}`)
	require.Equal(t, http.StatusOK, c.send(t, http.MethodDelete, "/conversations/"+about, "").status)
	after := c.feedback(t, "limit=1000")
	lost := 0
	for _, f := range slices.Concat(before.Get("positiveFeedback").Array(), before.Get("negativeFeedback").Array()) {
		status := http.StatusOK
		if f.Get("conversation.id").Str == about {
			status, lost = http.StatusNotFound, lost+1
		}
		require.Equal(t, status, c.get(t, "/feedback/"+f.Get("id").Str).status)
	}
	require.Positive(t, lost)
	c.get(t, "/feedback/own").refusedByInkeep(t, http.StatusNotFound, `"own"`)
	require.Equal(t, http.StatusOK, c.get(t, "/feedback/other").status)
	counts := func(all gjson.Result) int64 {
		return all.Get("positiveFeedbackCount").Int() + all.Get("negativeFeedbackCount").Int()
	}
	require.Equal(t, counts(before)-int64(lost)+1, counts(after))
}

// INK-AUTH-7, INK-FEED-9.
func TestWebKeysAndFeedback(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, quiet())
	w := webKey(s)
	apiKey(s).submit(t, `{"id":"f","type":"positive","messageId":"m"}`)
	w.post(t, "/feedback", `{"type":"positive","messageId":"m"}`).refusedByInkeep(t, http.StatusForbidden, "may only write")
	for _, path := range []string{"/feedback", "/feedback/f"} {
		w.get(t, path).refusedByInkeep(t, http.StatusForbidden, "may only write")
		nobody(s).get(t, path).refusedByInkeep(t, http.StatusUnauthorized)
	}
	w.send(t, http.MethodDelete, "/feedback/f", "").refusedByInkeep(t, http.StatusForbidden, "may only write")
	require.Equal(t, http.StatusOK, apiKey(s).get(t, "/feedback/f").status)
}

// TestSeededFeedback follows ids from events to feedback, and changes what is seeded; snapshots, resets and namespaces have their own.
func TestSeededFeedback(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, seeded(3000))
	c, other := apiKey(s), apiKey(s).within("other")
	all := c.feedback(t, "limit=1000")
	for list, event := range map[string]string{
		"positiveFeedback": "assistant_positive_feedback_submitted", "negativeFeedback": "assistant_negative_feedback_submitted",
	} {
		told := queried(t, s, `{"where":{"condition":{"field":"type","operator":"eq","value":"`+event+`"}},`+
			`"select":[{"type":"field","field":"messageId"}],"orderBy":[{"field":"createdAt","direction":"desc"}]}`)
		require.NotEmpty(t, told.Get("result").Array())
		require.ElementsMatch(t, texts(told.Get("result.#.messageId")), texts(all.Get(list+".#.messageId")))
		require.Equal(t, texts(all.Get(list+".#.messageId")), texts(all.Get(list+".#.message.id")))
		require.EqualValues(t, len(all.Get(list).Array()), all.Get(list+"Count").Int())
	}
	ids := texts(all.Get("positiveFeedback.#.id"))
	require.Equal(t, http.StatusCreated, nobody(s).send(t, http.MethodPut, "/__understudy/snapshots/before", "").status)
	require.Equal(t, http.StatusOK, c.send(t, http.MethodDelete, "/feedback/"+ids[0], "").status)
	c.submit(t, `{"id":"`+ids[3]+`","type":"negative","messageId":"m"}`)
	left := c.feedback(t, "limit=1000")
	require.Equal(t, slices.Delete(slices.Clone(ids), 3, 4)[1:], texts(left.Get("positiveFeedback.#.id")), "each in its place")
	require.Equal(t, all.Get("negativeFeedbackCount").Int()+1, left.Get("negativeFeedbackCount").Int())
	require.Equal(t, all.Raw, other.feedback(t, "limit=1000").Raw)
	for _, back := range []string{"/__understudy/snapshots/before/restore", "/__understudy/reset"} {
		require.Equal(t, http.StatusOK, nobody(s).post(t, back, "").status)
		require.Equal(t, all.Raw, c.feedback(t, "limit=1000").Raw)
		c.submit(t, `{"type":"positive","messageId":"m"}`)
	}
}
