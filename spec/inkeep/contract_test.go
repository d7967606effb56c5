package inkeep_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

func load(t *testing.T) *spec.Contract {
	t.Helper()
	contract, err := inkeep.Contract()
	require.NoError(t, err)
	return contract
}

func logEvent(t *testing.T) *spec.Operation {
	t.Helper()
	operation, found := load(t).Operation("LogEvent")
	require.True(t, found)
	return operation
}

func TestContractHasItsOperations(t *testing.T) {
	contract := load(t)
	require.Equal(t, "inkeep", contract.Name())
	require.Equal(t, "Inkeep Analytics API, events", contract.Title())
	require.Contains(t, string(contract.Document()), "\n  title: "+contract.Title()+"\n")
	require.Len(t, contract.Operations(), 22)
	require.Equal(t, "POST", logEvent(t).Method)
	require.Equal(t, "/events", logEvent(t).Path)
}

// sampleRequest and sampleAnswer are the samples of the Log Event page. INK-EVT-15, INK-SCH-12.
const (
	sampleRequest = `{"id":"string","type":"string","messageId":"string","createdAt":"2019-08-24T14:15:22Z","projectId":"string",` +
		`"integrationId":"string","properties":{},"userProperties":{"id":"string","identificationType":"COOKIED",` +
		`"userId":"string","supportAgentName":"string"},"entityType":"message"}`
	sampleAnswer = `{"id":"string","type":"string","messageId":"string","createdAt":"string","projectId":"string",` +
		`"integrationId":"string","properties":{},"userProperties":{"id":"string","identificationType":"COOKIED",` +
		`"userId":"string","supportAgentName":"string"},"entityType":"message"}`
)

func TestContractRequests(t *testing.T) {
	operation := logEvent(t)
	const message = `"entityType":"message","messageId":"m","type":"t"`
	for name, test := range map[string]struct {
		body  string
		rules []string // of violations that are not advisory
	}{
		"the_sample":         {sampleRequest, nil},
		"least_message":      {`{` + message + `}`, nil},
		"least_conversation": {`{"entityType":"conversation","conversationId":"c","type":"t"}`, nil},
		"least_search":       {`{"entityType":"search","searchQuery":"","type":""}`, nil},
		"nulls": {
			`{` + message + `,"createdAt":null,"projectId":null,"integrationId":null,"properties":null,"userProperties":null}`, nil,
		},
		"null_user": {
			`{` + message + `,"userProperties":{"id":null,"userId":null,"identificationType":null,"supportAgentEmail":null,` +
				`"userType":null}}`, nil,
		},
		"numbers_for_ids": {
			`{` + message + `,"userProperties":{"id":12345678901234567890,"userId":1.5,"free":[{"x":null}]}}`,
			nil,
		},
		"an_offset":                {`{` + message + `,"createdAt":"2026-01-14T10:27:04.123+01:00"}`, nil},
		"both_references":          {`{` + message + `,"conversationId":"c"}`, nil},
		"unknown_member":           {`{` + message + `,"sources":[]}`, nil},
		"no_entity_type":           {`{"messageId":"m","type":"t"}`, []string{"body.discriminator"}},
		"unknown_entity_type":      {`{"entityType":"ticket","messageId":"m","type":"t"}`, []string{"body.discriminator"}},
		"schema_name_as_entity":    {`{"entityType":"LogMessageEvent","messageId":"m","type":"t"}`, []string{"body.discriminator"}},
		"reference_of_another":     {`{"entityType":"search","messageId":"m","type":"t"}`, []string{"body.required"}},
		"no_type":                  {`{"entityType":"message","messageId":"m"}`, []string{"body.required"}},
		"null_type":                {`{"entityType":"message","messageId":"m","type":null}`, []string{"body.null"}},
		"null_id":                  {`{` + message + `,"id":null}`, []string{"body.null"}},
		"empty_id":                 {`{` + message + `,"id":""}`, []string{"body.length"}},
		"number_for_reference":     {`{"entityType":"message","messageId":1,"type":"t"}`, []string{"body.type"}},
		"date_only":                {`{` + message + `,"createdAt":"2026-01-14"}`, []string{"body.format"}},
		"no_zone":                  {`{` + message + `,"createdAt":"2026-01-14T10:27:04"}`, []string{"body.format"}},
		"impossible_date":          {`{` + message + `,"createdAt":"2026-02-30T10:27:04Z"}`, []string{"body.format"}},
		"number_for_time":          {`{` + message + `,"createdAt":1768382824}`, []string{"body.type"}},
		"properties_list":          {`{` + message + `,"properties":[]}`, []string{"body.type"}},
		"properties_text":          {`{` + message + `,"properties":"x"}`, []string{"body.type"}},
		"user_properties_number":   {`{` + message + `,"userProperties":7}`, []string{"body.type"}},
		"user_id_bool":             {`{` + message + `,"userProperties":{"id":true}}`, []string{"body.any-of"}},
		"agent_name_number":        {`{` + message + `,"userProperties":{"supportAgentName":7}}`, []string{"body.type"}},
		"a_list":                   {`[]`, []string{"body.type"}},
		"two_violations_at_once":   {`{` + message + `,"id":"","projectId":1}`, []string{"body.length", "body.type"}},
		"nul_in_a_free_form_text":  {`{` + message + `,"properties":{"a":[{"b":"x\u0000"}]}}`, []string{"body.nul"}},
		"nul_in_a_free_form_name":  {`{` + message + `,"userProperties":{"a\u0000":1}}`, []string{"body.nul"}},
		"no_body":                  {``, []string{"body.empty"}},
		"repeated_member_at_depth": {`{` + message + `,"properties":{"a":{"b":1,"b":2}}}`, []string{"body.duplicate"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, violations := operation.ValidateRequest(spec.Request{
				Header: http.Header{"Content-Type": {"application/json"}, "Authorization": {"Bearer demo-web-key"}},
				Body:   []byte(test.body),
			})
			require.Equal(t, test.rules, hard(violations), "%v", violations)
		})
	}
}

