// Package controlapi are the mock's own endpoints: what there is, whether it runs, the documents; namespaces, data, clock and faults
// of them; what requests came and what they broke and used; and metrics. It says who may call them, too.
package controlapi
