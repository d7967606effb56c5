package isolation

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

var inventedBot = conformance.Check{
	ID:          "chatlayer.isolation.invented-bot",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-7",
	Title:       "The lists of a second bot, or of one that nobody made, hold no event of the bot.",
	Operations:  kit.BotLists(),
	Floor:       map[string]int{"events that could leak": 1, "answers": 5},
	Run:         kit.WithPlanted(nothingElsewhere),
}

// nothingElsewhere asks for the lists of another bot, in every way: none of the run's events is there.
func nothingElsewhere(ctx context.Context, p *kit.Probe) {
	control(ctx, p)
	for _, op := range []string{kit.Get, kit.Post} {
		for _, q := range views(p, op) {
			q.Bot = p.Elsewhere()
			keptOut(ctx, p, p.Request(q), "the list of "+p.ElsewhereName()+" ("+op+" "+q.Describe()+")")
		}
	}
	q := p.ListPlanted(kit.Post)
	q.Bot, q.Filters = p.Elsewhere(), []kit.Filter{kit.OneValue("colour", "eq", "red")} // a word for equality that is not known is refused
	keptOut(ctx, p, p.Request(q), "the list of "+p.ElsewhereName()+" with an attribute filter")
}

var similarBots = conformance.Check{
	ID:          "chatlayer.isolation.similar-bots",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-7",
	Title:       "Bots whose ids are parts of each other are kept apart.",
	Operations:  kit.BotLists(),
	Floor:       map[string]int{"events that could leak": 1, "answers": 5},
	Run:         kit.WithPlanted(runSimilarBots),
}

// runSimilarBots asks for bots whose ids are parts or extensions of the bot's own.
func runSimilarBots(ctx context.Context, p *kit.Probe) {
	control(ctx, p)
	for i, bot := range similarIDs(p.Bot) {
		if bot == p.OtherBot {
			continue
		}
		q := p.ListPlanted([]string{kit.Get, kit.Post}[i%2])
		if i < 4 { // the others are asked for everything
			q.User = p.ValueOf(kit.ByUser)
		}
		q.Bot = bot
		keptOut(ctx, p, p.Request(q), "the list of the bot "+kit.Quoted(bot))
	}
}

var speltBots = conformance.Check{
	ID:          "chatlayer.isolation.spelt-bots",
	Level:       conformance.Info,
	Requirement: "CHL-TRN-9",
	Title:       "Which odd spellings of a bot's id reach the bot.",
	Operations:  []string{kit.Get},
	Floor:       map[string]int{"answers": 7},
	NoMutant:    "records only",
	Run:         kit.WithPlanted(spelledBots),
}

// spelledBots records which odd spellings of the bot's id reach the bot. How ids in paths are read nobody documents.
func spelledBots(ctx context.Context, p *kit.Probe) {
	bot := url.PathEscape(p.Bot)
	twice := fmt.Sprintf("%%25%02X", p.Bot[0]) + url.PathEscape(p.Bot[1:])
	var same []string
	for _, path := range []string{bot + "%20", "%20" + bot, bot + "%2500", twice, bot + "%3Bx=1", bot + "%2C" + bot, bot + "%23"} {
		q := p.ListPlanted(kit.Get)
		q.User = p.ValueOf(kit.ByUser)
		r := p.Request(q)
		r.Path = "/v1/bots/" + path + "/events/stream"
		if len(plantedOn(p, stranger(ctx, p, r))) > 0 {
			same = append(same, path)
		}
	}
	if len(same) == 0 {
		p.Record("no odd spelling of the id reaches the bot")
		return
	}
	p.Record("the same bot: %s", strings.Join(same, ", "))
}

var bodyBot = conformance.Check{
	ID:          "chatlayer.isolation.body-bot",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-7",
	Also:        []string{"CHL-OPS-8"},
	Title:       "A bot_id beside the path leads to no other bot.",
	Operations:  kit.BotLists(),
	Floor:       map[string]int{"events that could leak": 1, "answers": 4},
	Run:         kit.WithPlanted(runBodyBot),
}

