// Package inkeep is the contract of the Inkeep Analytics API as far as it records events: its OpenAPI document,
// its requirements and its Go types.
//
// [Event] is a stored event of any of the three kinds in one flat struct. The types named Log… are what a client
// sends and the types named Select… what it gets back; both are generated from openapi.yaml.
//
// The package neither serves nor stores anything, and it does not validate: that is what the [spec.Contract] that
// [Contract] returns is for.
package inkeep

//go:generate go tool -modfile=../../.tools/go.mod oapi-codegen -config codegen.yaml openapi.yaml
