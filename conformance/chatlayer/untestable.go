package chatlayer

// untestable says why a requirement has no check.
func untestable() map[string]string { return nil }
