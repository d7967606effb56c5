package kit

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
)

func TestFoldedLettersDoNotExplainOtherValues(t *testing.T) {
	t.Parallel()
	const others = listsBy + "user_id show other events"
	s, planted := world(6)
	q := s.WithDefaults(Query{Op: Get, User: "MIA"})
	v := &Sighting{q: q, right: map[*RunEvent]bool{}, got: map[*RunEvent]bool{planted[0]: true}, planted: planted[:1]}
	failed := []conformance.Case{
		{Check: conformance.Check{ID: "folded"}, Failure: conformance.Failure{LooksLike: CaseFolded, Observed: v}},
		{Check: conformance.Check{ID: "others"}, Failure: conformance.Failure{Symptoms: symptom(others, "CHL-FLT-3")}},
	}
	causes := Diagnose(unable(t), s, failed)
	require.Len(t, causes, 1)
	require.Equal(t, others, causes[0].Shows)
	require.Equal(t, []string{"folded", "others"}, causes[0].Explains)
	require.Empty(t, Diagnose(unable(t), s, failed[:1]))
}
