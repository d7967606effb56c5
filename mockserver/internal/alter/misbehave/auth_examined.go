//go:build examination

package misbehave

import (
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedAuth() []Misbehaviour {
	return area("auth",
		breaks("auth.team-list-open", 2, "Team lists are served without credentials.", "CHL-AUTH-1 CHL-AUTH-8", open(alter.ListOfTeam)),
		breaks("auth.track-open", 2, "Events are tracked without credentials.", "CHL-AUTH-1 CHL-AUTH-8", open(alter.TrackEvent)),
		breaks("auth.echo-open", 2, "Echo is served without credentials.", "CHL-AUTH-2 CHL-AUTH-8", open(alter.Echo)),
		breaks("auth.secret-unchecked", 2, "Only the token's id is checked, never its secret.", "CHL-AUTH-3 CHL-AUTH-8",
			pairs(func(id, _, gotID, _ string) bool { return id == gotID })),
		breaks("auth.secret-prefix", 3, "A part of the secret from its start is enough.", "CHL-AUTH-3 CHL-AUTH-8",
			pairs(func(id, secret, gotID, gotSecret string) bool {
				return id == gotID && gotSecret != "" && strings.HasPrefix(secret, gotSecret)
			})),
		breaks("auth.spaces-trimmed", 4, "Spaces around a secret are ignored.", "CHL-AUTH-3 CHL-AUTH-8 CHL-ACC-6",
			pairs(func(id, secret, gotID, gotSecret string) bool {
				return id == gotID && secret == strings.TrimSpace(gotSecret)
			})),
		breaks("auth.bearer-pair", 3, "The pair passes as a bearer key by itself, of whatever secret.", "CHL-AUTH-8", bearerPair),
	)
}

func bearerPair(p *pipeline.Pipeline) {
	letIn(alter.ForChatlayer, func(header, _ string) bool {
		_, key, _ := strings.Cut(header, " ")
		return strings.HasPrefix(header, "Bearer ") && key != ""
	})(p)
}
