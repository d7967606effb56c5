package chatlayer

import "github.com/understudy-mock/understudy/conformance"

func schemaChecks() []conformance.Check {
	return append(schemaShapeChecks(), schemaContentChecks()...)
}

func schemaShapeChecks() []conformance.Check {
	return []conformance.Check{
		schemaPage,
		schemaNoNull,
		schemaMemberNames,
		schemaMemberTypes,
		schemaAttributes,
		schemaTimestamp,
		timestampUniform,
	}
}

func schemaContentChecks() []conformance.Check {
	return []conformance.Check{
		botAndVersion,
		schemaSameEverywhere,
		schemaUniqueIDs,
		emptyList,
		schemaRefusals,
		schemaDialect,
	}
}
