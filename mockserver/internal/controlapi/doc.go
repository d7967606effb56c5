// Package controlapi are the mock's own endpoints: what there is, whether it runs, the documents, what requests broke, and reset.
// It says who may call them, too.
package controlapi
