package spec_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec"
)

// TestPagesHaveEveryRow follows the link that reports and the fidelity list give for each row.
func TestPagesHaveEveryRow(t *testing.T) {
	for _, contract := range contracts(t) {
		for _, r := range contract.Requirements() {
			file, anchor, found := strings.Cut(strings.TrimPrefix(r.Page, spec.Repository), "#")
			require.True(t, found, r.Page)
			text, err := os.ReadFile("../" + file)
			require.NoError(t, err)
			require.Equal(t, 1, strings.Count(string(text), `<a id="`+anchor+`"></a>`), "%s lacks %s; run: make generate", file, r.ID)
		}
	}
}

// TestEveryOpenQuestionHasAName holds every row of level chosen to a question, so that Load sees when another row insists on the answer.
func TestEveryOpenQuestionHasAName(t *testing.T) {
	for _, contract := range contracts(t) {
		for _, r := range contract.Requirements() {
			if r.Level == spec.Chosen {
				require.NotEmpty(t, r.Questions, "%s: name the question that it answers, as other rows do that touch it", r.ID)
			}
		}
	}
}
