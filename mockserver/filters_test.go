package mockserver_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestFilters covers the filters that GET and POST share.
func TestFilters(t *testing.T) {
	s := fresh(t)
	c, bot := demo(s), ownBot(t)
	c.trackAll(t, bot,
		args{"id": "1", "event": "start", "user_id": "u1", "context": args{"conversation_id": "c1", "campaign": args{"id": "spring"}}},
		args{"id": "2", "event": "Start", "user_id": "u1", "context": args{"conversation_id": "c2"}},
		args{"id": "3", "event": "start ", "user_id": "u2", "context": args{"conversation_id": "c1", "campaign": args{"name": "spring"}}},
		args{"id": "4", "event": "start", "user_id": "ü&=+ %/2", "context": args{"campaign": args{"id": "spring "}}},
		args{"id": "5", "version": "DRAFT", "event": "start", "user_id": "u1", "context": args{"campaign": args{"id": "spring"}}},
	)
	for _, tt := range []struct {
		name string
		over args
		want []string
	}{
		{"event", args{"event": "start"}, []string{"1", "4"}},
		{"event_is_case_sensitive", args{"event": "Start"}, []string{"2"}},
		{"event_is_not_trimmed", args{"event": "start "}, []string{"3"}},
		{"event_is_no_prefix", args{"event": "star"}, []string{}},
		{"event_is_no_wildcard", args{"event": "*"}, []string{}},
		{"conversation", args{"conversation_id": "c1"}, []string{"1", "3"}},
		{"user", args{"user_id": "u1"}, []string{"1", "2"}},
		{"user_with_signs", args{"user_id": "ü&=+ %/2"}, []string{"4"}},
		{"campaign_is_the_id_not_the_name", args{"campaign_id": "spring"}, []string{"1"}},
		{"campaign_of_a_draft", args{"campaign_id": "spring", "version": "DRAFT"}, []string{"5"}},
		{"unknown_campaign", args{"campaign_id": "autumn"}, []string{}},
		{"all_together", args{"event": "start", "user_id": "u1", "conversation_id": "c1", "campaign_id": "spring"}, []string{"1"}},
		{"all_must_match", args{"event": "start", "user_id": "u2"}, []string{}},
		{
			"empty_filters_are_none",
			args{"event": "", "user_id": "", "conversation_id": "", "campaign_id": "", "page_token": ""},
			[]string{"1", "2", "3", "4"},
		},
		{"a_filter_and_a_range", args{"event": "start", "end_time": "2026-01-15T12:00:00.123Z"}, []string{}},
	} {
		t.Run(tt.name, func(t *testing.T) { require.Equal(t, tt.want, c.listed(t, bot, tt.over)) })
	}
	t.Run("the_campaign_is_never_shown", func(t *testing.T) {
		require.NotContains(t, c.ask(t, http.MethodGet, bot, everything()).body, "spring")
	})
}

// filter is one attribute filter of a POST; nil members are left out.
func filter(key string, operator any, value ...string) args {
	f := args{"key": key, "operator": operator, "value": value}
	if value == nil {
		f["value"] = nil
	}
	return args{}.with(f)
}

