package mockserver_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// INK-QRY-3, INK-QRY-30, INK-QRY-33, INK-QRY-48, INK-QRY-49.
func TestQueriesOfFeedback(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, mockserver.Options{Scenario: "empty"})
	c := apiKey(s)
	c.converse(t, `{"id":"c-1","type":"openai","projectId":null,"messages":[{"role":"user","content":"q"},`+
		`{"role":"assistant","content":"a","id":"m-1"}]}`)
	c.submit(t, `{"id":"f-1","type":"negative","messageId":"m-1","createdAt":"2026-01-14T09:00:00Z","updatedAt":"2026-01-14T10:00:00Z",`+
		`"reasons":[{"label":"wrong","details":"<b> & \"é\""},{"label":"old"}],"details":"d","properties":{"n":1.50,"z":null},`+
		`"userProperties":{"userId":"u"},"sources":[{"type":"new","url":"u"}]}`)
	c.submit(t, `{"id":"f-2","type":"positive","messageId":"gone","createdAt":"2026-01-15T09:00:00Z","updatedAt":"2026-01-15T09:00:00Z"}`)
	c.submit(t, `{"id":"f-3","type":"positive","messageId":"m-1","createdAt":"2026-01-13T09:00:00Z","updatedAt":"2026-01-13T09:00:00Z",`+
		`"reasons":[]}`)
	const id = `"select":[{"type":"field","field":"id"}]`
	where := func(field, operator, value string) string {
		return `{` + id + `,"where":{"condition":{"field":"` + field + `","operator":"` + operator + `","value":` + value + `}}}`
	}
	for query, want := range map[string]string{
		`{"where":{"condition":{"field":"id","operator":"neq","value":"f-3"}}}`: `[` +
			`{"id":"f-2","type":"positive","messageId":"gone","createdAt":"2026-01-15T09:00:00.000Z",` +
			`"updatedAt":"2026-01-15T09:00:00.000Z","reasons":null,"sources":null,"details":null,"properties":null,"userProperties":null,` +
			`"projectId":null,"integrationId":null},` +
			`{"id":"f-1","type":"negative","messageId":"m-1","createdAt":"2026-01-14T09:00:00.000Z",` +
			`"updatedAt":"2026-01-14T10:00:00.000Z","reasons":[{"label":"wrong","details":"<b> & \"é\""},{"label":"old","details":""}],` +
			`"sources":[{"type":"new","title":null,"url":"u"}],"details":"d","properties":{"n":1.50,"z":null},` +
			`"userProperties":{"userId":"u"},"conversationId":"c-1","projectId":null,"integrationId":"demo-api-integration"}]`,
		`{` + id + `}`:                                                   `[{"id":"f-2"},{"id":"f-1"},{"id":"f-3"}]`,
		where("conversationId", "eq", `"c-1"`):                           `[{"id":"f-1"},{"id":"f-3"}]`,
		where("integrationId", "isNull", `0`):                            `[{"id":"f-2"}]`,
		where("createdAt", "gt", `"2026-01-14T00:00:00Z"`):               `[{"id":"f-2"},{"id":"f-1"}]`,
		where("updatedAt", "lt", `"2026-01-14T09:30:00Z"`):               `[{"id":"f-3"}]`,
		where("reasons", "eq", `{"path":["1","label"],"value":"old"}`):   `[{"id":"f-1"}]`,
		where("reasons", "jsonArrayContainsObject", `{"label":"wrong"}`): `[{"id":"f-1"}]`,
		where("reasons", "isNull", `0`):                                  `[{"id":"f-2"}]`,
		where("details", "isNotNull", `0`):                               `[{"id":"f-1"}]`,
		`{"groupBy":[{"field":"type"}],"select":[{"type":"aggregation","aggregation":"count"}],` +
			`"orderBy":[{"field":"type","direction":"asc"}]}`: `[` +
			`{"type":"negative","count":1},{"type":"positive","count":2}]`,
		`{"select":[{"type":"time","timeUnit":"month"},{"type":"aggregation","aggregation":"countDistinct","field":"messageId"}]}`: `[` +
			`{"createdAt_month":"2026-01-01T00:00:00.000Z","countDistinct_messageId":2}]`,
	} {
		require.Equal(t, want, queriedOf(t, s, "feedback", query).Get("result").Raw, query)
	}
	const line = `f-1,"[{""label"":""wrong"",""details"":""<b> & \""é\""""},{""label"":""old"",""details"":""""}]",1.50,`
	require.Equal(t, "id,reasons,properties.n,properties.z\n"+line+"\n", asCSV(t, s, "feedback", `{"select":[`+
		`{"type":"field","field":"id"},{"type":"field","field":"reasons"},{"type":"field","field":"properties"}],`+
		`"where":{"condition":{"field":"type","operator":"eq","value":"negative"}}}`))
	require.Equal(t, `["n","z"]`, membersOf(t, s, "keys", `{"field":"properties","views":["feedback_view"]}`))
	require.Equal(t, `["u"]`, membersOf(t, s, "values", `{"field":"userProperties","key":"userId",`+
		`"where":{"condition":{"field":"reasons","operator":"isNotNull"}}}`))
	webKey(s).raw(t, http.MethodPost, "/query/feedback", `{}`).refusedByInkeep(t, http.StatusForbidden, "a key of an API integration")
	c.raw(t, http.MethodPost, "/query/feedback/export", `{"groupBy":[{"field":"eventType"}]}`).
		refusedByInkeep(t, http.StatusUnprocessableEntity, "/groupBy/0/field")
}

// Seeded feedback that is asked for is that of the list, and its conversations are there.
func TestQueriedFeedbackIsThatOfTheList(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, seeded(1500))
	list := apiKey(s).feedback(t, "limit=1000")
	for _, kind := range []string{"positive", "negative"} {
		found := queriedOf(t, s, "feedback", `{"select":[{"type":"field","field":"id"},{"type":"field","field":"conversationId"}],`+
			`"where":{"condition":{"field":"type","operator":"eq","value":"`+kind+`"}}}`)
		require.NotEmpty(t, found.Get("result").Array())
		require.Equal(t, texts(list.Get(kind+"Feedback.#.id")), texts(found.Get("result.#.id")))
		require.Equal(t, texts(list.Get(kind+"Feedback.#.conversation.id")), texts(found.Get("result.#.conversationId")))
	}
	all := queriedOf(t, s, "feedback", `{"select":[{"type":"field","field":"createdAt"}]}`)
	before := "9999"
	for _, at := range texts(all.Get("result.#.createdAt")) {
		require.LessOrEqual(t, at, before, "the latest first")
		before = at
	}
	n := list.Get("positiveFeedbackCount").Int() + list.Get("negativeFeedbackCount").Int()
	require.Equal(t, []int64{n, n}, []int64{all.Get("total").Int(), all.Get("count").Int()})
}
