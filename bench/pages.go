package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"waymark/internal/server"
)

// pages measures the case page as the handler gives it, session, policy, opening, look
// and all, with 20, 200 and 2,000 entries.
func pages(ctx context.Context, dir string) error {
	d, err := openDesk(ctx, filepath.Join(dir, "pages"))
	if err != nil {
		return err
	}
	w, err := build(ctx, d, 3)
	if err != nil {
		return err
	}
	if err := d.AddAccount(ctx, w.actor.Worker, "bench", "bench bench bench"); err != nil {
		return err
	}
	h, err := server.New(server.Config{Desk: d, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	cookie, err := signIn(h, "bench", "bench bench bench")
	if err != nil {
		return err
	}
	fmt.Println("Case page: GET /cases/ID with session, policies, opening, clocks and the look kept")
	var first time.Duration
	for i, entries := range []int{20, 200, 2000} {
		on := w.people[i]
		for range entries - 3 {
			if err := w.contact(ctx, on, line("We spoke about the week.", 8)); err != nil {
				return err
			}
		}
		var took []time.Duration
		for range 60 {
			r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/cases/"+string(on), nil)
			r.AddCookie(cookie)
			out := httptest.NewRecorder()
			began := now()
			h.ServeHTTP(out, r)
			took = append(took, now().Sub(began))
			if out.Code != http.StatusOK {
				return fmt.Errorf("the case page answered %d", out.Code)
			}
		}
		p50 := quantile(took, 50)
		if i == 0 {
			first = p50
		}
		fmt.Printf("  %5d entries  p50 %10s  p95 %10s  %.1f times the first\n", entries, p50, quantile(took, 95), float64(p50)/float64(first))
	}
	return d.Close()
}

func signIn(h http.Handler, login, password string) (*http.Cookie, error) {
	form := url.Values{"login": {login}, "password": {password}}
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/sign-in", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	out := httptest.NewRecorder()
	h.ServeHTTP(out, r)
	answer := out.Result()
	defer func() { _ = answer.Body.Close() }()
	if len(answer.Cookies()) == 0 {
		return nil, fmt.Errorf("signing in answered %d", out.Code)
	}
	return answer.Cookies()[0], nil
}