// runBodyBot puts the bot's id into places where it says nothing, and asks for another bot: the path decides.
func runBodyBot(ctx context.Context, p *kit.Probe) {
	control(ctx, p)
	q := p.ListPlanted(kit.Post)
	q.Bot = p.Elsewhere()
	for _, member := range []string{"bot_id", "botId"} {
		r := p.Request(q)
		r.Body = kit.WithMember(r.Body, member, p.Bot)
		keptOut(ctx, p, r, "a list of "+p.ElsewhereName()+" with "+member+" in the body")
		q.Op = kit.Get
		r = p.Request(q)
		r.RawQuery += "&" + member + "=" + kit.Escape(p.Bot)
		keptOut(ctx, p, r, "a list of "+p.ElsewhereName()+" with "+member+" in the query")
		q.Op = kit.Post
	}
	if p.Team == "" {
		return
	}
	r := p.Request(q)
	r.Body = kit.WithMember(r.Body, "team_id", p.Team)
	keptOut(ctx, p, r, "a list of "+p.ElsewhereName()+" with team_id in the body")
}

var borrowedToken = conformance.Check{
	ID:          "chatlayer.isolation.borrowed-token",
	Level:       conformance.Info,
	Requirement: "CHL-PAGE-19",
	Title:       "What a page token of one bot gives under another of the team.",
	Operations:  kit.BotLists(),
	Floor:       map[string]int{"events that could leak": 1, "tokens": 1},
	NoMutant:    "records only",
	Run:         kit.WithPlanted(runBorrowedToken),
}

// runBorrowedToken takes a page token of the bot to another one and records what that shows.
func runBorrowedToken(ctx context.Context, p *kit.Probe) {
	control(ctx, p)
	tokens, said := 0, []string{}
	for _, op := range []string{kit.Get, kit.Post} {
		q := p.ListPlanted(op)
		q.Size = 5
		q.Token = p.MustPage(ctx, q).Next
		if q.Token == "" {
			continue
		}
		q.Bot = p.Elsewhere()
		page := stranger(ctx, p, p.HostileRequest(q))
		said = append(said, fmt.Sprintf("%s: status %d with %s of the bot", kit.Called(op), page.X.Status,
			english.Count(len(plantedOn(p, page)), "event")))
		tokens++
	}
	if tokens == 0 && len(p.Planted) <= 5 {
		p.NotApplicable("all events that were found fit on a page, so that there is no token")
	}
	p.Saw("tokens", tokens)
	p.Record("a page token of the bot with the list of %s; %s", p.ElsewhereName(), strings.Join(said, "; "))
}

var botCase = conformance.Check{
	ID:          "chatlayer.isolation.bot-case",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-7",
	Title:       "A bot's id in the other case of letters mixes no bots.",
	Operations:  []string{kit.Get},
	Floor:       map[string]int{"events that could leak": 1, "answers": 1},
	Run:         kit.WithPlanted(caseOfBot),
}

// caseOfBot asks for the bot's id in the other case of letters. That may be the same bot, but then all events are of that bot.
func caseOfBot(ctx context.Context, p *kit.Probe) {
	bot, variant := p.Bot, otherCase(p.Bot)
	if variant == bot || variant == p.OtherBot {
		p.NotApplicable("the bot's id has no other case of letters")
	}
	control(ctx, p)
	from, to := p.PlantedWindow()
	q := kit.Query{Bot: variant, Start: kit.Bound(from.Add(-12 * time.Hour)), End: kit.Bound(to.Add(12 * time.Hour)), Size: 100}
	ids, leaked := map[string]bool{}, 0
	look := func(q kit.Query) {
		for range 5 {
			page := stranger(ctx, p, p.Request(q))
			for _, e := range page.Events {
				ids[e.BotID] = true
			}
			leaked += len(plantedOn(p, page))
			if q.Token = page.Next; q.Token == "" {
				return
			}
		}
	}
	if look(q); leaked > 0 && !ids[variant] { // the other bot may have events at other times
		q.Start, q.End = kit.Bound(from.AddDate(0, -2, 0)), kit.Bound(to.AddDate(0, 2, 0))
		look(q)
	}
	switch {
	case leaked == 0:
		p.Record("%s is another bot, or none", kit.Quoted(variant))
	case ids[bot] && ids[variant]:
		p.Fail(conformance.Failure{
			Message: "the list of " + kit.Quoted(variant) + " mixes two bots", Expected: "events of one bot",
			Got:      "events of " + kit.Quoted(bot) + " and of " + kit.Quoted(variant),
			Symptoms: []conformance.Symptom{kit.ForbiddenSymptom(" bot ")},
		})
	default:
		p.Record("%s is the same bot", kit.Quoted(variant))
	}
}

