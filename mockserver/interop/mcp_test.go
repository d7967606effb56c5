//go:build interop

package interop

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
)

// assistant is at the other end of the MCP server of Inkeep's SDK, which an assistant starts and talks to in lines of JSON.
type assistant struct {
	to   io.Writer
	from *bufio.Scanner
	last int
}

func startMCP(t *testing.T, m *mock, key string) *assistant {
	t.Helper()
	cmd := command(t, patience, "node", tool(t, "node_modules", "@inkeep", "inkeep-analytics", "bin", "mcp-server.js"), "start",
		"--server-url", m.URL, "--api-integration-key", key)
	to, err := cmd.StdinPipe()
	require.NoError(t, err)
	from, err := cmd.StdoutPipe()
	require.NoError(t, err)
	cmd.Stderr = os.Stderr
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = to.Close()
		_ = cmd.Cancel()
		_ = cmd.Wait() // it was killed
	})
	a := &assistant{to: to, from: bufio.NewScanner(from)}
	a.from.Buffer(nil, 16<<20)
	a.ask(t, "initialize", `{"protocolVersion":"2024-11-05","capabilities":{},"clientInfo":{"name":"test","version":"1"}}`)
	_, err = fmt.Fprintln(to, `{"jsonrpc":"2.0","method":"notifications/initialized"}`)
	require.NoError(t, err)
	return a
}

// ask sends a request and returns the result.
func (a *assistant) ask(t *testing.T, method, params string) gjson.Result {
	t.Helper()
	a.last++
	_, err := fmt.Fprintf(a.to, `{"jsonrpc":"2.0","id":%d,"method":%q,"params":%s}`+"\n", a.last, method, params)
	require.NoError(t, err)
	for a.from.Scan() {
		if answer := gjson.ParseBytes(a.from.Bytes()); answer.Get("id").Int() == int64(a.last) {
			require.False(t, answer.Get("error").Exists(), answer.Raw)
			return answer.Get("result")
		}
	}
	require.Fail(t, "the MCP server ended", "%v", a.from.Err())
	return gjson.Result{}
}

// call calls a tool with a request of the SDK and returns what it says.
func (a *assistant) call(t *testing.T, tool string, request object) (said gjson.Result, failed bool) {
	t.Helper()
	params, err := json.Marshal(object{"name": tool, "arguments": object{"request": request}})
	require.NoError(t, err)
	result := a.ask(t, "tools/call", string(params))
	return gjson.Parse(result.Get("content.0.text").Str), result.Get("isError").Bool()
}

// TestMCP has the MCP server of the official SDK list, ask and give feedback.
func TestMCP(t *testing.T) {
	t.Parallel()
	m := startMock(t)
	a := startMCP(t, m, "demo-api-key")
	works := func(tool string, request object) gjson.Result {
		t.Helper()
		said, failed := a.call(t, tool, request)
		require.False(t, failed, "%s: %s", tool, said.Raw)
		return said
	}

	listed := works("conversations-list", object{"limit": 2})
	require.Len(t, listed.Get("conversations").Array(), 2, listed.Raw)
	message := listed.Get("conversations.0.messages.1.id").Str
	require.NotEmpty(t, message)
	given := works("feedback-submit", object{"type": "positive", "messageId": message})
	require.Equal(t, message, given.Get("messageId").Str)
	require.Equal(t, given.Get("id").Str, works("feedback-list", object{"limit": 1}).Get("positiveFeedback.0.id").Str)

	counted := works("query-query-events", object{
		"select":  []any{object{"type": "aggregation", "aggregation": "count"}},
		"groupBy": []any{object{"field": "type"}},
	})
	require.Greater(t, len(counted.Get("data.result").Array()), 3, counted.Raw)
	require.Positive(t, counted.Get("data.result.0.count").Int())
	keys := works("query-query-property-keys", object{"field": "properties"})
	require.NotEmpty(t, keys.Get("results").Array(), keys.Raw)
	require.NotEmpty(t, works("top-search-queries", object{}).Get("data.result").Array())

	writes := startMCP(t, m, "demo-web-key")
	said, failed := writes.call(t, "conversations-list", object{})
	require.True(t, failed, "a key that may only write lists: %s", said.Raw)
}
