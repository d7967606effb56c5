package chatlayer

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

var inventedBot = conformance.Check{
	ID:          "chatlayer.isolation.invented-bot",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-7",
	Title:       "The lists of a second bot, or of one that nobody made, hold no event of the bot.",
	Operations:  filterLists(),
	Floor:       map[string]int{"events that could leak": 1, "answers": 5},
	Run:         with(nothingElsewhere),
}

// nothingElsewhere asks for the lists of another bot, in every way: none of the run's events is there.
func nothingElsewhere(ctx context.Context, p *probe) {
	control(ctx, p)
	for _, op := range []string{get, post} {
		for _, q := range views(p, op) {
			q.Bot = p.s.elsewhere()
			keptOut(ctx, p, p.s.request(q), "the list of "+p.s.elsewhereCalled()+" ("+op+" "+q.describe()+")")
		}
	}
	q := p.inSeed(post)
	q.Bot, q.Filters = p.s.elsewhere(), []Filter{oneValue("colour", "eq", "red")} // a word for equality that is not known is refused
	keptOut(ctx, p, p.s.request(q), "the list of "+p.s.elsewhereCalled()+" with an attribute filter")
}

var isolationSimilarBots = conformance.Check{
	ID:          "chatlayer.isolation.similar-bots",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-7",
	Title:       "Bots whose ids are parts of each other are kept apart.",
	Operations:  filterLists(),
	Floor:       map[string]int{"events that could leak": 1, "answers": 5},
	Run:         with(similarBots),
}

// similarBots asks for bots whose ids are parts or extensions of the bot's own.
func similarBots(ctx context.Context, p *probe) {
	control(ctx, p)
	for i, bot := range nearBots(p.Target().Bot) {
		if bot == p.Target().OtherBot {
			continue
		}
		q := p.inSeed([]string{get, post}[i%2])
		if i < 4 { // the others are asked for everything
			q.User = p.valueOf(byUser)
		}
		q.Bot = bot
		keptOut(ctx, p, p.s.request(q), "the list of the bot "+quoted(bot))
	}
}

var speltBots = conformance.Check{
	ID:          "chatlayer.isolation.spelt-bots",
	Level:       conformance.Info,
	Requirement: "CHL-TRN-9",
	Title:       "Which odd spellings of a bot's id reach the bot.",
	Operations:  []string{get},
	Floor:       map[string]int{"answers": 7},
	Unproved:    "records only",
	Run:         with(spelledBots),
}

// spelledBots records which odd spellings of the bot's id reach the bot. How ids in paths are read nobody documents.
func spelledBots(ctx context.Context, p *probe) {
	bot := url.PathEscape(p.Target().Bot)
	twice := fmt.Sprintf("%%25%02X", p.Target().Bot[0]) + url.PathEscape(p.Target().Bot[1:])
	var same []string
	for _, path := range []string{bot + "%20", "%20" + bot, bot + "%2500", twice, bot + "%3Bx=1", bot + "%2C" + bot, bot + "%23"} {
		q := p.inSeed(get)
		q.User = p.valueOf(byUser)
		r := p.s.request(q)
		r.Path = "/v1/bots/" + path + "/events/stream"
		if len(seedEventsOf(p, stranger(ctx, p, r))) > 0 {
			same = append(same, path)
		}
	}
	if len(same) == 0 {
		p.Record("no odd spelling of the id reaches the bot")
		return
	}
	p.Record("the same bot: %s", strings.Join(same, ", "))
}

var isolationBodyBot = conformance.Check{
	ID:          "chatlayer.isolation.body-bot",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-7",
	Also:        []string{"CHL-OPS-8"},
	Title:       "A bot_id beside the path leads to no other bot.",
	Operations:  filterLists(),
	Floor:       map[string]int{"events that could leak": 1, "answers": 4},
	Run:         with(bodyBot),
}

// bodyBot puts the bot's id into places where it says nothing, and asks for another bot: the path decides.
func bodyBot(ctx context.Context, p *probe) {
	control(ctx, p)
	q := p.inSeed(post)
	q.Bot = p.s.elsewhere()
	for _, member := range []string{"bot_id", "botId"} {
		r := p.s.request(q)
		r.Body = withMember(r.Body, member, p.Target().Bot)
		keptOut(ctx, p, r, "a list of "+p.s.elsewhereCalled()+" with "+member+" in the body")
		q.Op = get
		r = p.s.request(q)
		r.RawQuery += "&" + member + "=" + escape(p.Target().Bot)
		keptOut(ctx, p, r, "a list of "+p.s.elsewhereCalled()+" with "+member+" in the query")
		q.Op = post
	}
	if p.Target().Team == "" {
		return
	}
	r := p.s.request(q)
	r.Body = withMember(r.Body, "team_id", p.Target().Team)
	keptOut(ctx, p, r, "a list of "+p.s.elsewhereCalled()+" with team_id in the body")
}

var isolationBorrowedToken = conformance.Check{
	ID:          "chatlayer.isolation.borrowed-token",
	Level:       conformance.Info,
	Requirement: "CHL-PAGE-19",
	Title:       "What a page token of one bot gives under another of the team.",
	Operations:  filterLists(),
	Floor:       map[string]int{"events that could leak": 1, "tokens": 1},
	Unproved:    "records only",
	Run:         with(borrowedToken),
}