// hard lists the rules of the violations that are not advisory, sorted.
func hard(violations []spec.Violation) []string {
	var rules []string
	for _, violation := range violations {
		if !violation.Advisory {
			rules = append(rules, violation.Rule)
		}
	}
	slices.Sort(rules)
	return rules
}

// Leaving out any one required member breaks the contract, leaving out any other does not.
func TestContractRequiredMembers(t *testing.T) {
	contract := load(t)
	for schema, test := range map[string]struct{ required, optional string }{
		"LogMessageEvent":         {logRequired("message", "messageId"), logOptional},
		"LogConversationEvent":    {logRequired("conversation", "conversationId"), logOptional},
		"LogSearchEvent":          {logRequired("search", "searchQuery"), logOptional},
		"SelectMessageEvent":      {logRequired("message", "messageId") + stored, free},
		"SelectConversationEvent": {logRequired("conversation", "conversationId") + stored, free},
		"SelectSearchEvent":       {logRequired("search", "searchQuery") + stored, free},
		"BadRequestProblem": {
			`"title":"T","status":400,"detail":"d","code":"bad_request","error":{"code":"bad_request","message":"d"}`,
			`"instance":"/events","requestId":"r"`,
		},
		"NotFoundProblem": {
			`"title":"T","status":404,"detail":"d","code":"not_found","error":{"code":"not_found","message":"d"}`,
			`"instance":"/conversations/c","requestId":"r"`,
		},
		"LogOpenAIMessage":             {`"role":"user","content":"c"`, message + `,"tool_calls":null`},
		"LogSupportMessage":            {`"role":"customer"`, message + `,"content":null`},
		"LogOpenAIConversation":        {`"type":"openai","messages":[{"role":"user","content":"c"}]`, conversation},
		"LogSupportTicketConversation": {`"type":"support_ticket","messages":[]`, conversation},
		"OpenAIMessage":                {storedMessage("openai", "user"), `"name":null,"links":null,"tool_calls":null,` + free},
		"SupportMessage":               {storedMessage("support_ticket", "customer"), `"name":null,"links":null,` + free},
		"OpenAIConversation":           {storedConversation("openai") + `,"messagesOpenAIFormat":[]`, `"tags":null,` + free},
		"SupportCopilotConversation":   {storedConversation("support_copilot"), `"tags":null,` + free},
		"ConversationList":             {`"conversations":[],"total":0,"pageSize":20,"count":0`, `"more":1`},
		"Deleted":                      {`"success":true,"message":"m"`, `"more":1`},
		"SubmitFeedbackRequest":        {`"type":"positive","messageId":"m"`, feedback + `,"createdAt":null,"updatedAt":null`},
		"SubmitFeedbackReason":         {`"label":"l"`, `"details":"d"`},
		"FeedbackReason":               {`"label":"l","details":"d"`, `"more":1`},
		"FeedbackSource":               {`"type":null`, `"title":null,"url":null`},
		"Feedback":                     {storedFeedback, feedback},
		"FoundFeedback": {
			storedFeedback + `,"conversation":{` + storedConversation("support_ticket") + `},` +
				`"message":{` + storedMessage("support_ticket", "x") + `}`, feedback,
		},
		"FeedbackList": {
			`"positiveFeedbackCount":0,"negativeFeedbackCount":0,"positiveFeedback":[],"negativeFeedback":[]`, `"more":1`,
		},
	} {
		for member := range members(t, "{"+test.required+","+test.optional+"}") {
			t.Run(schema+"_without_"+member, func(t *testing.T) {
				rest := members(t, "{"+test.required+","+test.optional+"}")
				delete(rest, member)
				data, err := json.Marshal(rest)
				require.NoError(t, err)
				_, violations := contract.ValidateValue(schema, data)
				_, required := members(t, "{"+test.required+"}")[member]
				require.Equal(t, required, len(violations) > 0, "%v", violations)
			})
		}
	}
}

