package operation

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"waymark/internal/desk"
)

// leastFree is how much must be free on the disk of the data folder, in bytes: SQLite
// needs room beside the data to put a commit down.
const leastFree = 64 << 20

// Watched is what the operator's listener tells of.
type Watched struct {
	Desk     *desk.Desk
	Dir      string // the data folder; "" where the data lies on a server
	Counts   *Counts
	Log      *slog.Logger
	Stopping func() bool // whether Waymark is being stopped
}

// Handler answers on the operator's own listener: /metrics, /healthz and /readyz.
func Handler(w Watched) http.Handler {
	w.Counts.registry.MustRegister(vitals{desk: w.Desk, dir: w.Dir})
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(w.Counts.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4}))
	mux.HandleFunc("GET /healthz", func(to http.ResponseWriter, _ *http.Request) { say(to, http.StatusOK, "alive\n") })
	mux.HandleFunc("GET /readyz", w.ready)
	return mux
}

// ready says of each thing that must be so for Waymark to serve whether it is.
func (w Watched) ready(to http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), longest)
	defer cancel()
	found := append(w.Desk.Ready(ctx), w.disk(), w.goesOn())
	var b strings.Builder
	status := http.StatusOK
	for _, f := range found {
		if f.Wrong == nil {
			fmt.Fprintf(&b, "yes  %s\n", f.What)
			continue
		}
		status = http.StatusServiceUnavailable
		fmt.Fprintf(&b, "no   %s\n", f.What)
		w.Log.WarnContext(ctx, "not ready", "what", f.What, "error", f.Wrong) // what is wrong may name a server: it is told in the log alone
	}
	say(to, status, b.String())
}

func (w Watched) disk() desk.Finding {
	f := desk.Finding{What: "there is room on the disk"}
	if n, known := freeOn(w.Dir); known && n < leastFree {
		f.Wrong = fmt.Errorf("%d bytes are free, and at least %d must be", n, leastFree)
	}
	return f
}

func (w Watched) goesOn() desk.Finding {
	f := desk.Finding{What: "it goes on, and is not being stopped"}
	if w.Stopping() {
		f.Wrong = context.Canceled
	}
	return f
}

func say(to http.ResponseWriter, status int, words string) {
	h := to.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	to.WriteHeader(status)
	_, _ = to.Write([]byte(words)) // whoever asked has gone away
}
