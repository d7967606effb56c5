package inkeep_test

import (
	"net/http"
	"strings"
)

func dropNulls(v any) any {
	if o, isObject := v.(object); isObject {
		for name, value := range o {
			if value == nil {
				delete(o, name)
			}
		}
	}
	return v
}

// dropListed takes nulls out of lists.
func dropListed(v any) any {
	l, isList := v.([]any)
	if !isList {
		return v
	}
	kept := []any{}
	for _, item := range l {
		if item != nil {
			kept = append(kept, item)
		}
	}
	return kept
}

// without loses members of that name at any depth.
func without(name string) func(any) any {
	return func(v any) any {
		if o, isObject := v.(object); isObject {
			delete(o, name)
		}
		return v
	}
}

func nullMisbehaviours() []misbehaviour {
	return []misbehaviour{
		{"null_members_are_dropped", "inkeep.events.nulls-kept", properties("properties", dropNulls)},
		{"null_user_members_are_dropped", "inkeep.events.nulls-kept", properties("userProperties", dropNulls)},
		{"nulls_in_lists_are_dropped", "inkeep.events.nulls-kept", properties("properties", dropListed)},
		{"no_project_is_an_empty_one", "inkeep.events.null-origin", stored(func(a *reply) {
			if value, there := a.sent["projectId"]; there && value == nil {
				a.body["projectId"] = ""
			}
		})},
		{"prototypes_are_lost", "inkeep.events.odd-properties-kept", properties("properties", without("__proto__"))},
		{"constructors_are_lost", "inkeep.events.odd-properties-kept", properties("properties", without("constructor"))},
		{"empty_names_are_lost", "inkeep.events.odd-user-properties-kept", properties("userProperties", without(""))},
	}
}

// leakMisbehaviours give an event what another one said.
func leakMisbehaviours() []misbehaviour {
	var refused, owners, users memory
	return []misbehaviour{
		{"user_types_stay", "inkeep.events.nothing-left-over", stored(func(a *reply) {
			user, _ := a.body["userProperties"].(object)
			if kind, given := user["userType"]; given {
				users.swap("last", kind)
			} else if kept := users.get("last"); user != nil && kept != nil {
				user["userType"] = kept
			}
		})},
		{"refused_properties_stay", "inkeep.events.nothing-left-over", bend(func(_ *http.Request, o object) *reply {
			if _, typed := o["type"]; !typed && o["properties"] != nil {
				refused.swap("last", o["properties"])
			} else if kept := refused.get("last"); typed && o["properties"] == nil && kept != nil {
				o["properties"] = kept
				refused.swap("last", nil)
			}
			return nil
		}, nil)},
		{"ids_are_those_of_all_projects", "inkeep.isolation.same-id-other-key", func(next http.Handler) http.Handler {
			return bend(func(r *http.Request, o object) *reply {
				if first, known := owners.get(text(o, "id")).(object); known {
					return &reply{status: http.StatusOK, header: http.Header{"Content-Type": {"application/json"}}, body: first}
				}
				if strings.HasSuffix(r.Header.Get("Authorization"), "demo-web-key") && o != nil {
					o["projectId"] = "other-project"
				}
				return nil
			}, func(a *reply) {
				if id := text(a.sent, "id"); id != "" && a.status == http.StatusOK {
					owners.swap(id, a.body)
				}
			})(next)
		}},
	}
}
