package spec

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxRefs bounds how many $refs one look-up follows, so that a circle of them ends.
const maxRefs = 32

// places finds JSON Pointers in the document as it was written, with their lines.
type places struct {
	document string
	root     *yaml.Node
}

func newPlaces(document string, data []byte) (*places, error) {
	var file yaml.Node
	if err := yaml.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("read document: %w", err)
	}
	if len(file.Content) == 0 {
		return nil, errors.New("read document: it is empty; expected an OpenAPI 3.0 document in YAML")
	}
	return &places{document: document, root: file.Content[0]}, nil
}

// place turns a pointer into a Place. Every $ref on the way and at its end is followed. Where the document ends before the
// pointer does, the last thing that is there answers.
func (p *places) place(pointer string) Place { return p.follow(pointer, true) }

// written is place without following a $ref at the end: where something is used rather than what it is.
func (p *places) written(pointer string) Place { return p.follow(pointer, false) }

func (p *places) follow(pointer string, toEnd bool) Place {
	node, line, found := p.root, 1, ""
	for refs, rest := 0, tokens(pointer); ; {
		if target := refOf(node); target != "" && refs < maxRefs && (toEnd || len(rest) > 0) {
			refs++
			node, line, found, rest = p.root, 1, "", append(tokens(target), rest...)
			continue
		}
		if len(rest) == 0 {
			break
		}
		child, childLine := step(node, rest[0])
		if child == nil {
			break
		}
		node, line, found, rest = child, childLine, found+"/"+escape(rest[0]), rest[1:]
	}
	return Place{Document: p.document, Pointer: found, Line: line}
}

// canonical is the pointer of the declaration that a pointer leads to.
func (p *places) canonical(pointer string) string { return p.place(pointer).Pointer }

// keys lists the names of the mapping at a pointer in the order of the document.
func (p *places) keys(pointer string) []string {
	node := p.root
	for _, token := range tokens(pointer) {
		if node, _ = step(node, token); node == nil {
			return nil
		}
	}
	var names []string
	for i := 0; i+1 < len(node.Content) && node.Kind == yaml.MappingNode; i += 2 {
		names = append(names, node.Content[i].Value)
	}
	return names
}

// step enters a mapping by name or a sequence by index. The line is that of the name, or of the item.
func step(node *yaml.Node, token string) (*yaml.Node, int) {
	switch node.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			if node.Content[i].Value == token {
				return node.Content[i+1], node.Content[i].Line
			}
		}
	case yaml.SequenceNode:
		if i, err := strconv.Atoi(token); err == nil && i >= 0 && i < len(node.Content) {
			return node.Content[i], node.Content[i].Line
		}
	}
	return nil, 0
}

// refOf is the pointer that a {$ref: "#/…"} mapping leads to, else "".
func refOf(node *yaml.Node) string {
	if ref, _ := step(node, "$ref"); ref != nil && ref.Kind == yaml.ScalarNode {
		target, _ := strings.CutPrefix(ref.Value, "#")
		return target
	}
	return ""
}

// tokens splits a JSON Pointer (RFC 6901); escape is the inverse for one token.
func tokens(pointer string) []string {
	if pointer == "" {
		return nil
	}
	parts := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, part := range parts {
		parts[i] = strings.ReplaceAll(strings.ReplaceAll(part, "~1", "/"), "~0", "~")
	}
	return parts
}

func escape(token string) string {
	return strings.ReplaceAll(strings.ReplaceAll(token, "~", "~0"), "/", "~1")
}
