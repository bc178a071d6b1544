package main

import (
	"context"
	"crypto/tls"
	"errors"
	"log"
	"log/slog"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"waymark/internal/desk"
	"waymark/internal/operation"
	"waymark/internal/server"
)

// serving is how the pages are served.
type serving struct {
	settings
	listen, cert, key string
	heads             string
	operator          string
	atOnce            int
	behindProxy       bool
}

func (p *program) serve() *cobra.Command {
	s := &serving{}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the pages of an installation",
		Long: `Serves the pages of an installation until it is told to stop (Ctrl-C, or SIGTERM from
whatever runs it); requests under way have ten seconds to finish.

An empty folder becomes a new installation, with a root key in it: move the key to where
backups of the data do not go, and name it with --root-key. A demo's data is refused, and
so is data without its keyring or with another's.

People's data never goes over a network in the clear: listen on this machine alone, give
a certificate, or stand behind a proxy that has one (--behind-proxy).

With --database the data lies on PostgreSQL, and any number of Waymarks serve it at once.
They share keyring and root key: a database of its own for the keyring (--keyring), or
keyring.db in a data folder on the same machine. A URL with a password stands in the
variable WAYMARK_DATABASE or WAYMARK_KEYRING; it is shown nowhere.

Once a second what was recorded gets its place in a log that is signed, so that nobody can
take an entry out unnoticed: see waymark verify. With --heads the signed heads are
appended to a file, too: keep it where whoever can write to the data cannot write.

What happens goes to standard error, one JSON object on a line, and names nobody. A
request's line bears the id that its answer has in X-Request-Id, and the look that was
kept for it.

With --operator-listen whoever runs Waymark gets a listener of their own, never the one of
the pages: /metrics for Prometheus, /healthz (it is alive), /readyz (it can serve). None
of that names anybody either.`,
		Example: `  waymark serve --data /srv/waymark --root-key /run/secrets/waymark.key --heads /mnt/elsewhere/heads.log --listen 127.0.0.1:8080 --behind-proxy
  waymark serve --database 'postgres://waymark@db.example/cases?sslmode=verify-full' --keyring 'postgres://waymark@db.example/keys?sslmode=verify-full' --root-key /run/secrets/waymark.key --listen 127.0.0.1:8080 --behind-proxy
  waymark serve --data /srv/waymark --listen :443 --tls-cert waymark.pem --tls-key waymark.key`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return s.run(cmd, p) },
	}
	s.flags(cmd)
	return cmd
}

// flags gives a command the flags of all that serve goes by.
func (s *serving) flags(cmd *cobra.Command) {
	s.settings.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&s.listen, "listen", "", "the address to listen on, as host:port")
	f.StringVar(&s.cert, "tls-cert", "", "the certificate's file, with its chain")
	f.StringVar(&s.key, "tls-key", "", "the certificate's private key")
	f.StringVar(&s.heads, "heads", "", "a file to append the log's signed heads to, where whoever can write to the data cannot write")
	f.StringVar(&s.operator, "operator-listen", "", "the address of whoever runs Waymark, for numbers and health, as host:port; of this machine alone if no host is said")
	f.IntVar(&s.atOnce, "at-once", server.AtOnce, "how many requests are answered at once; others are told to come again")
	f.BoolVar(&s.behindProxy, "behind-proxy", false, "a proxy before this one speaks TLS to browsers")
	settingsOf(f, "listen", "tls-cert", "tls-key", "heads", "operator-listen", "at-once", "behind-proxy")
}

func (s *serving) run(cmd *cobra.Command, p *program) (err error) {
	if err := need(cmd, "data", "listen"); err != nil {
		return err
	}
	ctx := cmd.Context()
	at, err := s.opens(ctx)
	if err != nil {
		return err
	}
	defer at.close() // the server closed it already, or it never served
	logs := operation.NewLog(p.err)
	d, err := s.open(ctx, p, logs, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if s.data != "" {
		if err := tellOpenFiles(ctx, s.data, logs); err != nil {
			return err
		}
	}
	if err := s.otherRules(ctx, d, logs); err != nil {
		return err
	}
	return s.serve(ctx, d, at, logs)
}

// serve serves an installation that was opened until ctx ends.
func (s *serving) serve(ctx context.Context, d *desk.Desk, at door, logs *slog.Logger) error {
	places, err := d.Sequencer(ctx, s.heads)
	if err != nil {
		return err
	}
	counts := operation.NewCounts()
	h, err := server.New(server.Config{Desk: d, Log: logs, Secure: at.withTLS || s.behindProxy, Counts: counts, AtOnce: s.atOnce})
	if err != nil {
		return err
	}
	defer server.Carrying(ctx, d, logs)()
	defer server.Sequencing(ctx, places, logs)()
	watched := operation.Watched{Desk: d, Dir: s.data, Counts: counts, Log: logs, Stopping: h.Stopping}
	defer at.watch(ctx, watched)()
	web := newServer(h, logs)
	logs.InfoContext(ctx, "listening", "address", at.Addr().String(), "tls", at.withTLS)
	err = server.Serve(ctx, web, func() error {
		if at.withTLS {
			web.TLSConfig.Certificates = []tls.Certificate{at.certificate}
			return web.ServeTLS(at, "", "")
		}
		return web.Serve(at)
	})
	logs.InfoContext(ctx, "stopped")
	return err
}

// otherRules says at the start that lists go by other rules than those served under.
func (s *serving) otherRules(ctx context.Context, d *desk.Desk, logs *slog.Logger) error {
	n, err := d.Elsewhere(ctx)
	if n > 0 {
		logs.WarnContext(ctx, "what is due was reckoned under other rules: the lists of Today follow them until it is reckoned anew",
			"people", n, "run", "waymark reckon "+s.named()+", with the same --rules, --reading, --calendar and --nation")
	}
	return err
}

// named is how another command names the same installation.
func (s *settings) named() string {
	if s.served() {
		return "with the same --database"
	}
	return "--data " + s.data
}

// newServer bounds how long a client may take, so that a slow one holds nobody up.
func newServer(h http.Handler, logs *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		TLSConfig:         &tls.Config{MinVersion: tls.VersionTLS12},
		ErrorLog:          log.New(unnamed{logs}, "", 0),
	}
}

// unnamed notes that something went wrong with a connection. What the server says of it
// would name the client's address.
type unnamed struct{ log *slog.Logger }

func (u unnamed) Write(b []byte) (int, error) {
	u.log.Warn("a connection could not be answered")
	return len(b), nil
}
