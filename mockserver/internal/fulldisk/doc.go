// Package fulldisk has files stop to grow, as on a full disk. It is for tests.
package fulldisk
