package stories

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// generator makes valid events of every shape. One seed gives the same events in every run, but for their marks.
type generator struct {
	*rand.Rand
	session *kit.Session
}

func newGenerator(s *kit.Session, seed, stream uint64) *generator {
	return &generator{rand.New(rand.NewPCG(seed, stream)), s} //nolint:gosec // the same seed must give the same run
}

// event draws a valid event: a kind, texts, and members that are absent, null or filled, in any order. It has no id, because
// a server may be choosy about those.
func (g *generator) event() kit.Draft {
	d := g.session.Event(kit.Kinds()[g.IntN(3)])
	d[0].Value = g.text() + g.session.Mark()
	d = g.optional(d, "createdAt", g.instant)
	d = g.optional(d, "projectId", func() any { return g.session.Project })
	d = g.optional(d, "integrationId", func() any { return g.session.Integration })
	d = g.optional(d, "properties", func() any { return g.object(3) })
	d = g.optional(d, "userProperties", g.user)
	g.Shuffle(len(d), func(i, j int) { d[i], d[j] = d[j], d[i] })
	return d
}

func (g *generator) optional(d kit.Draft, name string, fill func() any) kit.Draft {
	switch g.IntN(5) {
	case 0:
		return d
	case 1:
		return d.With(name, nil)
	default:
		return d.With(name, fill())
	}
}

// instant draws an instant from that of the reference's sample on. What becomes of the future, and of times long past, is not said.
func (g *generator) instant() any {
	from, to := time.Date(2019, 8, 24, 0, 0, 0, 0, time.UTC), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	at := from.Add(time.Duration(g.Int64N(int64(to.Sub(from)))))
	return at.Format("2006-01-02T15:04:05.000Z")
}

func (g *generator) user() any {
	u := g.object(1)
	texts := []string{"identificationType", "supportAgentName", "supportAgentEmail", "userType"}
	for _, name := range texts[:g.IntN(len(texts)+1)] {
		u[name] = g.text()
	}
	for _, name := range []string{"id", "userId"} {
		switch g.IntN(3) {
		case 0:
			u[name] = g.text()
		case 1:
			u[name] = json.Number(strconv.Itoa(g.IntN(1 << 30)))
		}
	}
	return u
}

func (g *generator) object(depth int) map[string]any {
	o := map[string]any{}
	for i := range 1 + g.IntN(4) {
		o[fmt.Sprintf("p%d %s", i, g.name())] = g.value(depth - 1)
	}
	return o
}

func (g *generator) list(depth int) []any {
	l := make([]any, 1+g.IntN(3))
	for i := range l {
		l[i] = g.value(depth - 1)
	}
	return l
}

func (g *generator) value(depth int) any {
	choice := g.IntN(7)
	if depth <= 0 {
		choice = g.IntN(5)
	}
	switch choice {
	case 0:
		return g.IntN(2) == 0
	case 1, 2:
		return g.number()
	case 5:
		return g.object(depth)
	case 6:
		return g.list(depth)
	default:
		return g.text()
	}
}

// number draws numbers that every reader of JSON holds exactly.
func (g *generator) number() json.Number {
	switch g.IntN(4) {
	case 0:
		return json.Number(strconv.Itoa(g.IntN(2001) - 1000))
	case 1:
		return json.Number(strconv.FormatInt(g.Int64N(1<<53), 10))
	case 2:
		return json.Number(strconv.FormatFloat(float64(g.IntN(1_000_000))/1024, 'f', -1, 64))
	default:
		return json.Number(strconv.Itoa(1+g.IntN(999)) + "e" + strconv.Itoa(g.IntN(20)-10))
	}
}

// name draws what may stand in a member's name. Dots and dollars may be reserved, as in some databases, which is not said.
func (g *generator) name() string { return strings.NewReplacer(".", "", "$", "").Replace(g.text()) }

// text draws a short text that is not empty.
func (g *generator) text() string {
	pieces := []string{
		"a", "B", "zz", "0", "42", " ", "-", "_", ".", "/", "é", "e\u0301", "ß", "Ω", "ж", "日本", "🎈", "👩‍💻", `"`, `\`,
		"\n", "\t", "<b>", "&", "%20", "+", "'",
		"null", "true", "\u2028", "${x}", "{{y}}",
	}
	var b strings.Builder
	for range 1 + g.IntN(8) {
		b.WriteString(pieces[g.IntN(len(pieces))])
	}
	return b.String()
}
