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
			got, read, err := readPlan(path)
			require.NoError(t, err)
			require.Equal(t, path, read)
			require.Contains(t, []string{plan, "{}"}, string(got))
		})
	}
	path := filepath.Join(t.TempDir(), "plan.json")
	require.NoError(t, os.WriteFile(path, []byte("\xff\xfe\x00\x00{\x00\x00\x00"), 0o600))
	_, _, err := readPlan(path)
	require.ErrorContains(t, err, "the text is UTF-32: save it as UTF-8")
}

// TestWhereAPlanIs names a file below the working directory from there, another as a whole, and a pipe not at all.
func TestWhereAPlanIs(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.Mkdir("here", 0o700))
	require.NoError(t, os.WriteFile("plan.json", []byte("{}"), 0o600))
	whole, err := filepath.Abs("plan.json")
	require.NoError(t, err)
	for name, want := range map[string]string{
		"": "", "plan.json": "plan.json", "./here/../plan.json": "plan.json", whole: "plan.json", os.DevNull: "",
	} {
		_, got, err := readPlan(name)
		require.NoError(t, err)
		require.Equal(t, want, got, name)
	}
	t.Chdir("here")
	_, got, err := readPlan("../plan.json")
	require.NoError(t, err)
	require.Equal(t, whole, got)
}
