package mockserver

import (
	"bytes"
	"encoding/json"
)

const jsonType = "application/json"

// encodeJSON makes an answer of a small value.
func encodeJSON(status int, contentType string, v any) (answer, error) {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false) // people read these texts in terminals
	err := encoder.Encode(v)
	return answer{Status: status, ContentType: contentType, Body: bytes.TrimSuffix(body.Bytes(), []byte("\n"))}, err
}

// refusal makes an answer of a problem in the shape of an API.
func refusal(p *Problem, contentType string, shape any) answer {
	ans, err := encodeJSON(p.Status, contentType, shape)
	if err != nil {
		ans.Body = []byte("{}") // not reached: the shapes hold text and numbers
	}
	ans.Header = p.Header
	return ans
}