const (
	free        = `"properties":{},"userProperties":null`
	logOptional = `"id":"1","createdAt":null,"projectId":null,"integrationId":null,` + free
	stored      = `,"id":"1","createdAt":"","projectId":null,"integrationId":null`
)

// What a client may leave out of a conversation and of a message.
const (
	conversation = `"id":"c","externalId":null,"externalUrl":null,"supportTicketConversationId":null,"createdAt":null,"updatedAt":null,` +
		`"projectId":null,"integrationId":null,"tags":[],"visibility":"public",` + free
	message = `"id":"m","externalId":null,"externalUrl":null,"createdAt":null,"updatedAt":null,"name":null,"links":[],` + free
)

// Feedback as it is stored, and what may be left out of it.
const (
	storedFeedback = `"id":"f","type":"positive","messageId":"m","createdAt":"","updatedAt":""`
	feedback       = `"id":"f","reasons":[],"details":null,"sources":null,` + free
)

func storedConversation(kind string) string {
	return `"id":"c","type":"` + kind + `","externalId":null,"externalUrl":null,"supportTicketConversationId":null,"createdAt":"",` +
		`"updatedAt":"","projectId":null,"integrationId":null,"visibility":null,"messages":[]`
}

func storedMessage(kind, role string) string {
	return `"id":"m","type":"` + kind + `","externalId":null,"externalUrl":null,"conversationId":"c","createdAt":"","updatedAt":"",` +
		`"role":"` + role + `","content":"c"`
}

func logRequired(kind, reference string) string {
	return `"type":"t","` + reference + `":"r","entityType":"` + kind + `"`
}

func members(t *testing.T, text string) map[string]json.RawMessage {
	t.Helper()
	var object map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(text), &object))
	return object
}

func TestContractNotesUndeclaredMembers(t *testing.T) {
	_, violations := logEvent(t).ValidateRequest(spec.Request{
		Header: http.Header{"Content-Type": {"application/json; charset=utf-8"}},
		Body: []byte(`{"entityType":"message","messageId":"m","type":"t","conversationId":"c","userproperties":{},` +
			`"userProperties":{"any":1}}`),
	})
	var pointers []string
	for _, violation := range violations {
		require.True(t, violation.Advisory, violation)
		pointers = append(pointers, violation.Pointer)
	}
	require.ElementsMatch(t, []string{"/conversationId", "/userproperties"}, pointers)
}

