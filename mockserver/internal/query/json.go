package query

import (
	"slices"

	"github.com/tidwall/gjson"
)

// jsonTest is the test of an operator about objects and arrays; nil if it is none of these.
func jsonTest(o Operator, want gjson.Result, over func() bool) test {
	all := list(want)
	switch o {
	case ArrayContains:
		return func(v Value) bool {
			r := v.json()
			return r.IsArray() && !slices.ContainsFunc(all, func(w gjson.Result) bool { return !hasElement(r, w, over) })
		}
	case JSONContains:
		return func(v Value) bool { return v.Kind != Null && holdsAll(v.json(), want, over) }
	case JSONContainedBy:
		return func(v Value) bool { return v.Kind != Null && holdsAll(want, v.json(), over) }
	case JSONArrayContainsObject:
		return func(v Value) bool { r := v.json(); return r.IsArray() && hasElement(r, want, over) }
	case JSONHasKey, JSONHasAllKeys:
		return func(v Value) bool {
			r := v.json()
			return v.Kind != Null && !slices.ContainsFunc(all, func(w gjson.Result) bool { return !hasKey(r, w.String(), over) })
		}
	case JSONHasAnyKey:
		return func(v Value) bool {
			r := v.json()
			return v.Kind != Null && slices.ContainsFunc(all, func(w gjson.Result) bool { return hasKey(r, w.String(), over) })
		}
	}
	return nil
}

// json is the value as JSON.
func (v Value) json() gjson.Result {
	switch v.Kind {
	case Null:
		return gjson.Result{}
	case Text, Time:
		return gjson.Result{Type: gjson.String, Str: v.String()}
	}
	return gjson.Parse(v.String())
}

// list is the elements of an array; what is none is the only one.
func list(r gjson.Result) []gjson.Result {
	if r.IsArray() {
		return r.Array()
	}
	return []gjson.Result{r}
}

// hasKey reports whether an object has a member, or an array a text, or a text is it.
func hasKey(r gjson.Result, key string, over func() bool) (has bool) {
	if r.Type == gjson.String {
		return r.Str == key
	}
	r.ForEach(func(name, member gjson.Result) bool {
		has = r.IsObject() && name.Str == key || r.IsArray() && member.Type == gjson.String && member.Str == key
		return !has && !over()
	})
	return has
}

// holdsAll is contains, but that an array contains a scalar that is one of its elements. Inside of others it does not.
func holdsAll(whole, part gjson.Result, over func() bool) bool {
	if whole.IsArray() && part.Type != gjson.JSON {
		return hasElement(whole, part, over)
	}
	return contains(whole, part, over)
}

// contains reports whether all of a value is in another: each member of an object in the member of that name, each element of an array in
// some element, a scalar in its equal.
func contains(whole, part gjson.Result, over func() bool) bool {
	switch {
	case part.IsObject() && whole.IsObject():
		all := true
		part.ForEach(func(name, member gjson.Result) bool {
			its := child(whole, name.Str)
			all = its.Exists() && contains(its, member, over)
			return all
		})
		return all
	case part.IsArray() && whole.IsArray():
		all := true
		part.ForEach(func(_, element gjson.Result) bool {
			all = hasElement(whole, element, over)
			return all
		})
		return all
	case part.Type == gjson.JSON || whole.Type == gjson.JSON:
		return false
	}
	return compare(read(whole), read(part)) == 0
}

// hasElement reports whether an array has an element that contains a value.
func hasElement(array, want gjson.Result, over func() bool) (has bool) {
	array.ForEach(func(_, element gjson.Result) bool {
		has = contains(element, want, over)
		return !has && !over()
	})
	return has
}
