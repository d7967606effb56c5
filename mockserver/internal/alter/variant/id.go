package variant

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func ids() []Variant {
	return []Variant{
		legal("L19", "id.ulid", "Ids that the server makes are ULIDs.", made(ulidOf)),
		legal("L19", "id.decimal", "Ids that the server makes are whole numbers.", made(decimal)),
		legal("L19", "id.long", "Ids that the server makes have 200 characters.", made(longID)),
		legal("L19", "id.signs", "Ids that the server makes hold signs that mean something in a path or a query.", made(signsID)),
		legal("L19", "id.serial", "Ids that the server makes are 1, 2, 3 and so on, in each version of a bot and in each project.", serial),
	}
}

// made gives what comes without an id one of another form.
func made(id func(p *pipeline.Pipeline, n uint64) string) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		var made atomic.Uint64
		madeOf(func(string) string { return id(p, made.Add(1)) })(p)
	}
}

// madeOf gives what comes without an id one of what it belongs to: a version of a bot, or a project.
func madeOf(id func(owner string) string) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		alter.BeforeTrack(func(_ *pipeline.Call, t *chatlayerworld.Track) error {
			if t.Event.ID == "" {
				t.Event.ID = id(t.Event.BotID + "/" + t.Event.Version)
			}
			return nil
		})(p)
		alter.AroundLog(func(log inkeepsteps.Log, c *pipeline.Call, e inkeepworld.LogEvent) (inkeepworld.Logged, error) {
			if e.Event.ID == "" {
				e.Event.ID = id(e.Project)
			}
			return log(c, e)
		})(p)
	}
}

// serial numbers what each version of a bot, and each project, has.
func serial(p *pipeline.Pipeline) {
	var mu sync.Mutex
	numbers := map[string]int{}
	madeOf(func(owner string) string {
		mu.Lock()
		defer mu.Unlock()
		numbers[owner]++
		return strconv.Itoa(numbers[owner])
	})(p)
}

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

func decimal(_ *pipeline.Pipeline, n uint64) string { return strconv.FormatUint(7_000_000_000+n, 10) }

func ulidOf(p *pipeline.Pipeline, n uint64) string { return ulid(p.Clock.Now(), p.Seed, n) }

// ulid is 10 characters of milliseconds and 16 of chance.
func ulid(at time.Time, seed, n uint64) string {
	var b [26]byte
	millis, high, low := uint64(at.UnixMilli()), alter.HashNumbers(seed, n, 1), alter.HashNumbers(seed, n, 2)
	for i := range 10 {
		b[9-i] = crockford[millis>>(5*i)&31]
	}
	for i := range 8 {
		b[10+i], b[18+i] = crockford[high>>(5*i)&31], crockford[low>>(5*i)&31]
	}
	return string(b[:])
}

func isULID(s string) bool {
	return len(s) == 26 && s[0] <= '7' && strings.Trim(strings.ToUpper(s), crockford) == ""
}

func tracking(c *pipeline.Call, a *pipeline.Answer) bool {
	return alter.Good(c, a) && c.Is(alter.TrackEvent)
}

func longID(p *pipeline.Pipeline, n uint64) string {
	id := ""
	for i := range uint64(12) {
		id += fmt.Sprintf("%016x", alter.HashNumbers(p.Seed, n, i))
	}
	return id + fmt.Sprintf("%08d", n)
}

func signsID(p *pipeline.Pipeline, n uint64) string {
	return fmt.Sprintf("evt:%d/+%x==&#?%%", n, alter.HashNumbers(p.Seed, n))
}
