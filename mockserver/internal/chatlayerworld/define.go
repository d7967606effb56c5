package chatlayerworld

import (
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/tidwall/btree"

	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// DefineEvent creates the definition of a bot's events of a name, for a team. The bot becomes the team's if it has no owner. What is
// defined already stays as it is. The error is a *world.FullError.
// CHL-DEF-4, CHL-DEF-8.
type DefineEvent struct {
	Team        string    `json:"team"`
	Bot         string    `json:"bot"`
	Event       string    `json:"event"`
	Description string    `json:"description"`
	Created     time.Time `json:"created"`
}

// Defined is the outcome of DefineEvent.
type Defined struct {
	Added bool   // there was none before
	Owner string // of the bot; nothing was defined if it is another team
}

// Changed reports whether the definition is new.
func (d Defined) Changed() bool { return d.Added }

// Kind is that of the command.
func (DefineEvent) Kind() string { return "define_event" }

// ApplyTo keeps the definition.
func (c DefineEvent) ApplyTo(w *world.World) (Defined, error) {
	st := of(w)
	if owner, owned := st.teams.owner(c.Bot); owned && owner != c.Team {
		return Defined{Owner: owner}, nil
	}
	key := definitionKey(c.Bot, c.Event)
	st.defining.Lock()
	defer st.defining.Unlock()
	if _, there := st.defined.Get(key); there {
		return Defined{Owner: c.Team}, nil
	}
	const fixed = sizeOfBot + 200
	size := int64(fixed + 2*len(key) + len(c.Description))
	if err := st.base.Take(size); err != nil {
		return Defined{}, err
	}
	if owner := st.teams.claim(c.Bot, c.Team); owner != c.Team { // it was faster
		st.base.GiveBack(size)
		return Defined{Owner: owner}, nil
	}
	st.defined.Set(key, definition{c.Description, c.Created})
	return Defined{Added: true, Owner: c.Team}, nil
}

// definition is what was said when it was created.
type definition struct {
	description string
	created     time.Time
}

func (d definition) same(as definition) bool {
	return d.description == as.description && d.created.Equal(as.created)
}

// separator stands between a bot and an event. No id of a bot has it.
const separator = "\x00"

// definitionKey orders definitions by bot and event.
func definitionKey(bot, event string) string { return bot + separator + event }

// DefinitionID is the id of a definition: whoever asks for what is defined, and whether it was created, finds the same.
func DefinitionID(bot, event string) string {
	return world.Named(uuid.NameSpaceOID, []byte("understudy/definition/"+definitionKey(bot, event))).String()
}

// definitions are those that were created for a bot, by event.
func (st *state) definitions(bot string) map[string]definition {
	all := st.allDefinitions()
	found, prefix := map[string]definition{}, definitionKey(bot, "")
	all.Ascend(prefix, func(key string, d definition) bool {
		event, its := strings.CutPrefix(key, prefix)
		if its {
			found[event] = d
		}
		return its
	})
	return found
}

// allDefinitions are those that there are now, by definitionKey.
func (st *state) allDefinitions() *btree.Map[string, definition] {
	st.defining.Lock()
	defer st.defining.Unlock()
	return st.defined.Copy()
}
