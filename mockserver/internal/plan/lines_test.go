package plan

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReadLines(t *testing.T) {
	lines := ReadLines([]byte("\n{\"a/b\":\n[1,\n{\"c\":{}}],\n\"d\"\n:2,\"d\":\n3}"))
	require.Equal(t, Lines{"": 2, "/a~1b": 2, "/a~1b/0": 3, "/a~1b/1": 4, "/a~1b/1/c": 4, "/d": 6}, lines)
	require.Equal(t, 4, lines.of("/a~1b/1/c/nothing/there"))
	require.Equal(t, 2, lines.of("/none"))
	require.Zero(t, Lines(nil).of("/a"))
}

// FuzzReadLines wants each part of any JSON to have a line of the text.
func FuzzReadLines(f *testing.F) {
	f.Add([]byte("{\n\"events\": {\"a\":\n{\"required\":[\n\"b\"]}}}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		lines := ReadLines(text)
		var value any
		if json.Unmarshal(text, &value) != nil {
			return
		}
		var look func(value any, pointer string)
		look = func(value any, pointer string) {
			require.Positive(t, lines[pointer], pointer)
			require.LessOrEqual(t, lines[pointer], 1+bytes.Count(text, []byte("\n")))
			switch value := value.(type) {
			case map[string]any:
				for name, member := range value {
					look(member, pointer+"/"+escape(name))
				}
			case []any:
				for i, item := range value {
					look(item, fmt.Sprintf("%s/%d", pointer, i))
				}
			}
		}
		look(value, "")
	})
}
