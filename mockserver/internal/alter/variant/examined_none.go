//go:build !examination

package variant

// Examined is empty outside of the examination.
func Examined() []Variant { return nil }
