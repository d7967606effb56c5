//go:build !examination

package chatlayer_test

// examination says that what takes long is tried too.
const examination = false
