//go:build interop

package interop

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestSDKReadsTheEdges has the SDK read all that the scenario edges has, in each way that lists.
func TestSDKReadsTheEdges(t *testing.T) {
	t.Parallel()
	m := startMock(t, "--scenario", "edges")
	all := []any{object{"limit": 1000}}
	var calls []sdkCall
	for operation, args := range map[string][]any{
		"conversations.list": all, "feedback.list": all, "query.queryEvents": {object{}}, "query.conversations": {object{}},
		"query.queryFeedback": {object{}}, "query.querySemanticThreads": {object{}}, "query.exportSemanticThreadsQueryResults": {object{}},
		"query.queryPropertyKeys":   {object{"field": "userProperties"}},
		"query.queryPropertyValues": {object{"field": "userProperties", "key": "id"}}, "topSearchQueries": {object{}},
		"weeklySearchUsers": {object{}},
	} {
		calls = append(calls, sdkCall{Name: operation, Security: withAPIKey, Do: operation, Args: args})
	}
	for operation, answer := range callSDK(t, m, calls) {
		require.Nil(t, answer.Error, "%s: %+v", operation, answer.Error)
	}
}
