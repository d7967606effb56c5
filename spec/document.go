package spec

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v3"
)

// readDocument loads an OpenAPI 3.0 document and, unless that was checked, validates it, its examples included.
func readDocument(root *yaml.Node, checked bool) (*openapi3.T, error) {
	doc, err := decodeDocument(root)
	if err == nil {
		err = openapi3.NewLoader().ResolveRefsIn(doc, nil)
	}
	if err != nil {
		return nil, fmt.Errorf("read document: %w", err)
	}
	if !strings.HasPrefix(doc.OpenAPI, "3.0.") {
		return nil, fmt.Errorf("document is OpenAPI %q; expected 3.0.x, because 3.1 schemas are compiled anew at every validation",
			doc.OpenAPI)
	}
	if checked {
		return doc, nil
	}
	options := []openapi3.ValidationOption{openapi3.EnableExamplesValidation(), openapi3.EnableMultiError()}
	if err := doc.Validate(context.Background(), options...); err != nil {
		return nil, fmt.Errorf("validate document: %w", err)
	}
	return doc, nil
}

// decodeDocument reads the components, which are about half of a document, beside the rest: kin-openapi reads each level anew, which
// takes most of the time of a start.
func decodeDocument(root *yaml.Node) (*openapi3.T, error) {
	rest := *root
	var components *yaml.Node
	for i := 1; i < len(root.Content) && root.Kind == yaml.MappingNode; i += 2 {
		if root.Content[i-1].Value == "components" {
			components, rest.Content = root.Content[i], slices.Clone(root.Content)
			rest.Content[i] = &yaml.Node{Kind: yaml.MappingNode}
		}
	}
	var doc openapi3.T
	if components == nil {
		return &doc, decodeNode(&rest, &doc)
	}
	var read *openapi3.Components
	var wrong error
	var beside sync.WaitGroup
	beside.Go(func() { wrong = decodeNode(components, &read) })
	err := decodeNode(&rest, &doc)
	beside.Wait()
	doc.Components = read
	return &doc, errors.Join(err, wrong)
}

// decodeNode reads a part of a document into one of kin-openapi's types.
func decodeNode(node *yaml.Node, into any) error {
	data, err := toJSON(nil, node)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, into)
}
