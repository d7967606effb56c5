package variant_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const opinion = `{"id":"probe","type":"negative","messageId":"m","details":"d","reasons":[{"label":"l","details":"d"}]}`

// dated submits feedback of the first instant of a year.
func dated(t *testing.T, c client, id, kind, year string) {
	t.Helper()
	got := c.post(t, "/feedback", `{"id":"`+id+`","type":"`+kind+`","messageId":"m","createdAt":"`+year+`-01-01T00:00:00Z"}`)
	require.Equal(t, http.StatusOK, got.StatusCode)
}

// lengthOf is that of a list of an answer.
func lengthOf(t *testing.T, got answer, list string) int {
	t.Helper()
	all, _ := got.members(t)[list].([]any)
	return len(all)
}

// feedbackListProbes look at the first piece of each list.
func feedbackListProbes() map[string]probe {
	return map[string]probe{
		"inkeep.feedback-oldest-first": func(t *testing.T, c client) bool {
			c.auth = bearer
			dated(t, c, c.name, "negative", "2099")
			got := c.get(t, "/feedback?limit=1")
			return lengthOf(t, got, "negativeFeedback") == 1 && !strings.Contains(got.body, `"`+c.name+`"`)
		},
		"inkeep.feedback-together": func(t *testing.T, c client) bool {
			c.auth = bearer
			dated(t, c, c.name+"good", "positive", "2020")
			dated(t, c, c.name+"bad", "negative", "2020")
			got := c.get(t, "/feedback?limit=1")
			return lengthOf(t, got, "positiveFeedback")+lengthOf(t, got, "negativeFeedback") == 1
		},
	}
}

// feedbackProbes submit feedback first.
func feedbackProbes() map[string]probe {
	read := func(path string, differs func(t *testing.T, got answer) bool) probe {
		return func(t *testing.T, c client) bool {
			c.auth = bearer
			require.Equal(t, http.StatusOK, c.post(t, "/feedback", opinion).StatusCode)
			return differs(t, c.get(t, path))
		}
	}
	post := func(status int, bodies ...string) probe {
		return func(t *testing.T, c client) bool {
			c.auth = bearer
			var last answer
			for _, body := range bodies {
				last = c.post(t, "/feedback", body)
			}
			return last.StatusCode == status
		}
	}
	return map[string]probe{
		"inkeep.no-feedback": post(http.StatusNotFound, opinion),
		"inkeep.feedback-unread": read("/feedback/probe",
			func(_ *testing.T, got answer) bool { return got.StatusCode == http.StatusMethodNotAllowed }),
		"inkeep.feedback-later": read("/feedback/probe",
			func(_ *testing.T, got answer) bool { return got.StatusCode == http.StatusNotFound }),
		"inkeep.feedback-counts-of-page": read("/feedback?limit=1", func(t *testing.T, got answer) bool {
			return got.members(t)["negativeFeedbackCount"] == float64(1)
		}),
		"inkeep.feedback-bare": read("/feedback/probe",
			func(_ *testing.T, got answer) bool { return !strings.Contains(got.body, `"sources"`) }),
		"inkeep.feedback-enriched": read("/feedback/probe",
			func(_ *testing.T, got answer) bool { return strings.Contains(got.body, `"organizationId"`) }),
		"inkeep.feedback-in-parts": func(t *testing.T, c client) bool {
			c.auth = bearer
			c.post(t, "/conversations", `{"id":"c","type":"openai","messages":[{"id":"m","role":"user","content":"q"}]}`)
			c.post(t, "/feedback", opinion)
			return strings.Contains(c.get(t, "/feedback/probe").body, `"content":[{"text":"q","type":"text"}]`)
		},
		"inkeep.feedback-once": post(http.StatusUnprocessableEntity, opinion, strings.Replace(opinion, "probe", "another", 1)),

		"inkeep.feedback-of-known":    post(http.StatusNotFound, opinion),
		"inkeep.reasons-need-details": post(http.StatusUnprocessableEntity, strings.Replace(opinion, `,"details":"d"}]`, `}]`, 1)),
		"inkeep.feedback-merged": func(t *testing.T, c client) bool {
			c.auth = bearer
			c.post(t, "/feedback", opinion)
			return c.post(t, "/feedback", `{"id":"probe","type":"negative","messageId":"m"}`).members(t)["details"] == "d"
		},
		"inkeep.web-feedback": func(t *testing.T, c client) bool {
			c.auth = "Bearer demo-web-key"
			return c.post(t, "/feedback", opinion).StatusCode == http.StatusOK
		},
	}
}
