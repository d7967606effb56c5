package alter

import (
	"fmt"
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// The operations, by operationId.
const (
	ListByGet  = "ListEvents"
	ListByPost = "ListEventsWithFilters"
	ListOfTeam = "GetTeamEvents"
	TrackEvent = "TrackEvent"
	Echo       = "Echo"
	LogEvent   = "LogEvent"

	ListDefinitions     = "ListEventDefinitions"
	ListTeamDefinitions = "ListTeamEventDefinitions"
	CreateDefinition    = "CreateEventDefinition"
	ListValues          = "GetEventAttributeValues"
	CountFunnel         = "ComputeEventsFunnel"

	LogConversation    = "LogConversation"
	ListConversations  = "ListConversations"
	GetConversation    = "GetConversation"
	GetByExternalID    = "GetConversationByExternalID"
	DeleteConversation = "DeleteConversation"

	SubmitFeedback = "SubmitFeedback"
	ListFeedback   = "ListFeedback"
	GetFeedback    = "GetFeedback"
	DeleteFeedback = "DeleteFeedback"
)

// IsList tells the operations that answer a page of events.
func IsList(c *pipeline.Call) bool { return c.Is(ListByGet, ListByPost, ListOfTeam) }

// ForChatlayer tells calls of the Chatlayer API.
func ForChatlayer(c *pipeline.Call) bool { return c.API == "chatlayer" }

// ForInkeep tells calls of the Inkeep API.
func ForInkeep(c *pipeline.Call) bool { return c.API == "inkeep" }

// Refuse makes a refusal. What is wrong of the arguments of format shows in its text.
func Refuse(status int, format string, args ...any) *pipeline.Problem {
	return &pipeline.Problem{Status: status, Detail: fmt.Sprintf(format, args...)}
}

// AllowOrigin is the header that lets pages of an origin read an answer.
const AllowOrigin = "Access-Control-Allow-Origin"

// IsPreflight tells the requests with which a browser asks what a page may send.
func IsPreflight(r *http.Request) bool {
	return r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != ""
}
