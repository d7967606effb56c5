// Package clients holds what users of other languages take the mock from: a package for npm, one for Python, and a small project for each
// recipe of docs/recipes, which readers copy.
//
// Its tests do what a user does: they pack the packages, install them into empty folders and run the projects, as they stand, against the
// real program. They sit behind the build tag kits, since they need what `make tools` installs; a missing tool is a failure, never a
// skip. What a package promises in detail is tested beside its code, in its own language.
package clients
