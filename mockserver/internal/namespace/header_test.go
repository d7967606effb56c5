package namespace

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/credential"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func TestHeadersThatMostClientsWrite(t *testing.T) {
	const usual = "Bearer secret-key"
	is := func(sent string) bool {
		w, other := wordsOf(usual), wordsOf(sent)
		return w.is(&other)
	}
	require.True(t, is(usual))
	for _, other := range []string{"", "Bearer secret-ke", "Bearer secret-keys", "bearer secret-key", usual + "\x00", usual + " "} {
		require.False(t, is(other), "%q", other)
	}
	none, long := wordsOf(""), wordsOf(strings.Repeat("x", 121))
	require.False(t, none.is(&none))
	require.Equal(t, none, long)
	whole := wordsOf(strings.Repeat("x", 120))
	require.True(t, whole.is(&whole))
}

// TestHeadersOfOtherClients holds what is compared as it was sent to what is read.
func TestHeadersOfOtherClients(t *testing.T) {
	long := strings.Repeat("k", 200)
	kind := credential.Kind{
		Name: "key", API: "keys", Demo: []credential.Credential{{Kind: "key", Secret: "one"}},
		Who: func(c credential.Credential) credential.Identity { return credential.Identity{Project: c.Secret} },
	}
	scheme := pipeline.Scheme{Name: "Bearer", Decode: pipeline.DecodeBearer, Encode: pipeline.EncodeBearer}
	ask := newAuthenticator(AuthStrict, scheme, credential.Kinds{kind}, []credential.Credential{
		{Kind: "key", Secret: "one"}, {Kind: "key", Secret: "two"}, {Kind: "key", Secret: long},
	})
	for header, want := range map[string]string{
		"Bearer one": "one", "bearer one": "one", "Bearer  one ": "one", "Bearer two": "two", "Bearer " + long: long,
		"Bearer three": "", "Bearer one\x00": "", "Bearer on": "", "Bearer": "", "": "", "Basic one": "",
	} {
		who, err := ask(http.Header{"Authorization": {header}})
		require.Equal(t, want, who.Project, "%q", header)
		require.Equal(t, want == "", err != nil, "%q", header)
	}
	_, err := ask(http.Header{"Authorization": {"Bearer one", "Bearer one"}})
	require.Error(t, err)
}
