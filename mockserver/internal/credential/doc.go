// Package credential has what clients present to be known: the kinds there are, their written form, and whom each stands for.
//
// Which kinds there are is the APIs' to say; how a request carries a credential is the business of a pipeline.Scheme.
package credential
