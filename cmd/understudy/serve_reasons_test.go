package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// TestReasonsThatAreNotShownAreCounted wants every violation told: shown, counted by one that is like it, or said to be left out.
func TestReasonsThatAreNotShownAreCounted(t *testing.T) {
	shown := []mockserver.Recorded{{RequestID: "a", Times: 1}, {RequestID: "b", Times: 3}}
	for left, rules := range map[string]map[string]int64{
		"":  {"body.type": 4},
		"5": {"body.type": 7, "path.format": 2},
	} {
		var said strings.Builder
		printReasons(&said, shown, rules)
		require.Equal(t, 1, strings.Count(said.String(), "request b, namespace , the latest of 3"))
		_, tail, told := strings.Cut(said.String(), "violations before the 2 above that are not shown: ")
		require.Equal(t, left != "", told)
		require.Equal(t, left, strings.TrimSpace(tail))
	}
}
