package spec_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/understudy-mock/understudy/spec"
)

// FuzzLoad reads any document. One that is taken is kept as it was given, and is the same contract when it is written as JSON, which
// is YAML too.
func FuzzLoad(f *testing.F) {
	src := shelfSource(f)
	f.Add(src.Document)
	f.Add([]byte("openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\n"))
	f.Add([]byte("a: &a [*a]\n"))
	f.Add([]byte("a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n" +
		"d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n" +
		"e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\n" +
		"h: [*g,*g,*g,*g,*g,*g,*g,*g,*g]\n"))
	f.Add([]byte("openapi: 3.0.3\ninfo: {title: 0x1p4, version: .inf}\npaths: {<<: {}}\n"))
	f.Fuzz(func(t *testing.T, document []byte) {
		c, err := spec.Load(spec.Source{Name: "any", Document: document})
		if err != nil {
			return
		}
		require.True(t, bytes.Equal(document, c.Document()))
		var value any
		require.NoError(t, yaml.Unmarshal(document, &value))
		asJSON, err := json.Marshal(value)
		if err != nil {
			return // a name that is no text, in an extension
		}
		again, err := spec.Load(spec.Source{Name: "any", Document: asJSON})
		require.NoError(t, err, "%s", asJSON)
		require.Len(t, again.Operations(), len(c.Operations()))
	})
}
