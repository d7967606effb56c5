package spec

import "slices"

// Rule is one kind of violation.
type Rule struct {
	ID      string `json:"id"`
	Summary string `json:"summary"`
}

// Ids of rules that this package finds and that a server treats in a way of their own.
const (
	RuleContentTypeMissing     = "content-type.missing"
	RuleContentTypeUnsupported = "content-type.unsupported"
	RuleContentTypeCharset     = "content-type.charset"

	RuleBodyEmpty     = "body.empty"
	RuleBodyUTF8      = "body.utf8"
	RuleBodySyntax    = "body.syntax"
	RuleBodyTrailing  = "body.trailing"
	RuleBodyDuplicate = "body.duplicate"
	RuleBodySurrogate = "body.surrogate"
	RuleBodyDepth     = "body.depth"
	RuleBodyNUL       = "body.nul"
)

// Ids of rules that the server finds; it completes their violations with Violate of the Operation, or of the
// Contract where there is none.
const (
	RuleRouteUnknown      = "route.unknown"
	RuleRouteMethod       = "route.method"
	RuleSecurityMissing   = "security.missing"
	RuleSecurityScheme    = "security.scheme"
	RuleSecurityMalformed = "security.malformed"
	RuleBodyTooLarge      = "body.too-large"
	RuleBodyUnread        = "body.unread"
	RulePathValue         = "path.value"
	RuleQueryValue        = "query.value"
	RuleHeaderValue       = "header.value"
	RuleBodyValue         = "body.value"

	// RulePreferViolation is that of a request which says that it is wrong on purpose, and is not.
	RulePreferViolation = "prefer.violation-expected"

	// What an event breaks of the tracking plan that a server was given.
	RulePlanEvent     = "plan.event-unknown"
	RulePlanMissing   = "plan.attribute-missing"
	RulePlanUnknown   = "plan.attribute-unknown"
	RulePlanValue     = "plan.attribute-value"
	RulePlanForbidden = "plan.forbidden-value"
)

