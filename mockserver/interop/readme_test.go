//go:build interop

package interop

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// signUpPage is a page with a button that tracks a signup so many times, on the API of the worker that the snippets are run for. All are
// answered before the click ends, so that what the snippets tell does not depend on how busy the machine is.
func signUpPage(base, plan string, times int) string {
	return fmt.Sprintf(`<button onclick="for (let i = 0; i < %d; i++) {
		const request = new XMLHttpRequest();
		request.open('POST', '%s/~worker-3/v1/bots/demobot1/events/track', false);
		request.setRequestHeader('Authorization', 'Basic ' + btoa('demo-token-id:demo-token-secret'));
		request.setRequestHeader('Content-Type', 'application/json');
		request.send(JSON.stringify({ event: 'signup', user_id: 'mia', attributes: { plan: '%s' } }));
	}">Sign up</button>`, times, base, plan)
}

// TestPlaywrightInTheReadme runs the README's snippets for Playwright as they are printed, but for the port, against a page that does
// what they expect and others that do not.
func TestPlaywrightInTheReadme(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	m := startMock(t)
	var snippets []string
	for _, block := range strings.Split(string(readme), "```js\n")[1:] {
		block, _, _ = strings.Cut(block, "```")
		snippets = append(snippets, strings.ReplaceAll(block, "http://127.0.0.1:4747", m.URL))
	}
	require.Len(t, snippets, 2)
	var outcomes map[string]string
	runScript(t, "readme.mjs", object{
		"chromium": chromium(t), "snippets": strings.Join(snippets, ""), "pages": object{
			"right": signUpPage(m.URL, "pro", 1), "twice": signUpPage(m.URL, "pro", 2), "never": signUpPage(m.URL, "pro", 0),
			"another": signUpPage(m.URL, "free", 1),
		},
	}, &outcomes)
	require.Equal(t, "passed", outcomes["right"])
	require.Contains(t, outcomes["twice"], "expected exactly 1, got 2")
	require.Contains(t, outcomes["never"], "expected exactly 1, got 0; requests in the journal: 0")
	require.Contains(t, outcomes["another"], `"got": "free"`)
}
