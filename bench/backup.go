package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"filippo.io/age"

	"waymark/data"
	"waymark/internal/backup"
	"waymark/internal/civil"
	"waymark/internal/clock"
	"waymark/internal/demo/seed"
	"waymark/internal/desk"
	"waymark/internal/seal"
	"waymark/internal/store"
	policyfiles "waymark/policy"
)

var backed = flag.Int("backed", 1000, "of how many people a backup is made and put back")

// backups measures a backup of made-up people and putting it back, against a plain copy of
// the file that waits for the disk as they do.
func backups(ctx context.Context, dir string) error {
	at := filepath.Join(dir, "backed")
	if err := fillBacked(ctx, at); err != nil {
		return err
	}
	file := filepath.Join(at, "waymark.db")
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	plain, err := timed(func() error { return copyPlain(file, filepath.Join(dir, "plain.db")) })
	if err != nil {
		return err
	}
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return err
	}
	to := filepath.Join(dir, "backup.age")
	var said backup.Report
	copied, err := timed(func() error {
		said, err = backup.WriteData(ctx, store.Database(file), to, []age.Recipient{id.Recipient()}, now())
		return err
	})
	if err != nil {
		return err
	}
	root, err := seal.ReadRoot(filepath.Join(at, "root.key"))
	if err != nil {
		return err
	}
	put, err := timed(func() error {
		_, err := backup.RestoreData(ctx, to, []age.Identity{id}, backup.Place{Data: store.Database(filepath.Join(dir, "put", "waymark.db")), Keyring: store.Database(filepath.Join(at, "keyring.db")), Root: root})
		return err
	})
	if err != nil {
		return err
	}
	mb := float64(info.Size()) / 1e6
	fmt.Printf("Backup: %d made-up people, %d rows, %.0f MB in the database, %.0f MB in the backup\n", *backed, said.Rows(), mb, float64(said.Bytes)/1e6)
	fmt.Printf("  plain copy  %.1f s, %.0f MB/s\n", plain.Seconds(), mb/plain.Seconds())
	fmt.Printf("  backup      %.1f s, %.0f MB/s, %.1f times as long as the plain copy\n", copied.Seconds(), mb/copied.Seconds(), copied.Seconds()/plain.Seconds())
	fmt.Printf("  restore     %.1f s, %.0f MB/s, %.1f times as long as the plain copy, read back and compared\n", put.Seconds(), mb/put.Seconds(), put.Seconds()/plain.Seconds())
	return nil
}

func timed(do func() error) (time.Duration, error) {
	began := now()
	err := do()
	return now().Sub(began), err
}

// fillBacked makes people up, all of whose entries have their place in the log.
func fillBacked(ctx context.Context, at string) (err error) {
	d, err := desk.Open(ctx, desk.Config{
		Dir: at, Demo: true, Filling: true, Clock: clock.System{}, Calendar: civil.DefaultCalendar(), Nation: civil.EnglandAndWales,
		Rules: data.Rulebook, Policies: policyfiles.Files, Log: discard(),
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if _, err := seed.Fill(ctx, d, seed.Plan{Cases: *backed, Entries: 40, Organisations: 1, Workers: 20, Number: 1}, nil); err != nil {
		return err
	}
	q, err := d.Sequencer(ctx, "")
	for n := 1; n > 0 && err == nil; {
		n, err = q.Round(ctx)
	}
	return err
}

func copyPlain(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }() // it was only read
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(struct{ io.Writer }{out}, struct{ io.Reader }{in}) // through this process, as the others go
	return errors.Join(err, out.Sync(), out.Close())
}
