package spec

import (
	"context"
	"fmt"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v3"
)

// readDocument loads an OpenAPI 3.0 document and, unless that was checked, validates it, its examples included.
func readDocument(root *yaml.Node, checked bool) (*openapi3.T, error) {
	data, err := toJSON(nil, root)
	if err != nil {
		return nil, fmt.Errorf("read document: %w", err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(data)
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