func TestContractAnswers(t *testing.T) {
	operation := logEvent(t)
	const head = `"id":"1","type":"t","createdAt":"any text","projectId":null,"integrationId":null`
	for name, test := range map[string]struct {
		status int
		media  string
		body   string
		ok     bool
	}{
		"the_sample":   {200, "application/json", sampleAnswer, true},
		"charset":      {200, "application/json; charset=utf-8", sampleAnswer, true},
		"message":      {200, "application/json", `{` + head + `,"messageId":"m","entityType":"message"}`, true},
		"conversation": {200, "application/json", `{` + head + `,"conversationId":"c","entityType":"conversation"}`, true},
		"search": {
			200, "application/json", `{` + head + `,"searchQuery":"","entityType":"search","properties":null,"userProperties":null}`, true,
		},
		"created":            {201, "application/json", sampleAnswer, false},
		"another_media_type": {200, "text/plain", sampleAnswer, false},
		"search_for_message": {200, "application/json", `{` + head + `,"searchQuery":"q","entityType":"message"}`, false},
		"no_entity_type":     {200, "application/json", `{` + head + `,"messageId":"m"}`, false},
		"project_left_out": {
			200, "application/json", `{"id":"1","type":"t","createdAt":"c","integrationId":null,"messageId":"m","entityType":"message"}`,
			false,
		},
		"integration_left_out": {
			200, "application/json", `{"id":"1","type":"t","createdAt":"c","projectId":null,"messageId":"m","entityType":"message"}`, false,
		},
		"null_time": {
			200, "application/json",
			`{"id":"1","type":"t","createdAt":null,"projectId":null,"integrationId":null,"messageId":"m","entityType":"message"}`, false,
		},
		"number_id": {
			200, "application/json",
			`{"id":1,"type":"t","createdAt":"c","projectId":null,"integrationId":null,"messageId":"m","entityType":"message"}`, false,
		},
		"properties_text": {200, "application/json", `{` + head + `,"messageId":"m","entityType":"message","properties":"x"}`, false},
		"user_id_list": {
			200, "application/json", `{` + head + `,"messageId":"m","entityType":"message","userProperties":{"userId":[]}}`, false,
		},
		"problem": {
			422, "application/problem+json", problem(`"status":422,`, "unprocessable_entity", "unprocessable_entity"), true,
		},
		"problem_of_its_own":     {409, "application/problem+json", problem(`"status":409,`, "conflict", "conflict"), true},
		"problem_code_of_other":  {422, "application/problem+json", problem(`"status":422,`, "bad_request", "unprocessable_entity"), false},
		"inner_code_of_other":    {401, "application/problem+json", problem(`"status":401,`, "unauthorized", "forbidden"), false},
		"problem_without_status": {400, "application/problem+json", problem(``, "bad_request", "bad_request"), false},
		"problem_as_json":        {400, "application/json", problem(`"status":400,`, "bad_request", "bad_request"), false},
		"not_found_is_unlisted":  {404, "application/problem+json", problem(`"status":404,`, "not_found", "not_found"), false},
	} {
		t.Run(name, func(t *testing.T) {
			violations := operation.ValidateResponse(spec.Response{
				Status: test.status,
				Header: http.Header{"Content-Type": {test.media}, "Www-Authenticate": {"Bearer"}},
				Body:   []byte(test.body),
			})
			require.Equal(t, test.ok, len(violations) == 0, "%v", violations)
		})
	}
}

func problem(status, code, inner string) string {
	return `{"title":"T",` + status + `"detail":"d","instance":"/events","requestId":"r","code":"` + code +
		`","error":{"code":"` + inner + `","message":"d"}}`
}

// Whatever an Event writes must be an answer by the document.
func TestEventIsAnAnswer(t *testing.T) {
	for _, kind := range []inkeep.EntityType{inkeep.EntityMessage, inkeep.EntityConversation, inkeep.EntitySearch} {
		event := sample(kind)
		event.Properties = nil
		data, err := event.MarshalJSON()
		require.NoError(t, err)
		_, violations := load(t).ValidateValue("LogEventResponse", data)
		require.Empty(t, violations)
	}
}
