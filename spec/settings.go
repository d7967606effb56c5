package spec

import "github.com/getkin/kin-openapi/openapi3"

// settings are the options of kin-openapi for a look at a value. Its texts are never read, so it need not write them.
type settings struct {
	scalar []openapi3.SchemaValidationOption    // parameters and headers
	all    [3][]openapi3.SchemaValidationOption // without a direction, request, response: every error
	first  [3][]openapi3.SchemaValidationOption // the same: the first error
}

func newSettings() settings {
	base := []openapi3.SchemaValidationOption{
		openapi3.DisableSchemaErrorDetails(), openapi3.WithStringFormatValidators(formatChecks()),
	}
	with := func(more ...openapi3.SchemaValidationOption) []openapi3.SchemaValidationOption {
		return append(append([]openapi3.SchemaValidationOption{}, base...), more...)
	}
	request, response, all := openapi3.VisitAsRequest(), openapi3.VisitAsResponse(), openapi3.MultiErrors()
	return settings{
		scalar: with(all),
		all:    [3][]openapi3.SchemaValidationOption{with(all), with(all, request), with(all, response)},
		first:  [3][]openapi3.SchemaValidationOption{with(), with(request), with(response)},
	}
}

// formatChecks are our formats in kin-openapi's form.
func formatChecks() map[string]openapi3.StringFormatValidator {
	checks := map[string]openapi3.StringFormatValidator{}
	for name, f := range formats {
		if f.valid != nil {
			checks[name] = openapi3.NewCallbackValidator(func(s string) error {
				if !f.valid(s) {
					return errFormat
				}
				return nil
			})
		}
	}
	return checks
}

// of chooses the options for a look at a value. A direction costs copies and sorting, so it is only given where readOnly
// or writeOnly is somewhere inside.
func (s settings) of(root *shape, side Side, size int) []openapi3.SchemaValidationOption {
	way := 0
	switch {
	case root.directed && side == SideRequest:
		way = 1
	case root.directed:
		way = 2
	}
	if size > multiLimit {
		return s.first[way]
	}
	return s.all[way]
}
