package pipeline

import "encoding/json"

// Members are the members of a JSON object that the contract has accepted, so their types are known.
type Members map[string]any

// Text returns a string member, empty if it is absent.
func (m Members) Text(name string) string {
	s, _ := m[name].(string)
	return s
}

// Object returns an object member, nil if it is absent.
func (m Members) Object(name string) Members {
	o, _ := m[name].(map[string]any)
	return o
}

// Texts returns a list of strings, nil if it is absent.
func (m Members) Texts(name string) []string {
	var texts []string
	list, _ := m[name].([]any)
	for _, item := range list {
		if s, ok := item.(string); ok {
			texts = append(texts, s)
		}
	}
	return texts
}

// TextMap returns an object whose members are strings, nil if it is absent.
func (m Members) TextMap(name string) map[string]string {
	object := m.Object(name)
	if object == nil {
		return nil
	}
	texts := make(map[string]string, len(object))
	for key := range object {
		texts[key] = object.Text(key)
	}
	return texts
}

// Objects returns a list of objects, nil if it is absent.
func (m Members) Objects(name string) []Members {
	var objects []Members
	list, _ := m[name].([]any)
	for _, item := range list {
		if o, ok := item.(map[string]any); ok {
			objects = append(objects, o)
		}
	}
	return objects
}

// Int32 returns a whole number, nil if it is absent. The contract has checked its range.
func (m Members) Int32(name string) *int32 {
	var n int64
	switch v := m[name].(type) {
	case int64:
		n = v
	case json.Number:
		n, _ = v.Int64()
	default:
		return nil
	}
	size := int32(n) //nolint:gosec // the contract has checked the range
	return &size
}

// TextOr returns a string member that may be null: nil if it is null, a default if it is absent.
func (m Members) TextOr(name, absent string) *string {
	value, there := m[name]
	if !there {
		return &absent
	}
	if s, ok := value.(string); ok {
		return &s
	}
	return nil
}
