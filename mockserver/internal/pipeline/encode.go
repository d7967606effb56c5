package pipeline

import (
	"bytes"
	"encoding/json"
)

// The media types of Answers.
const (
	TypeJSON    = "application/json"
	TypeProblem = "application/problem+json"
	TypeCSV     = "text/csv; charset=utf-8"
)

// JSON makes an answer of a small value.
func JSON(status int, contentType string, v any) (Answer, error) {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false) // people read these texts in terminals
	err := encoder.Encode(v)
	return Answer{Status: status, ContentType: contentType, Body: bytes.TrimSuffix(body.Bytes(), []byte("\n"))}, err
}

// Refusal makes an answer of a problem in the shape of an API.
func Refusal(p *Problem, contentType string, shape any) Answer {
	ans, err := JSON(p.Status, contentType, shape)
	if err != nil {
		ans.Body = []byte("{}") // not reached: the shapes hold text and numbers
	}
	ans.Header = p.Header
	return ans
}
