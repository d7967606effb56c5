package meter

import (
	"fmt"
	"io"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

// Meter counts requests by operation and status, and how long they took. It is safe for concurrent use, and its zero value has counted
// none.
type Meter struct {
	mu         sync.Mutex // held when an operation or a status is met for the first time
	operations atomic.Pointer[[]*operation]
}

// operation is the requests of one operation, which is named by operationId; empty for those of none.
type operation struct {
	name     string
	took     *metrics.PrometheusHistogram
	statuses atomic.Pointer[[]status]
	set      *metrics.Set
}

type status struct {
	code  int
	count *metrics.Counter
}

// bounds are those of the histogram's buckets, in seconds.
func bounds() []float64 {
	return []float64{
		0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
	}
}

// Count counts a request. A status of 0 is that of a request that got no answer.
func (m *Meter) Count(name string, code int, took time.Duration) {
	o := m.operation(name)
	o.status(m, code).Inc()
	o.took.Update(took.Seconds())
}

func (m *Meter) operation(name string) *operation {
	called := func(o *operation) bool { return o.name == name }
	if all := m.operations.Load(); all != nil {
		if i := slices.IndexFunc(*all, called); i >= 0 {
			return (*all)[i]
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []*operation
	if before := m.operations.Load(); before != nil {
		all = *before
	}
	if i := slices.IndexFunc(all, called); i >= 0 {
		return all[i]
	}
	made := &operation{name: name, set: metrics.NewSet()}
	made.took = made.set.NewPrometheusHistogramExt(fmt.Sprintf("understudy_request_duration_seconds{operation=%q}", name), bounds())
	made.statuses.Store(&[]status{})
	all = append(slices.Clip(all), made)
	m.operations.Store(&all)
	return made
}

func (o *operation) status(m *Meter, code int) *metrics.Counter {
	with := func(s status) bool { return s.code == code }
	if all := *o.statuses.Load(); slices.ContainsFunc(all, with) {
		return all[slices.IndexFunc(all, with)].count
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	all := *o.statuses.Load()
	if i := slices.IndexFunc(all, with); i >= 0 {
		return all[i].count
	}
	made := o.set.NewCounter(fmt.Sprintf("understudy_requests_total{operation=%q,status=\"%d\"}", o.name, code))
	all = append(slices.Clip(all), status{code, made})
	o.statuses.Store(&all)
	return made
}

// Write writes what was counted in the text format of Prometheus.
func (m *Meter) Write(w io.Writer) {
	if all := m.operations.Load(); all != nil {
		for _, o := range *all {
			o.set.WritePrometheus(w)
		}
	}
}

// Clear begins anew.
func (m *Meter) Clear() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.operations.Store(nil)
}
