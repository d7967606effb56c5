package report_test

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/report"
)

func TestSourcesAreLinks(t *testing.T) {
	t.Run("in_html", func(t *testing.T) {
		page := written(t, "html", sample(), report.Options{})
		require.Contains(t, page, `<footer><a href="`+samplePage+`" rel="noreferrer">CHL-TIME-2</a>, must: <a href="`+sampleSource+
			`" rel="noreferrer">Events reference: end_time</a></footer>`)
		require.Contains(t, page, `<td class="short"><code><a href="`+samplePage+`" rel="noreferrer">CHL-TIME-2</a></code></td>`)
		require.Contains(t, page, `<td data-label="Source"><a href="`+sampleSource+`" rel="noreferrer">Events reference: end_time</a></td>`)
	})
	t.Run("in_markdown", func(t *testing.T) {
		summary := written(t, "markdown", sample(), report.Options{})
		require.Contains(t, summary, "| [CHL-TIME-2]("+samplePage+") |")
		require.Contains(t, summary, "**source**: [CHL-TIME-2]("+samplePage+"), [Events reference: end\\_time]("+sampleSource+")\n")
		require.Contains(t, summary, "**source**: CHL-PAGE-2, Events reference: page\\_token\n", "a URL that is more than one is left out")
	})
	t.Run("that_lead_to_nothing_but_pages", func(t *testing.T) {
		for _, href := range regexp.MustCompile(`href="([^"]*)"`).FindAllStringSubmatch(written(t, "html", sample(), report.Options{}),
			-1) {
			require.Regexp(t, `^(#|https://example\.com/(reference|docs)/)`, href[1])
		}
	})
}