func TestAttributeFilters(t *testing.T) {
	s := fresh(t)
	c, bot := demo(s), ownBot(t)
	c.trackAll(t, bot,
		args{"id": "1", "attributes": args{"flow": "order", "step": "3"}},
		args{"id": "2", "attributes": args{"flow": "Order"}},
		args{"id": "3", "attributes": args{"flow": "", "step": "33"}},
		args{"id": "4"},
	)
	type tc struct {
		name    string
		filters []args
		want    []string
	}
	tests := []tc{
		{"no_filters", []args{}, []string{"1", "2", "3", "4"}},
		{"missing_operator_is_eq", []args{filter("flow", nil, "order")}, []string{"1"}},
		{"several_values_are_or", []args{filter("flow", "eq", "order", "Order")}, []string{"1", "2"}},
		{"in", []args{filter("step", "in", "3", "4")}, []string{"1"}},
		{"several_filters_are_and", []args{filter("flow", "in", "order", ""), filter("step", "eq", "33")}, []string{"3"}},
		{"empty_value_is_a_value", []args{filter("flow", "eq", "")}, []string{"3"}},
		{"not_in_none_of_them_and_absent", []args{filter("flow", "not_in", "order", "")}, []string{"2", "4"}},
		{"neq_several_none_of_them", []args{filter("flow", "neq", "order", "Order")}, []string{"3", "4"}},
		{"neq_without_values", []args{filter("flow", "neq", []string{}...)}, []string{"1", "2", "3", "4"}},
		{"contains", []args{filter("step", "contains", "3")}, []string{"1", "3"}},
		{"contains_is_case_sensitive", []args{filter("flow", "contains", "rder", "zzz")}, []string{"1", "2"}},
		{"contains_an_empty_text", []args{filter("flow", "contains", "")}, []string{"1", "2", "3"}},
		{"exists", []args{filter("flow", "exists")}, []string{"1", "2", "3"}},
		{"exists_with_an_empty_list", []args{{"key": "flow", "operator": "exists", "value": []string{}}}, []string{"1", "2", "3"}},
		{"exists_true", []args{filter("step", "exists", "true")}, []string{"1", "3"}},
		{"exists_false", []args{filter("step", "exists", "false")}, []string{"2", "4"}},
		{"exists_with_another_value", []args{filter("step", "exists", "yes")}, []string{"1", "3"}},
		{"exists_with_two_values", []args{filter("step", "exists", "false", "false")}, []string{"1", "3"}},
		{"unknown_key_equals_nothing", []args{filter("nope", "eq", "")}, []string{}},
		{"unknown_key_is_absent_everywhere", []args{filter("nope", "not_in", "x")}, []string{"1", "2", "3", "4"}},
		{"key_is_case_sensitive", []args{filter("Flow", "exists")}, []string{}},
	}
	for _, name := range []string{"eq", "=", "==", "equals", "is", "", "EQ", "Equals", "iS"} {
		tests = append(tests, tc{"equals_by_the_name_" + name, []args{filter("flow", name, "order")}, []string{"1"}})
	}
	for _, name := range []string{"neq", "!=", "not_equals", "NEQ", "Not_Equals", "NOT_IN"} {
		tests = append(tests, tc{"differs_by_the_name_" + name, []args{filter("flow", name, "order")}, []string{"2", "3", "4"}})
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, c.listed(t, bot, args{"filters": tt.filters}))
		})
	}
}

func TestAttributeFiltersRefused(t *testing.T) {
	s := fresh(t)
	c, bot := demo(s), ownBot(t)
	for _, tt := range []struct {
		name   string
		filter string
		words  []string
	}{
		{
			"unknown_operator", `{"key":"a","operator":"like","value":["x"]}`,
			[]string{"like", "eq", "neq", "in", "not_in", "contains", "exists", "/filters/0/operator"},
		},
		{"operator_with_space", `{"key":"a","operator":"eq ","value":["x"]}`, []string{"/filters/0/operator"}},
		{"no_key", `{"operator":"eq","value":["x"]}`, []string{"key"}},
		{"empty_key", `{"key":"","operator":"eq","value":["x"]}`, []string{"/filters/0/key"}},
		{"eq_without_value", `{"key":"a","operator":"eq"}`, []string{"/filters/0/value"}},
		{"in_with_no_values", `{"key":"a","operator":"in","value":[]}`, []string{"/filters/0/value"}},
		{"contains_without_value", `{"key":"a","operator":"contains"}`, []string{"/filters/0/value"}},
		{"value_is_no_list", `{"key":"a","value":"x"}`, []string{"/filters/0/value"}},
		{"value_is_a_number", `{"key":"a","value":[1]}`, []string{"/filters/0/value/0"}},
		{"filter_is_null", `null`, []string{"/filters/0"}},
		{"filter_is_text", `"a=b"`, []string{"/filters/0"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			body := fmt.Sprintf(`{"version":"LIVE","start_time":"2026-01-01","end_time":"2026-02-01","filters":[%s]}`, tt.filter)
			c.post(t, streamOf(bot), body).refusedByChatlayer(t, http.StatusBadRequest, tt.words...)
		})
	}
	t.Run("every_wrong_filter_is_named", func(t *testing.T) {
		a := everything().with(args{"filters": []args{filter("a", "like", "x"), filter("b", "eq", "x"), filter("c", "in")}})
		c.ask(t, http.MethodPost, bot, a).refusedByChatlayer(t, http.StatusBadRequest, "/filters/0/operator", "/filters/2/value")
	})
	t.Run("filters_is_no_list", func(t *testing.T) {
		c.ask(t, http.MethodPost, bot, everything().with(args{"filters": args{}})).refusedByChatlayer(t, http.StatusBadRequest, "/filters")
	})
	t.Run("in_the_query_they_are_undeclared", func(t *testing.T) {
		r := c.ask(t, http.MethodGet, bot, everything().with(args{"filters": "x"}))
		require.Equal(t, http.StatusOK, r.status)
		r.recordedAsBroken(t, "")
	})
}
