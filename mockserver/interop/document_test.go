//go:build interop

package interop

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// outOfReach lists the documented answers that no request through a proxy can provoke, by status or by operation and
// status, and why.
var outOfReach = map[string]string{
	"404":             "a proxy refuses a path that the document does not have",
	"408":             "a proxy reads the whole body before it passes it on",
	"431":             "the proxy's own limit is lower",
	"500":             "only a defect of the mock gives it",
	"503":             "it takes a search of more than ten seconds",
	"507":             "the mock would have to be full",
	"LogEvent 400":    "a proxy refuses a body that is not JSON; the SDK's test sends one",
	"LogEvent 403":    "the mock has one project, so that no key is good for another one",
	"QueryEvents 400": "a proxy refuses a body that is not JSON; the mock's own tests send one",

	"QueryConversations 400":    "a proxy refuses a body that is not JSON; the mock's own tests send one",
	"QuerySemanticThreads 400":  "a proxy refuses a body that is not JSON; the mock's own tests send one",
	"ExportSemanticThreads 400": "a proxy refuses a body that is not JSON; the mock's own tests send one",
	"QueryFeedback 400":         "a proxy refuses a body that is not JSON; the mock's own tests send one",
	"ExportFeedback 400":        "a proxy refuses a body that is not JSON; the mock's own tests send one",
	"ExportEvents 400":          "a proxy refuses a body that is not JSON; the mock's own tests send one",
	"ExportConversations 400":   "a proxy refuses a body that is not JSON; the mock's own tests send one",
	"QueryPropertyKeys 400":     "a proxy refuses a body that is not JSON; the mock's own tests send one",
	"QueryPropertyValues 400":   "a proxy refuses a body that is not JSON; the mock's own tests send one",
	"GetTopSearchQueries 422":   "it has no body",
	"GetWeeklySearchUsers 422":  "it has no body",

	"LogConversation 400":             "a proxy refuses a body that is not JSON; the mock's own tests send one",
	"LogConversation 403":             "the mock has one project, so that no key is good for another one",
	"LogConversation 404":             "nothing that it names has to be there",
	"ListConversations 404":           "a project that is not there has no key",
	"ListConversations 422":           "it has no body",
	"GetConversation 400":             "every text is the name of a conversation that may be there",
	"GetConversation 403":             "the mock has one project, so that no key is good for another one",
	"GetConversation 422":             "it has no body",
	"DeleteConversation 400":          "every text is the name of a conversation that may be there",
	"DeleteConversation 403":          "the mock has one project, so that no key is good for another one",
	"DeleteConversation 422":          "it has no body",
	"GetConversationByExternalID 400": "every text is the name of a conversation that may be there",
	"GetConversationByExternalID 422": "it has no body",
	"SubmitFeedback 400":              "a proxy refuses a body that is not JSON; the mock's own tests send one",
	"ListFeedback 404":                "a project that is not there has no key",
	"ListFeedback 422":                "it has no body",
	"GetFeedback 400":                 "every text is the name of feedback that may be there",
	"GetFeedback 422":                 "it has no body",
	"DeleteFeedback 400":              "every text is the name of feedback that may be there",
	"DeleteFeedback 422":              "it has no body",
}

// openapi is what the walk needs to know of a document, read without the project's own code.
type openapi struct {
	Paths map[string]map[string]yaml.Node `yaml:"paths"`
}

// operation is one method of one path.
type operation struct {
	OperationID string               `yaml:"operationId"`
	Responses   map[string]yaml.Node `yaml:"responses"`
}

func readDocument(t testing.TB, path string) openapi {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	var doc openapi
	require.NoError(t, yaml.Unmarshal(text, &doc))
	return doc
}

// documentPaths returns the paths of a document with every parameter filled in.
func documentPaths(t testing.TB, path string) []string {
	t.Helper()
	var paths []string
	for template := range readDocument(t, path).Paths {
		var parts []string
		for part := range strings.SplitSeq(template, "/") {
			if strings.HasPrefix(part, "{") {
				part = "demobot1"
			}
			parts = append(parts, part)
		}
		paths = append(paths, strings.Join(parts, "/"))
	}
	slices.Sort(paths)
	return paths
}

// requireWholeDocument fails if the walk leaves out an operation, or an answer that the document declares for it.
func requireWholeDocument(t *testing.T, path string, walk []step) {
	t.Helper()
	seen := map[string]bool{}
	for _, s := range walk {
		seen[fmt.Sprint(s.operation, " ", s.status)] = true
	}
	for template, item := range readDocument(t, path).Paths {
		for method, node := range item {
			if !slices.Contains([]string{"get", "post", "put", "patch", "delete"}, method) {
				continue
			}
			var op operation
			require.NoError(t, node.Decode(&op), "%s %s", method, template)
			for status := range op.Responses {
				exchange := op.OperationID + " " + status
				if outOfReach[status] == "" && outOfReach[exchange] == "" {
					require.True(t, seen[exchange], "the walk never sees %s", exchange)
				}
			}
		}
	}
}
