package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAPlanMayBeUTF16(t *testing.T) {
	const plan = `{"events":{"é":{}}}`
	for name, text := range map[string]string{
		"utf-8 with a mark": "\ufeff" + plan,
		"utf-16 le":         "\xff\xfe{\x00}\x00",
		"utf-16 be":         "\xfe\xff\x00{\x00}",
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "plan.json")
			require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
			got, err := readPlan(path)
			require.NoError(t, err)
			require.Contains(t, []string{plan, "{}"}, string(got))
		})
	}
	path := filepath.Join(t.TempDir(), "plan.json")
	require.NoError(t, os.WriteFile(path, []byte("\xff\xfe\x00\x00{\x00\x00\x00"), 0o600))
	_, err := readPlan(path)
	require.ErrorContains(t, err, "the text is UTF-32: save it as UTF-8")
}
