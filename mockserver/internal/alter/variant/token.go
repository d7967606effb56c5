package variant

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func tokenForms() []Variant {
	return []Variant{
		legal("L07", "token.long", "Page tokens are about 2,000 random characters long.", recoded(lengthen, cutAt('.'))),
		legal("L07", "token.base64-json", "Page tokens are JSON in base64, with + and / and = in it.", recoded(toJSON, fromJSON)),
		legal("L07", "token.integer", "Page tokens are whole numbers.", remembered(forever, "9007199254", false)),
		legal("L08", "token.stateful", "Page tokens are short names for what the server remembers for 10 minutes.",
			remembered(10*time.Minute, "k", false)),
		legal("", "token.expires-60s", "Page tokens are good for a minute.", remembered(time.Minute, "m", false)),
		legal("", "token.single-use", "A page token is good for one call.", remembered(forever, "once-", true)),
	}
}

const forever = time.Duration(1 << 62)

// tokens gives page tokens another form on the wire. The server behind it sees its own.
func tokens(
	issue func(c *pipeline.Call, own string) string,
	accept func(c *pipeline.Call, sent string) (own string, ok bool),
) alter.Decorator {
	return alter.Together(
		alter.BeforeDecode(func(c *pipeline.Call) error {
			token := ""
			if alter.IsList(c) {
				token, _ = alter.Argument(c, "page_token")
			}
			if token == "" {
				return nil
			}
			own, ok := accept(c, token)
			if !ok {
				return alter.Refuse(
					http.StatusBadRequest,
					"page_token: got what is no token for this call, expected a next_page_token as it was given; "+
						"send it unchanged and once, or none to start anew",
				)
			}
			alter.SetArgument(c, "page_token", own)
			return nil
		}),
		alter.OnObject(alter.Listed, func(c *pipeline.Call, o alter.Object) alter.Object {
			if own := o.Text("next_page_token"); own != "" {
				return o.With("next_page_token", alter.Quoted(issue(c, own)))
			}
			return o
		}),
	)
}

// recoded is for forms that need no memory.
func recoded(issue func(string) string, accept func(string) (string, bool)) alter.Decorator {
	return tokens(
		func(_ *pipeline.Call, own string) string { return issue(own) },
		func(_ *pipeline.Call, token string) (string, bool) { return accept(token) },
	)
}

// cutAt takes what stands before the last of a character.
func cutAt(separator byte) func(string) (string, bool) {
	return func(token string) (string, bool) {
		i := strings.LastIndexByte(token, separator)
		return token[:max(i, 0)], i > 0
	}
}

func lengthen(own string) string {
	var b strings.Builder
	b.WriteString(own + ".")
	for i := range 120 {
		fmt.Fprintf(&b, "%016x", alter.Hash(own, strconv.Itoa(i)))
	}
	return b.String()
}

type cursor struct {
	Version int    `json:"v"`
	Salt    string `json:"salt"` // becomes + and / in base64
	After   string `json:"after"`
}

func toJSON(own string) string {
	b, err := json.Marshal(cursor{2, "~~~???~~", own})
	if err != nil {
		return own // not reached: text and numbers always marshal
	}
	return base64.StdEncoding.EncodeToString(b)
}

func fromJSON(token string) (string, bool) {
	b, err := base64.StdEncoding.Strict().DecodeString(token)
	if err != nil {
		return "", false
	}
	var c cursor
	err = json.Unmarshal(b, &c)
	return c.After, err == nil && c.After != ""
}

// remembered issues serial numbers behind a prefix, and for how long the server knows what they mean.
func remembered(life time.Duration, prefix string, once bool) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		m := newIssuer(worldWatch(p), life, prefix, once)
		recoded(m.issue, m.accept)(p)
	}
}

// issuer is what a server remembers of the tokens it gave.
type issuer struct {
	watch  stopwatch
	issued *alter.Memory[issued]
	serial atomic.Uint64
	life   time.Duration
	prefix string
	once   bool // a token is forgotten when it is used
}

type issued struct {
	own string
	at  time.Duration
}

func newIssuer(watch stopwatch, life time.Duration, prefix string, once bool) *issuer {
	return &issuer{watch: watch, issued: alter.NewMemory[issued](), life: life, prefix: prefix, once: once}
}

func (m *issuer) issue(own string) string {
	token := fmt.Sprintf("%s%d", m.prefix, 100_000+m.serial.Add(1))
	m.issued.Put(token, issued{own, m.watch()})
	return token
}

func (m *issuer) accept(token string) (own string, ok bool) {
	find := m.issued.Get
	if m.once {
		find = m.issued.Take
	}
	i, there := find(token)
	return i.own, there && m.watch()-i.at < m.life
}
