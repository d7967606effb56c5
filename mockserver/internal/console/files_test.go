package console_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/console"
)

// mostBytes is what all that a page needs takes on its way, compressed, at most.
const mostBytes = 150_000

func TestFiles(t *testing.T) {
	files, err := console.Files()
	require.NoError(t, err)
	require.Contains(t, files, "", "the page")
	size := 0
	for name, f := range files {
		require.NotEmpty(t, f.Type, name)
		require.Regexp(t, `^W/"[0-9a-f]{16}"$`, f.Tag, name)
		r, err := gzip.NewReader(bytes.NewReader(f.Gzip))
		require.NoError(t, err, name)
		plain, err := io.ReadAll(r)
		require.NoError(t, err, name)
		require.Equal(t, string(f.Plain), string(plain), name)
		size += len(f.Gzip)
	}
	require.Less(t, size, mostBytes)
	t.Logf("%d bytes, compressed", size)
}

// TestThePageNamesItsFiles wants every file that the page names to be there, and none from elsewhere.
func TestThePageNamesItsFiles(t *testing.T) {
	files, err := console.Files()
	require.NoError(t, err)
	named := regexp.MustCompile(`(?:src|href)="([^"]+)"`).FindAllSubmatch(files[""].Plain, -1)
	require.GreaterOrEqual(t, len(named), 3)
	for _, n := range named {
		if name := string(n[1]); name != "/" && !strings.HasPrefix(name, "data:") {
			require.Regexp(t, `^\./`, name)
			require.Contains(t, files, name[2:])
		}
	}
}
