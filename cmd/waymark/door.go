package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"syscall"

	"waymark/internal/operation"
)

// door is where the pages are served, proved before anything is opened: whoever mistyped
// it has founded nothing.
type door struct {
	net.Listener
	withTLS     bool
	certificate tls.Certificate
	operator    net.Listener // of whoever runs Waymark; nil for none
}

func (d door) close() {
	_ = d.Close()
	if d.operator != nil {
		_ = d.operator.Close()
	}
}

// watch serves whoever runs Waymark beside the pages; what it gives stops it.
func (d door) watch(ctx context.Context, w operation.Watched) (stop func()) {
	if d.operator == nil {
		return func() {}
	}
	s := newServer(operation.Handler(w), w.Log)
	at := d.operator.Addr().String()
	w.Log.InfoContext(ctx, "listening for whoever runs Waymark", "at", at)
	if !local(at) {
		w.Log.WarnContext(ctx, "others on the network can read how Waymark is doing: it names nobody, and is meant for this machine alone", "at", at)
	}
	go func() {
		if err := s.Serve(d.operator); !errors.Is(err, http.ErrServerClosed) {
			w.Log.ErrorContext(ctx, "whoever runs Waymark is not listened to", "error", err)
		}
	}()
	return func() { _ = s.Close() } // nothing is lost with a number that was not told
}

// fits refuses settings of the door that do not go together.
func (s *serving) fits() error {
	if (s.cert == "") != (s.key == "") {
		return usage{"--tls-cert and --tls-key go together"}
	}
	if s.atOnce < 1 {
		return usage{"--at-once is a number of requests, and at least 1"}
	}
	if s.cert == "" && !s.behindProxy && !local(s.listen) {
		return usage{"people's data never goes over a network in the clear: listen on 127.0.0.1, give --tls-cert and --tls-key, or stand --behind-proxy"}
	}
	return nil
}

// opens opens the door.
func (s *serving) opens(ctx context.Context) (door, error) {
	d := door{withTLS: s.cert != ""}
	err := s.fits()
	if err == nil && d.withTLS {
		d.certificate, err = readCertificate(s.cert, s.key)
	}
	if err != nil {
		return d, err
	}
	if d.Listener, err = listen(ctx, s.listen); err != nil || s.operator == "" {
		return d, err
	}
	if d.operator, err = listen(ctx, own(s.operator)); err != nil {
		_ = d.Close()
	}
	return d, err
}

// own is the address of whoever runs Waymark: of this machine alone if no host is said.
func own(address string) string {
	if host, port, err := net.SplitHostPort(address); err == nil && host == "" {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return address
}

// proveDoor proves the settings of the door, if they name one, and leaves it shut: serve
// may stand there already.
func (s *serving) proveDoor() error {
	if s.listen == "" {
		return nil
	}
	if err := s.fits(); err != nil || s.cert == "" {
		return err
	}
	_, err := readCertificate(s.cert, s.key)
	return err
}

// readCertificate reads a certificate and its key, which others may not read.
func readCertificate(cert, key string) (tls.Certificate, error) {
	for flag, path := range map[string]string{"--tls-cert": cert, "--tls-key": key} {
		info, err := os.Stat(path)
		if err == nil && info.IsDir() {
			err = errors.New("it is a folder")
		}
		if err != nil {
			return tls.Certificate{}, fmt.Errorf("the file of %s cannot be read: %w", flag, err)
		}
		if flag == "--tls-key" && info.Mode().Perm()&0o007 != 0 {
			return tls.Certificate{}, fmt.Errorf("everybody on this machine can read the certificate's private key: run chmod o= %s", path)
		}
	}
	c, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		return c, fmt.Errorf("%s and %s are not a certificate and its private key, each as PEM: %w", cert, key, err)
	}
	return c, nil
}

func listen(ctx context.Context, address string) (net.Listener, error) {
	var c net.ListenConfig
	l, err := c.Listen(ctx, "tcp", address)
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("nothing can listen on %s, since something does already: stop it, or choose another port", address)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("nothing can listen on %s: ports below 1024 need the right CAP_NET_BIND_SERVICE, as the unit in deploy has it, or a proxy before Waymark", address)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return nil, fmt.Errorf("nothing can listen on %s: this machine has no such address", address)
	}
	return nil, fmt.Errorf("nothing can listen on %s: %w", address, err)
}

// local says whether an address is reached from this machine alone.
func local(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}
