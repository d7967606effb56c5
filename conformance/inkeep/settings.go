package inkeep

import (
	"errors"
	"fmt"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
	"github.com/understudy-mock/understudy/spec"
)

// Settings are what the suite takes as Target.Settings. Bearer is required.
type Settings struct {
	Bearer      string // the key of an API or a Web integration
	OtherBearer string // a second key, such as one of the other kind; empty skips the checks that need one
	WebBearer   string // a key that may only write; empty skips the checks that need one; may be the second key
}

// settingsOf are the settings of a target; those of another type are refused before a check can run.
func settingsOf(t conformance.Target) Settings {
	s, _ := t.Settings.(Settings)
	return s
}

func flags() []conformance.Flag {
	return []conformance.Flag{
		{Name: "bearer", Value: "KEY", Help: "the key", Required: true, Secret: true},
		{Name: "other-bearer", Value: "KEY", Help: "a second key, such as one of a web integration", Secret: true},
		{Name: "web-bearer", Value: "KEY", Help: "a key that may only write, as that of a web integration", Secret: true},
	}
}

// given are the settings that the flags say.
func given(g conformance.Given) (any, error) {
	return Settings{Bearer: g.First("bearer"), OtherBearer: g.First("other-bearer"), WebBearer: g.First("web-bearer")}, nil
}

func authorize(t conformance.Target) (conformance.Access, error) {
	s, ours := t.Settings.(Settings)
	if !ours && t.Settings != nil {
		return conformance.Access{}, fmt.Errorf("target: Settings is a %T; give inkeep.Settings", t.Settings)
	}
	missing := ""
	if s.OtherBearer == "" {
		missing = "no second key is named; give --other-bearer"
	}
	writer := ""
	if s.WebBearer == "" {
		writer = "no key that may only write is named; give --web-bearer"
	}
	errKey := usable("--bearer", s.Bearer)
	switch s.Bearer {
	case "":
		errKey = errors.New("inkeep: no key is named; give --bearer KEY")
	case s.OtherBearer:
		errKey = errors.New("inkeep: --bearer and --other-bearer are the same; the second is another key, such as that of a web " +
			"integration")
	case s.WebBearer:
		errKey = errors.New("inkeep: --bearer and --web-bearer are the same; give the key of an API integration as --bearer")
	}
	return conformance.Access{
		Header: "Bearer " + s.Bearer, Secrets: []string{s.Bearer, s.OtherBearer, s.WebBearer},
		Offers: map[conformance.Capability]string{kit.NamedOtherKey: missing, kit.NamedWebKey: writer},
		Credentials: []exchange.Credential{
			{Variable: "UNDERSTUDY_BEARER", Value: s.Bearer},
			{Variable: "UNDERSTUDY_OTHER_BEARER", Value: s.OtherBearer},
			{Variable: "UNDERSTUDY_WEB_BEARER", Value: s.WebBearer},
		},
	}, errors.Join(errKey, usable("--other-bearer", s.OtherBearer), usable("--web-bearer", s.WebBearer))
}

// usable refuses a key that no header can carry. It does not repeat it.
func usable(flag, key string) error {
	if stray := spec.Stray(key); stray != "" {
		return fmt.Errorf("inkeep: bad %s: the key %s; take that out", flag, stray)
	}
	if strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return fmt.Errorf("inkeep: the key holds characters that no header can carry; give %s KEY, without the word Bearer", flag)
	}
	return nil
}
