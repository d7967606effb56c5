//go:build examination

package variant

import (
	"maps"
	"net/http"
	"regexp"
	"slices"
	"unicode/utf8"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedCapacities() []Variant {
	return []Variant{
		legal("", "track.at-most-5-attributes", "A tracked event with more than 5 attributes is refused with 400.",
			alter.BeforeTrack(atMostAttributes(5))),
		legal("", "track.identifier-attributes",
			"A tracked event is refused with 400 if the name of an attribute has more than letters, digits and _.",
			alter.BeforeTrack(identifiers("attributes", func(t *chatlayerworld.Track) []string {
				return slices.Collect(maps.Keys(t.Event.Attributes))
			}))),
		legal("", "track.identifier-names", "A tracked event is refused with 400 if its name has more than letters, digits and _.",
			alter.BeforeTrack(identifiers("event", func(t *chatlayerworld.Track) []string { return []string{t.Event.Event} }))),
		legal("", "track.identifier-users", "A tracked event is refused with 400 if its user has more than letters, digits and _.",
			alter.BeforeTrack(identifiers("user_id", func(t *chatlayerworld.Track) []string { return []string{t.Event.UserID} }))),
		legal("", "track.short-names", "A tracked event whose name has more than 40 characters is refused with 400.",
			alter.BeforeTrack(shortNames)),
		legal("", "track.plain-names", "A tracked event whose name has more than letters, digits, spaces and -_.: is refused with 400.",
			alter.BeforeTrack(plainNames)),
		legal("", "strings.at-most-128", "Chatlayer texts of more than 128 characters are refused with 400.",
			alter.AfterDecode(shortTexts(128))),
		legal("L30", "body.at-most-16-kb", "A Chatlayer body of more than 16 kB is refused with 413.",
			alter.BeforeDecode(smallBody(16_384))),
	}
}

func shortNames(_ *pipeline.Call, t *chatlayerworld.Track) error {
	const most = 40
	if n := utf8.RuneCountInString(t.Event.Event); n > most {
		return alter.Refuse(http.StatusBadRequest, "event: got a name of %d characters, expected at most %d", n, most)
	}
	return nil
}

func plainNames(_ *pipeline.Call, t *chatlayerworld.Track) error {
	if !regexp.MustCompile(`^[A-Za-z0-9 _.:-]*$`).MatchString(t.Event.Event) {
		return alter.Refuse(http.StatusBadRequest, "event: got %q, expected letters, digits, spaces and -_.: alone", t.Event.Event)
	}
	return nil
}
