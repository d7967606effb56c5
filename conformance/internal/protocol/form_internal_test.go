package protocol

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

func TestAFormIsWellFormed(t *testing.T) {
	_, parameters, err := mime.ParseMediaType(formType)
	require.NoError(t, err)
	body := form([]byte(`{"a":1}`))
	parts := multipart.NewReader(bytes.NewReader(body), parameters["boundary"])
	part, err := parts.NextPart()
	require.NoError(t, err)
	text, err := io.ReadAll(part)
	require.NoError(t, err)
	require.Equal(t, `{"a":1}`, string(text))
	_, err = parts.NextPart()
	require.ErrorIs(t, err, io.EOF)

	for kind, want := range map[string]bool{
		formType: false, "multipart/form-data": true, "/": true, `application/xml; charset="`: true, "text/plain": false,
		"application/json": false,
	} {
		require.Equal(t, want, garbled(exchange.Request{Header: map[string][]string{"Content-Type": {kind}}, Body: body}), kind)
	}
}
