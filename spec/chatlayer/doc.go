// Package chatlayer holds what is known of the events part of the Chatlayer Analytics API.
//
// It is three things. The OpenAPI document says what requests and answers look like. The requirement catalogue has
// one row for every statement about the API: what its publisher says, what only follows from that, and what nobody says
// and Understudy therefore chose. The Go types are generated from the document. [Contract] brings the first two
// together for validation.
//
// It is not a client and serves nothing. It knows no other API.
package chatlayer

//go:generate go tool -modfile=../../.tools/go.mod oapi-codegen -config codegen.yaml openapi.yaml
