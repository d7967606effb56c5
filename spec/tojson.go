package spec

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// toJSON writes a YAML node as JSON, so that the document is parsed once for its values and for its lines. Timestamps stay text,
// as they are in JSON.
func toJSON(dst []byte, node *yaml.Node) ([]byte, error) {
	switch node.Kind {
	case yaml.AliasNode:
		return nil, fmt.Errorf("line %d: the alias *%s is not supported, since a few of them can stand for a text without end; use $ref, "+
			"or write it out",
			node.Line, node.Value)
	case yaml.MappingNode:
		return mappingToJSON(dst, node)
	case yaml.SequenceNode:
		var err error
		dst = append(dst, '[')
		for i, item := range node.Content {
			if i > 0 {
				dst = append(dst, ',')
			}
			if dst, err = toJSON(dst, item); err != nil {
				return nil, err
			}
		}
		return append(dst, ']'), nil
	default:
		return scalarToJSON(dst, node)
	}
}

func mappingToJSON(dst []byte, node *yaml.Node) ([]byte, error) {
	seen := make(map[string]bool, len(node.Content)/2)
	dst = append(dst, '{')
	for i := 0; i+1 < len(node.Content); i += 2 {
		name := node.Content[i]
		if name.Kind != yaml.ScalarNode || name.ShortTag() == "!!merge" {
			return nil, fmt.Errorf("line %d: a name must be plain text; lists, objects and << are not supported there", name.Line)
		}
		if seen[name.Value] {
			return nil, fmt.Errorf("line %d: %q is there twice; keep one", name.Line, name.Value)
		}
		seen[name.Value] = true
		if i > 0 {
			dst = append(dst, ',')
		}
		var err error
		if dst, err = appendText(dst, name.Value); err != nil {
			return nil, err
		}
		if dst, err = toJSON(append(dst, ':'), node.Content[i+1]); err != nil {
			return nil, err
		}
	}
	return append(dst, '}'), nil
}

func scalarToJSON(dst []byte, node *yaml.Node) ([]byte, error) {
	switch node.ShortTag() {
	case "!!null":
		return append(dst, "null"...), nil
	case "!!bool":
		return append(dst, strings.ToLower(node.Value)...), nil
	case "!!int", "!!float":
		return numberToJSON(dst, node)
	default:
		return appendText(dst, node.Value)
	}
}

// numberToJSON keeps a number as it is written where JSON can.
func numberToJSON(dst []byte, node *yaml.Node) ([]byte, error) {
	if json.Valid([]byte(node.Value)) {
		return append(dst, node.Value...), nil
	}
	var number float64
	if err := node.Decode(&number); err != nil || math.IsInf(number, 0) || math.IsNaN(number) {
		return nil, fmt.Errorf("line %d: %s is not a number that JSON has", node.Line, node.Value)
	}
	return strconv.AppendFloat(dst, number, 'g', -1, 64), nil
}

func appendText(dst []byte, text string) ([]byte, error) {
	quoted, err := json.Marshal(text)
	return append(dst, quoted...), err
}
