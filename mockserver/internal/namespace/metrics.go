package namespace

import (
	"fmt"
	"io"
	"time"

	"github.com/VictoriaMetrics/metrics"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// count counts a request of the APIs. t may be nil.
func (n *Namespace) count(c *pipeline.Call, t *tap) {
	name, status := "", c.Status
	if c.Op != nil {
		name = c.Op.ID
	}
	if t != nil && t.status != 0 {
		status = t.status
	}
	took := time.Duration(0) // of what never came whole
	if !c.Began.IsZero() {
		took = clock.Since(c.Began)
	}
	n.meter.Count(name, status, took)
}

// writeMetrics writes what can be counted of the namespace, and of the server that it is of, in the text format of Prometheus.
func (n *Namespace) writeMetrics(w io.Writer) {
	n.meter.Write(w)
	total, strays, _ := n.violations.Latest(0)
	metrics.WriteCounterUint64(w, "understudy_violations_total", uint64(total))      //nolint:gosec // a count
	metrics.WriteCounterUint64(w, "understudy_stray_requests_total", uint64(strays)) //nolint:gosec // a count
	faults := n.faults.List()
	metrics.WriteGaugeUint64(w, "understudy_faults", uint64(len(faults)))
	for _, f := range faults {
		metrics.WriteCounterUint64(w, fmt.Sprintf("understudy_fault_hits_total{fault=%q}", f.ID), uint64(f.Hit)) //nolint:gosec // a count
	}
	events, bytes := n.world.Written()
	metrics.WriteGaugeUint64(w, "understudy_written_events", uint64(events))      //nolint:gosec // a count
	metrics.WriteGaugeUint64(w, "understudy_written_events_bytes", uint64(bytes)) //nolint:gosec // a size
	metrics.WriteGaugeUint64(w, "understudy_namespaces", uint64(len(n.own.Namespaces.List())))
	metrics.WriteGaugeUint64(w, "understudy_journal_bytes", uint64(n.shared.journals.Taken())) //nolint:gosec // a size
}
