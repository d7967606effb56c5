package python

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

const head = `"""What the mock's own endpoints take and answer, as its OpenAPI document has it. Written from that: do not edit."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Literal, TypedDict

#: A length of time; as a text as Go writes it, such as 250ms or 24h.
Duration = str | timedelta
`

// keywords are names of members that no class of Python can have.
var keywords = []string{"for", "in"}

func (w *writer) file(t *testing.T) string {
	t.Helper()
	var out strings.Builder
	out.WriteString(head)
	for _, name := range slices.Sorted(maps.Keys(w.wanted)) {
		s := w.schemas[name]
		members := s.members(t)
		if members == nil {
			fmt.Fprintf(&out, "\n#: %s\n%s = %s\n", sentence(s.Description), name, s.python(t))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(w.wanted)) {
		s := w.schemas[name]
		if members := s.members(t); members != nil {
			writeClass(t, &out, name, s, members)
		}
	}
	return out.String()
}

func writeClass(t *testing.T, out *strings.Builder, name string, s schema, members []member) {
	t.Helper()
	optional := func(m member) bool { return !slices.Contains(s.Required, m.name) }
	keyword := func(m member) bool { return slices.Contains(keywords, m.name) }
	some := slices.ContainsFunc(members, optional)
	base := "TypedDict"
	// Members that have to be there, and such whose names are keywords, stand in classes before.
	if required := slices.DeleteFunc(slices.Clone(members), optional); some && len(required) > 0 {
		base = "_" + name
		writeMembers(t, out, base, "TypedDict", "", true, required)
		members = slices.DeleteFunc(slices.Clone(members), func(m member) bool { return !optional(m) })
	}
	if named := slices.DeleteFunc(slices.Clone(members), func(m member) bool { return !keyword(m) }); len(named) > 0 {
		fmt.Fprintf(out, "\n\n_%sNames = TypedDict(\"_%sNames\", {", name, name)
		for i, m := range named {
			fmt.Fprintf(out, "%s%q: %q", []string{"", ", "}[min(i, 1)], m.name, m.typed(t))
		}
		fmt.Fprintf(out, "}%s)\n", map[bool]string{true: ", total=False", false: ""}[some])
		base = "_" + name + "Names"
		members = slices.DeleteFunc(slices.Clone(members), keyword)
	}
	writeMembers(t, out, name, base, s.Description, !some, members)
}

func writeMembers(t *testing.T, out *strings.Builder, name, base, about string, total bool, members []member) {
	t.Helper()
	fmt.Fprintf(out, "\n\nclass %s(%s%s):\n", name, base, map[bool]string{true: "", false: ", total=False"}[total])
	if about != "" {
		fmt.Fprintf(out, "    \"\"\"%s\"\"\"\n\n", sentence(about))
	}
	for _, m := range members {
		fmt.Fprintf(out, "    %s: %s\n", m.name, m.typed(t))
		if m.Description != "" {
			fmt.Fprintf(out, "    \"\"\"%s\"\"\"\n", sentence(m.Description))
		}
	}
}

func (m member) typed(t *testing.T) string {
	t.Helper()
	if slices.Contains(durations, m.name) {
		return strings.Replace(m.python(t), "str", "Duration", 1)
	}
	return m.python(t)
}

// sentence is a description in one line, as a text of Python between three quotes.
func sentence(text string) string {
	line := strings.Join(strings.Fields(text), " ")
	line = strings.ReplaceAll(line, `\`, `\\`)
	if strings.HasSuffix(line, `"`) {
		line += " "
	}
	return line
}
