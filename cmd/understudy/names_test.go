package main

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// named finds what the documents call by the name of a variant or a misbehaviour.
var named = regexp.MustCompile(`(?:variants?|misbehave|"variants": ?\[|misbehaviour)[ =:"\[]+"?([a-z]+\.[a-z0-9-]+)`)

// TestDocumentsNameWhatThereIs looks for variants and misbehaviours in what users read.
func TestDocumentsNameWhatThereIs(t *testing.T) {
	var there []string
	for _, v := range mockserver.Variants() {
		there = append(there, v.Name)
	}
	for _, m := range mockserver.Misbehaviours() {
		there = append(there, m.Name)
	}
	for file, least := range map[string]int{
		"../../README.md": 4, "../../spec/control/openapi.yaml": 2, "testdata/script/usage.txtar": 2,
	} {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		found := named.FindAllStringSubmatch(string(text), -1)
		require.GreaterOrEqual(t, len(found), least, file)
		for _, match := range found {
			require.True(t, slices.Contains(there, match[1]), "%s: there is no %s", file, match[1])
		}
	}
}
