//go:build !examination

package main

// examination says that what takes long is tried too.
const examination = false