// borrowedToken takes a page token of the bot to another one and records what that shows.
func borrowedToken(ctx context.Context, p *probe) {
	control(ctx, p)
	tokens, said := 0, []string{}
	for _, op := range []string{get, post} {
		q := p.inSeed(op)
		q.Size = 5
		q.Token = p.Whole(ctx, q).Next
		if q.Token == "" {
			continue
		}
		q.Bot = p.s.elsewhere()
		page := stranger(ctx, p, p.s.wrong(q))
		said = append(said, fmt.Sprintf("%s: status %d with %d events of the bot", called(op), page.X.Status, len(seedEventsOf(p, page))))
		tokens++
	}
	if tokens == 0 && len(p.s.seed) <= 5 {
		p.NotApplicable("all events that were found fit on a page, so that there is no token")
	}
	p.Saw("tokens", tokens)
	p.Record("a page token of the bot with the list of %s; %s", p.s.elsewhereCalled(), strings.Join(said, "; "))
}

var botCase = conformance.Check{
	ID:          "chatlayer.isolation.bot-case",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-7",
	Title:       "A bot's id in the other case of letters mixes no bots.",
	Operations:  []string{get},
	Floor:       map[string]int{"events that could leak": 1, "answers": 1},
	Run:         with(caseOfBot),
}

// caseOfBot asks for the bot's id in the other case of letters. That may be the same bot, but then all events are of that bot.
func caseOfBot(ctx context.Context, p *probe) {
	bot, variant := p.Target().Bot, otherCase(p.Target().Bot)
	if variant == bot || variant == p.Target().OtherBot {
		p.NotApplicable("the bot's id has no other case of letters")
	}
	control(ctx, p)
	from, to := p.s.window()
	q := Query{Bot: variant, Start: bound(from.Add(-12 * time.Hour)), End: bound(to.Add(12 * time.Hour)), Size: 100}
	ids, leaked := map[string]bool{}, 0
	for range 5 {
		page := stranger(ctx, p, p.s.request(q))
		for _, e := range page.Events {
			ids[e.BotID] = true
		}
		leaked += len(seedEventsOf(p, page))
		if q.Token = page.Next; q.Token == "" {
			break
		}
	}
	switch {
	case leaked == 0:
		p.Record("%s is another bot, or none", quoted(variant))
	case ids[bot] && ids[variant]:
		p.Fail(conformance.Failure{
			Message: "the list of " + quoted(variant) + " mixes two bots", Expected: "events of one bot",
			Got: "events of " + quoted(bot) + " and of " + quoted(variant),
		})
	default:
		p.Record("%s is the same bot", quoted(variant))
	}
}

var isolationTrackedBodyBot = conformance.Check{
	ID:          "chatlayer.isolation.tracked-body-bot",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-7",
	Also:        []string{"CHL-OPS-8"},
	Title:       "A bot_id in the body does not take a tracked event to another bot.",
	Operations:  tracked(),
	Needs:       filterWrites(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"tracked": 2},
	Run:         with(trackedBodyBot),
}

// trackedBodyBot tracks into the bot with the id of another one in the body: the event is refused, or it is the bot's.
func trackedBodyBot(ctx context.Context, p *probe) {
	elsewhere, user := cmp.Or(p.s.second.id, p.s.names.of("moved")), p.s.names.of("moved")
	var taken []*Known
	for i, member := range []string{"bot_id", "botId"} {
		at := p.s.base.Add(40*time.Minute + time.Duration(i)*time.Second)
		k, x := p.trackTo(ctx, p.Target().Bot, p.s.auth, Sent{Version: "LIVE", Event: user, User: user, At: at}, func(r *exchange.Request) {
			r.Body = withMember(r.Body, member, elsewhere)
			r.Hostile = true
		})
		p.Saw("tracked", 1)
		if x.OK() {
			taken = append(taken, k)
		}
	}
	stayHere(ctx, p, taken, elsewhere)
}

var isolationTrackedBesideReading = conformance.Check{
	ID:          "chatlayer.isolation.tracked-beside-reading",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-7",
	Title:       "A tracked event goes to the bot in its path, whichever was read last.",
	Operations:  tracked(),
	Needs:       filterWrites(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"tracked": 3},
	Run:         with(trackedBesideReading),
}

// trackedBesideReading asks for another bot's list right before each track: what was read last decides nothing.
func trackedBesideReading(ctx context.Context, p *probe) {
	elsewhere, user := p.s.elsewhere(), p.s.names.of("here")
	var taken []*Known
	for i := range 3 {
		q := p.inSeed([]string{get, post}[i%2])
		q.Bot = elsewhere
		stranger(ctx, p, p.s.request(q))
		at := p.s.base.Add(42*time.Minute + time.Duration(i)*time.Second)
		k, x := p.trackTo(ctx, p.Target().Bot, p.s.auth, Sent{Version: "LIVE", Event: user, User: user, At: at}, func(*exchange.Request) {})
		if !x.OK() {
			p.Inconclusive("a valid event was refused: %s", gist(x))
		}
		taken = append(taken, k)
		p.Saw("tracked", 1)
	}
	stayHere(ctx, p, taken, elsewhere)
}

// stayHere fails the check if an acknowledged event is in another bot. The events are of one user. That one is in none is recorded:
// whether each has to appear is for another check.
func stayHere(ctx context.Context, p *probe, taken []*Known, elsewhere string) {
	if len(taken) == 0 {
		return
	}
	from, to := p.s.span(taken)
	q := Query{Bot: elsewhere, User: taken[0].User, Start: bound(from), End: bound(to), Size: 100}
	lost := p.settleOwn(ctx, taken...)
	page := stranger(ctx, p, p.s.request(q))
	for _, e := range page.Events {
		if k := mine(p, e); k != nil {
			p.Fail(conformance.Failure{
				Message: "an event that was tracked for one bot is listed for another", Expected: "the event in the list of the bot in the path alone",
				Got: k.label() + " is listed for the bot " + quoted(elsewhere), Exchanges: []*exchange.Exchange{page.X},
			})
		}
	}
	if len(lost) > 0 {
		p.Record("%d of %d acknowledged events appeared in no list within the settle time", len(lost), len(taken))
	}
}