var trackedBodyBot = conformance.Check{
	ID:          "chatlayer.isolation.tracked-body-bot",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-7",
	Also:        []string{"CHL-OPS-8"},
	Title:       "A bot_id in the body does not take a tracked event to another bot.",
	Operations:  kit.TrackAndLists(),
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"tracked": 2},
	Run:         kit.WithPlanted(runTrackedBodyBot),
}

// runTrackedBodyBot tracks into the bot with the id of another one in the body: the event is refused, or it is the bot's.
func runTrackedBodyBot(ctx context.Context, p *kit.Probe) {
	elsewhere, user := cmp.Or(p.Second.ID, p.Names.Of("moved")), p.Names.Of("moved")
	var taken []*kit.RunEvent
	for i, member := range []string{"bot_id", "botId"} {
		at := p.Base.Add(40*time.Minute + time.Duration(i)*time.Second)
		k, x := p.TrackTo(ctx, p.Bot, p.Auth, kit.Sent{Version: "LIVE", Event: user, User: user, At: at},
			func(r *exchange.Request) {
				r.Body = kit.WithMember(r.Body, member, elsewhere)
				r.Hostile = true
			})
		p.Saw("tracked", 1)
		if x.OK() {
			taken = append(taken, k)
		}
	}
	stayHere(ctx, p, taken, elsewhere)
}

var trackedBesideReading = conformance.Check{
	ID:          "chatlayer.isolation.tracked-beside-reading",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-7",
	Title:       "A tracked event goes to the bot in its path, whichever was read last.",
	Operations:  kit.TrackAndLists(),
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"tracked": 3},
	Run:         kit.WithPlanted(runTrackedBesideReading),
}

// runTrackedBesideReading asks for another bot's list right before each track: what was read last decides nothing.
func runTrackedBesideReading(ctx context.Context, p *kit.Probe) {
	elsewhere, user := p.Elsewhere(), p.Names.Of("here")
	var taken []*kit.RunEvent
	for i := range 3 {
		q := p.ListPlanted([]string{kit.Get, kit.Post}[i%2])
		q.Bot = elsewhere
		stranger(ctx, p, p.Request(q))
		at := p.Base.Add(42*time.Minute + time.Duration(i)*time.Second)
		k, x := p.TrackTo(ctx, p.Bot, p.Auth, kit.Sent{Version: "LIVE", Event: user, User: user, At: at},
			func(*exchange.Request) {})
		if !x.OK() {
			p.Inconclusive("a valid event was refused: %s", kit.Gist(x))
		}
		taken = append(taken, k)
		p.Saw("tracked", 1)
	}
	stayHere(ctx, p, taken, elsewhere)
}

// stayHere fails the check if an acknowledged event is in another bot. The events are of one user. That one is in none is recorded:
// whether each has to appear is for another check.
func stayHere(ctx context.Context, p *kit.Probe, taken []*kit.RunEvent, elsewhere string) {
	if len(taken) == 0 {
		return
	}
	from, to := p.EventWindow(taken)
	q := kit.Query{Bot: elsewhere, User: taken[0].User, Start: kit.Bound(from), End: kit.Bound(to), Size: 100}
	lost := p.SettleOwn(ctx, taken...)
	page := stranger(ctx, p, p.Request(q))
	for _, e := range page.Events {
		if k := mine(p, e); k != nil {
			p.Fail(conformance.Failure{
				Message:  "an event that was tracked for one bot is listed for another",
				Expected: "the event in the list of the bot in the path alone",
				Got:      k.Label() + " is listed for the bot " + kit.Quoted(elsewhere), Exchanges: []*exchange.Exchange{page.X},
			})
		}
	}
	if len(lost) > 0 {
		p.Record("%s appeared in no list within the settle time", english.Of(len(lost), len(taken), "acknowledged event"))
	}
}
