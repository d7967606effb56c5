package fault

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"time"
)

// draws are what is drawn for one fault. Each is a function of the seed, of how many faults were added before, and of the number of the
// request, so that the same requests meet the same faults on every run.
type draws struct{ seed, ordinal uint64 }

// What is drawn.
const (
	forProbability = iota
	forDelay
)

// uniform draws a number from 0 to 1, neither of them included.
func (d draws) uniform(number uint64, what uint64) float64 {
	var named [32]byte
	for i, n := range [...]uint64{d.seed, d.ordinal, number, what} {
		binary.BigEndian.PutUint64(named[8*i:], n)
	}
	sum := sha256.Sum256(named[:])
	return (float64(binary.BigEndian.Uint64(sum[:])>>11) + 0.5) / (1 << 53)
}

// delay draws how long a request waits.
func (d draws) delay(of Delay, number uint64) time.Duration {
	if of.P50 == 0 {
		return of.Fixed
	}
	const p99 = 2.3263478740408408 // in standard deviations
	deviation := math.Log(of.P99.Seconds()/of.P50.Seconds()) / p99
	drawn := math.Sqrt2 * math.Erfinv(2*d.uniform(number, forDelay)-1)
	return time.Duration(min(float64(MaxWait), float64(of.P50)*math.Exp(deviation*drawn)))
}
