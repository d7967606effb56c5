package variant

import (
	"net/http"
	"regexp"
	"unicode/utf8"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func capacities() []Variant {
	return []Variant{
		legal("", "track.identifiers-only",
			"A tracked event is refused with 400 if a name, an id, an attribute or its value has more than letters, digits and _.",
			alter.BeforeTrack(identifiers("body", func(t *chatlayerworld.Track) []string {
				all := []string{t.Event.ID, t.Event.Event, t.Event.UserID, t.Event.ConversationID}
				for key, value := range t.Event.Attributes {
					all = append(all, key, value)
				}
				return all
			}))),
		legal("", "track.short-values",
			"A tracked event with an attribute of more than 100 characters, or a key of more than 40, is refused with 400.",
			alter.BeforeTrack(shortValues)),
		legal("", "track.version-required", "A tracked event without a version is refused with 400.", versionRequired),
		legal("L30", "body.at-most-100-kb", "A Chatlayer body of more than 100 kB is refused with 413.",
			alter.BeforeDecode(smallBody(102_400))),
		legal("", "body.at-most-20-deep", "A body with more than 20 levels of lists and objects is refused with 400.",
			alter.BeforeDecode(atMostDeep(20))),
	}
}

func atMostAttributes(most int) func(*pipeline.Call, *chatlayerworld.Track) error {
	return func(_ *pipeline.Call, t *chatlayerworld.Track) error {
		if n := len(t.Event.Attributes); n > most {
			return alter.Refuse(http.StatusBadRequest, "attributes: got %d, expected at most %d", n, most)
		}
		return nil
	}
}

// identifiers refuses an event of which one of the texts that are there is no identifier.
func identifiers(what string, texts func(*chatlayerworld.Track) []string) func(*pipeline.Call, *chatlayerworld.Track) error {
	plain := regexp.MustCompile(`^[A-Za-z0-9_]*$`)
	return func(_ *pipeline.Call, t *chatlayerworld.Track) error {
		for _, text := range texts(t) {
			if !plain.MatchString(text) {
				return alter.Refuse(http.StatusBadRequest, "%s: got %q, expected letters, digits and _ alone", what, text)
			}
		}
		return nil
	}
}

func shortValues(_ *pipeline.Call, t *chatlayerworld.Track) error {
	const longestKey, longestValue = 40, 100
	for key, value := range t.Event.Attributes {
		if utf8.RuneCountInString(key) > longestKey || utf8.RuneCountInString(value) > longestValue {
			return alter.Refuse(
				http.StatusBadRequest,
				"attributes: got a key or value that is too long, expected at most %d and %d characters",
				longestKey,
				longestValue,
			)
		}
	}
	return nil
}

func versionRequired(p *pipeline.Pipeline) {
	alter.BeforeTrack(func(c *pipeline.Call, _ *chatlayerworld.Track) error {
		if c.Args().Text("version") == "" {
			return alter.Refuse(http.StatusBadRequest, "version: got none, expected DRAFT or LIVE")
		}
		return nil
	})(p)
}

func shortTexts(most int) func(*pipeline.Call) error {
	return func(c *pipeline.Call) error {
		if !alter.ForChatlayer(c) {
			return nil
		}
		for name, value := range c.Args().Map() {
			if name != "page_token" && longest(value) > most {
				return alter.Refuse(http.StatusBadRequest, "%s: got a text of %d characters, expected at most %d", name, longest(value),
					most)
			}
		}
		return nil
	}
}

func smallBody(most int) func(*pipeline.Call) error {
	return func(c *pipeline.Call) error {
		if n := len(c.Sent); alter.ForChatlayer(c) && n > most {
			return alter.Refuse(http.StatusRequestEntityTooLarge, "body: got %d bytes, expected at most %d", n, most)
		}
		return nil
	}
}

// atMostDeep counts brackets outside of strings. What is no JSON is for the contract to refuse.
func atMostDeep(most int) func(*pipeline.Call) error {
	return func(c *pipeline.Call) error {
		level, quoted, escaped := 0, false, false
		for _, b := range c.Sent {
			switch {
			case escaped:
				escaped = false
			case quoted:
				quoted, escaped = b != '"', b == '\\'
			case b == '"':
				quoted = true
			case b == '[' || b == '{':
				level++
			case b == ']' || b == '}':
				level--
			}
			if level > most {
				return alter.Refuse(http.StatusBadRequest, "body: got more than %d levels, expected fewer", most)
			}
		}
		return nil
	}
}