// Rules lists every rule id there is, sorted by id. The list is closed: no violation has another rule.
func Rules() []Rule {
	rules := slices.Concat(bodyRules(), messageRules(), planRules())
	for _, in := range []Location{InPath, InQuery, InHeader} {
		rules = append(rules, scalarRules(in)...)
	}
	slices.SortFunc(rules, func(a, b Rule) int {
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	return rules
}

// RuleIDs lists the ids of all rules, sorted.
func RuleIDs() []string {
	var ids []string
	for _, r := range Rules() {
		ids = append(ids, r.ID)
	}
	return ids
}

// scalarRules are the rules that hold for one value in the path, the query or a header.
func scalarRules(in Location) []Rule {
	where := map[Location]string{InPath: "path parameter", InQuery: "query parameter", InHeader: "header"}[in]
	return []Rule{
		{string(in) + ".missing", "a required " + where + " is not there"},
		{string(in) + ".empty", "a " + where + " is there without a value"},
		{string(in) + ".utf8", "a " + where + " is not valid UTF-8"},
		{string(in) + ".nul", "a " + where + " holds a NUL byte"},
		{string(in) + ".type", "a " + where + " is not written as its type wants: plain digits, or true and false"},
		{string(in) + ".format", "a " + where + " is not of its format, such as a date that exists"},
		{string(in) + ".enum", "a " + where + " is not one of the values listed"},
		{string(in) + ".pattern", "a " + where + " does not match its pattern"},
		{string(in) + ".length", "a " + where + " is too short or too long"},
		{string(in) + ".range", "a number in a " + where + " is too small, too large or not a multiple of what is wanted"},
		{string(in) + ".schema", "a " + where + " breaks its schema in a way without a rule of its own"},
		{string(in) + ".value", "a " + where + " is well-formed, but the operation cannot use it"},
	}
}

func messageRules() []Rule {
	return []Rule{
		{"query.undeclared", "a query parameter that the operation does not declare (advisory)"},
		{"query.repeated", "a query parameter is there more than once"},
		{"query.separator", "a semicolon in the query: some servers split there and others do not"},
		{"query.encoding", "a percent sign in the query is not followed by two hexadecimal digits"},
		{"header.repeated", "a header of one value is there more than once"},
		{RuleContentTypeMissing, "there is a body without a Content-Type"},
		{RuleContentTypeUnsupported, "the Content-Type is not one that is declared"},
		{RuleContentTypeCharset, "JSON in an encoding other than UTF-8"},
		{"status.undocumented", "an answer with a status that the operation does not declare"},
		{RuleRouteUnknown, "no operation has this path"},
		{RuleRouteMethod, "the path exists, but not with this method"},
		{RuleSecurityMissing, "there are no credentials"},
		{RuleSecurityScheme, "the credentials are of another scheme than the one declared"},
		{RuleSecurityMalformed, "the credentials cannot be read"},
		{RulePreferViolation, "a request says that it breaks a rule on purpose (Prefer: expect-violation), and does not break it"},
	}
}

func planRules() []Rule {
	return []Rule{
		{RulePlanEvent, "the tracking plan has no event of this name"},
		{RulePlanMissing, "an event lacks an attribute that the tracking plan requires"},
		{RulePlanUnknown, "an event has an attribute that the tracking plan does not know"},
		{RulePlanValue, "an attribute has a value that the tracking plan does not allow"},
		{RulePlanForbidden, "an event holds a text that the tracking plan forbids, such as an address"},
	}
}

func bodyRules() []Rule {
	return []Rule{
		{RuleBodyEmpty, "a body is required and there is none"},
		{"body.unexpected", "there is a body where none is declared (advisory in a request)"},
		{"body.forbidden", "HTTP allows no body here: 1xx, 204, 304 and answers to HEAD"},
		{RuleBodyTooLarge, "the body is larger than the server takes"},
		{RuleBodyUnread, "the body ended early or could not be read"},
		{RuleBodyUTF8, "the body is not valid UTF-8"},
		{RuleBodySyntax, "the body is not JSON"},
		{RuleBodyTrailing, "something follows the JSON value"},
		{RuleBodyDuplicate, "an object has the same member twice"},
		{RuleBodySurrogate, "a \\u escape is half of a surrogate pair"},
		{RuleBodyDepth, "lists and objects are nested more than 1,000 deep"},
		{RuleBodyNUL, "a text or the name of a member in a request holds the character NUL (U+0000)"},
		{"body.type", "a value is of another type"},
		{"body.integer", "a whole number in a request is written with a point or an exponent"},
		{"body.null", "null where it is not allowed"},
		{"body.required", "a required member is not there"},
		{"body.undeclared", "a member that the schema does not list (advisory)"},
		{"body.not-allowed", "a member where the schema allows no others than those listed"},
		{"body.read-only", "a member that only answers may have"},
		{"body.write-only", "a member that only requests may have"},
		{"body.enum", "a value is not one of those listed"},
		{"body.format", "a value is not of its format, such as a date that exists"},
		{"body.pattern", "a text does not match its pattern"},
		{"body.length", "a text is too short or too long"},
		{"body.range", "a number is too small, too large or not a multiple of what is wanted"},
		{"body.items", "a list has too few or too many items"},
		{"body.unique", "a list has the same item twice"},
		{"body.members", "an object has too few or too many members"},
		{"body.discriminator", "the member that tells the variants apart is missing or unknown"},
		{"body.one-of", "a value fits none, or more than one, of several schemas"},
		{"body.any-of", "a value fits none of several schemas"},
		{"body.not", "a value fits a schema that it must not fit"},
		{"body.schema", "a value breaks its schema in a way without a rule of its own"},
		{"schema.unknown", "the contract has no schema of this name"},
		{RuleBodyValue, "a value is well-formed, but the operation cannot use it"},
	}
}
