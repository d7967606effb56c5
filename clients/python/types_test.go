// Package python holds types.py to the document of the mock's own endpoints, from which it is written: -update writes it anew.
package python

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

var update = flag.Bool("update", false, "write types.py anew")

const typesFile = "src/understudy_mock/types.py"

// roots are the schemas that the client takes and returns.
var roots = []string{
	"Clock", "Coverage", "Exchange", "ExchangeList", "Expectation", "ExpectationResult", "Explanation", "FaultList", "ImportResult",
	"NewFault", "Problem", "ResetResult", "Rule", "SnapshotChanges", "TrackingPlan", "ViolationList",
}

// durations are members of what the client sends that may be a timedelta, too.
var durations = []string{"delay", "drip", "for", "p50", "p99", "quiet", "within"}

// schema is what types are made of. Members keep the order of the document.
type schema struct {
	Ref         string `yaml:"$ref"`
	Type        string
	Description string
	Enum        []any
	Required    []string
	Properties  yaml.Node
	Items       *schema
	AnyOf       []schema  `yaml:"anyOf"`
	Additional  yaml.Node `yaml:"additionalProperties"`
}

type member struct {
	name string
	schema
}

func TestTypesAreThoseOfTheDocument(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../spec/control/openapi.yaml")
	require.NoError(t, err)
	var document struct {
		Components struct{ Schemas map[string]schema }
	}
	require.NoError(t, yaml.Unmarshal(text, &document))
	w := writer{schemas: document.Components.Schemas, wanted: map[string]bool{}}
	for _, name := range roots {
		w.want(t, name)
	}
	want := w.file(t)
	if *update {
		require.NoError(t, os.WriteFile(typesFile, []byte(want), 0o600))
	}
	got, err := os.ReadFile(typesFile)
	require.NoError(t, err)
	require.Equal(t, want, string(got), "go test ./clients/python -update writes it anew")
}

type writer struct {
	schemas map[string]schema
	wanted  map[string]bool
}

// want notes a schema, and those that it is made of.
func (w *writer) want(t *testing.T, name string) {
	t.Helper()
	s, ok := w.schemas[name]
	require.True(t, ok, name)
	if w.wanted[name] {
		return
	}
	w.wanted[name] = true
	for _, m := range s.members(t) {
		for _, ref := range m.refs(t) {
			w.want(t, ref)
		}
	}
	for _, ref := range s.refs(t) {
		w.want(t, ref)
	}
}

func (s schema) members(t *testing.T) []member {
	t.Helper()
	var all []member
	for i := 0; i+1 < len(s.Properties.Content); i += 2 {
		m := member{name: s.Properties.Content[i].Value}
		require.NoError(t, s.Properties.Content[i+1].Decode(&m.schema))
		all = append(all, m)
	}
	return all
}

// more is the schema of members without a name, if there is one.
func (s schema) more(t *testing.T) *schema {
	t.Helper()
	if s.Additional.Kind != yaml.MappingNode {
		return nil
	}
	var values schema
	require.NoError(t, s.Additional.Decode(&values))
	return &values
}

func (s schema) refs(t *testing.T) []string {
	t.Helper()
	var all []string
	if s.Ref != "" {
		all = append(all, strings.TrimPrefix(s.Ref, "#/components/schemas/"))
	}
	parts := slices.Clone(s.AnyOf)
	for _, part := range []*schema{s.Items, s.more(t)} {
		if part != nil {
			parts = append(parts, *part)
		}
	}
	for _, part := range parts {
		all = append(all, part.refs(t)...)
	}
	return all
}

// python is the type as Python writes it.
func (s schema) python(t *testing.T) string {
	t.Helper()
	switch {
	case s.Ref != "":
		return s.refs(t)[0]
	case s.AnyOf != nil:
		var all []string
		for _, part := range s.AnyOf {
			all = append(all, part.python(t))
		}
		return strings.Join(all, " | ")
	case s.Type == "string" && s.Enum != nil:
		var all []string
		for _, value := range s.Enum {
			all = append(all, fmt.Sprintf("%q", value))
		}
		return "Literal[" + strings.Join(all, ", ") + "]"
	case s.Type == "array":
		return "list[" + s.Items.python(t) + "]"
	case s.Type == "object" && s.more(t) != nil:
		return "dict[str, " + s.more(t).python(t) + "]"
	}
	switch s.Type {
	case "string":
		return "str"
	case "integer":
		return "int"
	case "number":
		return "float"
	case "boolean":
		return "bool"
	case "object":
		return "dict[str, Any]"
	}
	return "Any"
}
