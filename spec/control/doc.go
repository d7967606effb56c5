// Package control is the contract of the mock's own endpoints, those under /__understudy/: their OpenAPI document and
// its Go types, which are generated.
//
// It knows neither of the APIs that the mock stands in for, and it does not serve the endpoints.
package control

//go:generate go tool -modfile=../../.tools/go.mod oapi-codegen -config codegen.yaml openapi.yaml
