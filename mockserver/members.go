package mockserver

import "encoding/json"

// members are the members of a JSON object that the contract has accepted, so their types are known.
type members map[string]any

// text returns a string member, empty if it is absent.
func (m members) text(name string) string {
	s, _ := m[name].(string)
	return s
}

// object returns an object member, nil if it is absent.
func (m members) object(name string) members {
	o, _ := m[name].(map[string]any)
	return o
}

// texts returns a list of strings, nil if it is absent.
func (m members) texts(name string) []string {
	var texts []string
	list, _ := m[name].([]any)
	for _, item := range list {
		if s, ok := item.(string); ok {
			texts = append(texts, s)
		}
	}
	return texts
}

// textMap returns an object whose members are strings, nil if it is absent.
func (m members) textMap(name string) map[string]string {
	object := m.object(name)
	if object == nil {
		return nil
	}
	texts := make(map[string]string, len(object))
	for key := range object {
		texts[key] = object.text(key)
	}
	return texts
}

// objects returns a list of objects, nil if it is absent.
func (m members) objects(name string) []members {
	var objects []members
	list, _ := m[name].([]any)
	for _, item := range list {
		if o, ok := item.(map[string]any); ok {
			objects = append(objects, o)
		}
	}
	return objects
}

// int32 returns a whole number, nil if it is absent. The contract has checked its range.
func (m members) int32(name string) *int32 {
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

// textOr returns a string member that may be null: nil if it is null, a default if it is absent.
func (m members) textOr(name, absent string) *string {
	value, there := m[name]
	if !there {
		return &absent
	}
	if s, ok := value.(string); ok {
		return &s
	}
	return nil
}
