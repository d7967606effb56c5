//go:build !examination

package misbehave

// Examined is empty outside of the examination.
func Examined() []Mutant { return nil }
