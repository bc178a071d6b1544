package operation

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// Why a request was turned away.
const (
	Full     = "full"     // as many as are served at once were being served
	Stopping = "stopping" // Waymark was being stopped
)

// Counts counts requests. It knows a request by its route, its status and how long it took.
type Counts struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	now      prometheus.Gauge
	away     *prometheus.CounterVec
}

// took are the bounds between which durations are counted, in seconds.
var took = []float64{0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30}

// NewCounts makes counts that begin at nought, with those of the process itself.
func NewCounts() *Counts {
	c := &Counts{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "waymark_requests_total", Help: "Requests answered, by route and status."}, []string{"route", "status"}),
		seconds:  prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "waymark_request_seconds", Help: "How long requests took, by route.", Buckets: took}, []string{"route"}),
		now:      prometheus.NewGauge(prometheus.GaugeOpts{Name: "waymark_requests_now", Help: "Requests being answered at this moment."}),
		away:     prometheus.NewCounterVec(prometheus.CounterOpts{Name: "waymark_requests_turned_away_total", Help: "Requests turned away with 503 before anything was done for them, by why."}, []string{"why"}),
	}
	for _, why := range []string{Full, Stopping} {
		c.away.WithLabelValues(why)
	}
	c.registry.MustRegister(c.requests, c.seconds, c.now, c.away, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return c
}

// Begun counts a request that is let in; what it gives is called when it was answered.
func (c *Counts) Begun() (ended func(route string, status int, took time.Duration)) {
	c.now.Inc()
	return func(route string, status int, took time.Duration) {
		c.now.Dec()
		c.requests.WithLabelValues(route, strconv.Itoa(status)).Inc()
		c.seconds.WithLabelValues(route).Observe(took.Seconds())
	}
}

// TurnedAway counts a request that was not let in.
func (c *Counts) TurnedAway(why string) { c.away.WithLabelValues(why).Inc() }
