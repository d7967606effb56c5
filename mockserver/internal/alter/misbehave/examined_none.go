//go:build !examination

package misbehave

// Examined is empty outside of the examination.
func Examined() []Misbehaviour { return nil }
