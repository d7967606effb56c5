package namespace_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/namespace"
	"github.com/understudy-mock/understudy/mockserver/internal/wire"
)

func TestARequestThatNeverCameWholeIsInTheJournal(t *testing.T) {
	n := start(t, namespace.Options{})
	n.Stray("the head of a request never came whole", wire.Sighted{First: "POST /v1/echo?a=b HTTP/1.1\r\n"})
	n.Stray("the head of a request never came whole", wire.Sighted{First: "GE"})
	n.Stray("the head of a request never came whole", wire.Sighted{First: "GET /__understudy/healthz HTTP/1.1\r\n"})
	kept := n.Journal().All()
	require.Len(t, kept, 2, "one was for the mock itself")
	require.Equal(t, []any{"POST", "/v1/echo", "a=b", 0}, []any{kept[0].Method, kept[0].Path, kept[0].RawQuery, kept[0].Status})
	require.NotEmpty(t, kept[0].ID)
	require.Empty(t, kept[1].Method)
	require.Empty(t, kept[0].Violations)
}
