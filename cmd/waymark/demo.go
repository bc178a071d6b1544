package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/spf13/cobra"

	"waymark/internal/civil"
	"waymark/internal/clock"
	"waymark/internal/demo"
	"waymark/internal/desk"
	"waymark/internal/operation"
	"waymark/internal/server"
	"waymark/internal/store"
	policyfiles "waymark/policy"
)

// showing is how a demo is shown.
type showing struct {
	law
	data, listen, asOf string
	elsewhere          elsewhere
}

// elsewhere is where made-up people lie on a server, instead of a folder.
type elsewhere struct {
	database, keyring store.Database
	rootKey           string
}

func (s *elsewhere) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.Var((*place)(&s.database), "database", "databases of made-up people on PostgreSQL instead of a folder, as postgres://USER@HOST/NAME")
	f.Var((*place)(&s.keyring), "keyring", "the keyring on PostgreSQL, in a database of its own")
	f.StringVar(&s.rootKey, "root-key", "", "the root key's file (root.key in the folder)")
}

// fits refuses what does not name all of a place, and a password among the arguments. No
// variable stands for it: whoever has one for real work means no demo by it.
func (s *elsewhere) fits(data string) error {
	for _, d := range []store.Database{s.database, s.keyring} {
		if d != "" && !d.Served() {
			return usage{"--database and --keyring are URLs like postgres://localhost/made_up; a folder is named by --data"}
		}
		if d.HasPassword() {
			return usage{"others on this machine can read a password that is an argument: put it in the file that PGPASSFILE names"}
		}
	}
	if s.database != "" && (s.keyring == "" || s.rootKey == "") && data == "" {
		return usage{"--database goes with --keyring and --root-key, or with --data for keyring.db and root.key"}
	}
	return nil
}

func (p *program) demo() *cobra.Command {
	s := &showing{}
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Show Waymark with made-up people",
		Long: `Shows Waymark with made-up people: a team and its week, and two histories from start to
end. It prints the address to open in a browser and who may sign in there.

Without --data everything lies in a temporary folder and is removed at the end. A demo's
data is marked when it is made: nothing else opens it, and a demo opens nothing else.

With --as-of the demo is made for that day, and its clock stands at noon there.`,
		Example: `  waymark demo
  waymark demo --listen 127.0.0.1:9000
  waymark demo --data made-up --as-of 2026-03-06`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return s.run(cmd.Context(), p) },
	}
	f := cmd.Flags()
	f.StringVar(&s.data, "data", "", "a folder to keep the made-up people in")
	f.StringVar(&s.listen, "listen", "127.0.0.1:8080", "the address to listen on, as host:port; port 0 for any that is free")
	s.elsewhere.flags(cmd)
	s.rulesFlag(cmd)
	f.StringVar(&s.asOf, "as-of", "", "the day on which the demo stands, like 2026-03-06; it must be a new one")
	return cmd
}

func (s *showing) run(ctx context.Context, p *program) (err error) {
	now := p.clock.Now()
	if s.asOf != "" {
		d, err := civil.ParseDay(s.asOf)
		if err != nil {
			return usagef("--as-of: %v", err)
		}
		now = d.Start().Add(12 * time.Hour)
	}
	if err := s.elsewhere.fits(s.data); err != nil {
		return err
	}
	if s.data == "" && s.elsewhere.database == "" {
		if s.data, err = os.MkdirTemp("", "waymark-demo-"); err != nil {
			return fmt.Errorf("there is no room for a demo: %w", err)
		}
		defer func() { err = errors.Join(err, os.RemoveAll(s.data)) }()
	}
	// The address first: whoever mistyped it does not wait for the stories.
	l, err := listen(ctx, s.listen)
	if err != nil {
		return err
	}
	defer func() { _ = l.Close() }() // the server closed it already, or it never served
	rules, err := s.rulebook()
	if err != nil {
		return err
	}
	set := clock.At(now)
	logs := operation.NewLog(p.err)
	d, err := desk.Open(ctx, desk.Config{
		Dir: s.data, Data: s.elsewhere.database, Keyring: s.elsewhere.keyring, Root: s.elsewhere.rootKey, Demo: true, Clock: set, Calendar: civil.DefaultCalendar(), Nation: civil.EnglandAndWales,
		Rules: rules, Policies: policyfiles.Files, Log: logs,
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if err := s.tell(ctx, d, set, now); err != nil {
		return err
	}
	if _, err := d.Reckon(ctx, nil); err != nil { // a demo that was kept may be of other rules
		return err
	}
	if s.asOf == "" {
		set.Follow(p.clock)
	}
	places, err := d.Sequencer(ctx, "")
	if err != nil {
		return err
	}
	h, err := server.New(server.Config{Desk: d, Log: logs, SignIns: demo.SignIns()})
	if err != nil {
		return err
	}
	if err := p.welcome(l.Addr()); err != nil {
		return err
	}
	web := newServer(h, logs)
	defer server.Carrying(ctx, d, logs)()
	defer server.Sequencing(ctx, places, logs)()
	return server.Serve(ctx, web, func() error { return web.Serve(l) })
}

// tell writes the stories into a new demo.
func (s *showing) tell(ctx context.Context, d *desk.Desk, set *clock.Set, now time.Time) error {
	names, err := d.Names(ctx)
	if err != nil {
		return err
	}
	if len(names.Organisations()) > 0 {
		if s.asOf != "" {
			return fmt.Errorf("there is a demo in %s already: --as-of is for a new one, in a folder of its own", s.data)
		}
		return nil
	}
	if err := demo.Load(ctx, d, set, now); err != nil {
		return fmt.Errorf("the demo could not be made; remove %s and begin again: %w", s.data, err)
	}
	return nil
}

// welcome says where the demo is and who may sign in.
func (p *program) welcome(at net.Addr) error {
	if err := p.print("%s\n", address(at)); err != nil {
		return err
	}
	for _, x := range demo.SignIns() {
		if err := p.print("sign in as %s: %s / %s\n", x.Role, x.Login, x.Password); err != nil {
			return err
		}
	}
	return p.print("Ctrl-C stops it.\n")
}

// address is what to open in a browser on this machine.
func address(at net.Addr) string {
	host, port, err := net.SplitHostPort(at.String())
	if err != nil {
		return "http://" + at.String()
	}
	if ip := net.ParseIP(host); ip != nil && (ip.IsLoopback() || ip.IsUnspecified()) {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}
