package operation

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"waymark/internal/desk"
)

// longest is how long the database may take to give numbers, or to say that it is there.
const longest = 5 * time.Second

// vitals asks an installation how it is doing, whenever it is asked itself.
type vitals struct {
	desk *desk.Desk
	dir  string
}

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("waymark_"+name, help, labels, nil)
}

var (
	acts      = describe("acts_total", "Acts asked for, by how they ended: recorded, repeated, or why they were refused.", "ended")
	looks     = describe("looks_total", "Looks at somebody's data that were kept.")
	unkept    = describe("looks_unkept_total", "Looks that could not be kept, so that nothing was shown.")
	raised    = describe("alarms_raised_total", "Alarms raised here, each time it was.")
	carried   = describe("questions_carried_total", "Questions whether somebody is known elsewhere that were carried.")
	setAside  = describe("questions_set_aside", "Questions that could not be carried, and are tried again each hour.")
	answers   = describe("database_answers", "1 if the database answered when these numbers were asked for.")
	standing  = describe("alarms_standing", "Alarms that nobody answered yet.")
	unplaced  = describe("log_unplaced", "Entries that have no place in the signed log yet.")
	questions = describe("questions_waiting", "Questions whether somebody is known elsewhere that wait to be carried.")
	open      = describe("database_connections", "Connections to the database, by pool and whether they are busy.", "pool", "is")
	most      = describe("database_connections_most", "How many connections a pool may hold.", "pool")
	waits     = describe("database_waits_total", "How often a connection was waited for.", "pool")
	waited    = describe("database_waited_seconds_total", "How long connections were waited for.", "pool")
	free      = describe("disk_free_bytes", "What is free on the disk that the data folder lies on.")
)

// Describe tells nothing beforehand: what there is depends on whether the database answers.
func (vitals) Describe(chan<- *prometheus.Desc) {}

// Collect asks.
func (v vitals) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), longest)
	defer cancel()
	now := v.desk.Vitals(ctx)
	counter := func(d *prometheus.Desc, n float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, n, labels...)
	}
	gauge := func(d *prometheus.Desc, n float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, n, labels...)
	}
	for ended, n := range now.Acts {
		counter(acts, float64(n), ended)
	}
	counter(looks, float64(now.Looks))
	counter(unkept, float64(now.Unkept))
	counter(raised, float64(now.Tally.Alarms))
	counter(carried, float64(now.Carried))
	gauge(setAside, float64(now.SetAside))
	for _, p := range now.Pools {
		gauge(open, float64(p.Busy), p.Name, "busy")
		gauge(open, float64(p.Idle), p.Name, "idle")
		gauge(most, float64(p.Most), p.Name)
		counter(waits, float64(p.Waits), p.Name)
		counter(waited, p.WaitDuration.Seconds(), p.Name)
	}
	if n, ok := freeOn(v.dir); ok {
		gauge(free, float64(n))
	}
	if now.Answers != nil {
		gauge(answers, 0)
		return
	}
	gauge(answers, 1)
	gauge(standing, float64(now.Undone.Alarms))
	gauge(unplaced, float64(now.Unplaced))
	gauge(questions, float64(now.Questions))
}
