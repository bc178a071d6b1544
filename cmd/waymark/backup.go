package main

import (
	"cmp"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"waymark/internal/backup"
	"waymark/internal/store"
)

// copying is what is copied, where to, and for whom it is sealed.
type copying struct {
	settings
	to         string
	recipients []string
}

func (c *copying) flags(cmd *cobra.Command, what string) {
	f := cmd.Flags()
	f.StringVar(&c.to, "to", "", "the file to write; one that is there is never written over")
	f.StringArrayVar(&c.recipients, "recipient", nil, "for whom it is sealed: a line that begins with age1; may be said more than once")
	f.StringVar(&c.data, "data", "", "the folder that holds "+what)
	f.String(configFlag, "", configWords)
	settingsOf(f, "data", "recipient")
}

const backupLong = `Copies the data as it is at one moment to one file, while people work. It is written whole
or not at all, sealed by age for each recipient, and opened again by nobody else: keep the
identity file away from the machine that Waymark runs on.

Keys are never in it. They have a backup of their own (waymark backup keys), to be kept
elsewhere: whoever finds both can read everybody's record. So neither is written to a
folder that holds the other. The root key is in no backup: keep it in a third place.

Copy the keys after the data, each time: somebody met in between would have no key.

What was kept in a folder can be put back to PostgreSQL, and the other way round: see
waymark restore.`

func (p *program) backup() *cobra.Command {
	c := &copying{}
	cmd := &cobra.Command{
		Use:   "backup",
		Short: "Copy the data to a sealed file, while people work",
		Long:  backupLong,
		Example: `  waymark backup identity --to /media/safe/identity.txt
  waymark backup --data /srv/waymark --to /mnt/one/monday.age --recipient age1...
  waymark backup --database 'postgres://waymark@db.example/cases?sslmode=verify-full' --to /mnt/one/monday.age --recipient age1...
  waymark backup keys --data /srv/waymark --to /mnt/other/monday-keys.age --recipient age1...`,
		Args: noArgs,
	}
	c.flags(cmd, "waymark.db")
	cmd.Flags().Var((*place)(&c.database), "database", "the data on PostgreSQL; with a password in the variable "+databaseVar+" instead")
	settingsOf(cmd.Flags(), "database")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := need(cmd, "data", "to"); err != nil {
			return err
		}
		to, err := backup.Recipients(c.recipients)
		if err != nil {
			return usage{err.Error()}
		}
		got, err := backup.WriteData(cmd.Context(), cmp.Or(c.database, store.Database(filepath.Join(c.data, "waymark.db"))), c.to, to, p.clock.Now())
		if err != nil {
			return err
		}
		return p.print("Copied %s of %d tables, %d bytes, with %s in the log, to %s.\nNow copy the keys, to another place: waymark backup keys.\n",
			counted(int(got.Rows()), "row", "rows"), len(got.Tables), got.Bytes, counted(int(got.Placed), "entry", "entries"), c.to)
	}
	cmd.AddCommand(p.backupKeys(), p.backupIdentity())
	return cmd
}

func (p *program) backupKeys() *cobra.Command {
	c := &copying{}
	cmd := &cobra.Command{
		Use:   "keys",
		Short: "Copy the keyring to a sealed file of its own",
		Long: `Copies the keyring as it is: each key wrapped, as it lies there. The root key that opens
them is not in it; keep that in a place of its own.

Copy the keys after the data, and again after somebody was erased: then destroy the older
backups of the keys. Somebody who is erased can be read for as long as an older one lies
anywhere with the root key.`,
		Example: `  waymark backup keys --data /srv/waymark --to /mnt/other/monday-keys.age --recipient age1...`,
		Args:    noArgs,
	}
	c.flags(cmd, "keyring.db")
	cmd.Flags().Var((*place)(&c.keyring), "keyring", "the keyring on PostgreSQL; with a password in the variable "+keyringVar+" instead")
	settingsOf(cmd.Flags(), "keyring")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if c.data == "" && c.keyring == "" {
			return usage{"say --data: the folder that holds keyring.db; or --keyring"}
		}
		if err := need(cmd, "to"); err != nil {
			return err
		}
		to, err := backup.Recipients(c.recipients)
		if err != nil {
			return usage{err.Error()}
		}
		got, err := backup.WriteKeys(cmd.Context(), cmp.Or(c.keyring, store.Database(filepath.Join(c.data, "keyring.db"))), c.to, to, p.clock.Now())
		if err != nil {
			return err
		}
		return p.print("Copied %s of the keyring, %d bytes, to %s. %s erased in it. The root key is not in it.\n",
			counted(int(got.Rows()), "row", "rows"), got.Bytes, c.to, counted(got.Erased, "person is", "people are"))
	}
	return cmd
}

func (p *program) backupIdentity() *cobra.Command {
	var to string
	cmd := &cobra.Command{
		Use:   "identity",
		Short: "Make a key that backups are sealed for",
		Long: `Makes a key that opens backups, in a new file that only you may read, and prints the line
by which backups are sealed for it (--recipient). Keep the file away from the machine that
Waymark runs on, and keep a second copy of it: without it no backup opens. age-keygen
makes the same.`,
		Example: `  waymark backup identity --to /media/safe/identity.txt`,
		Args:    noArgs,
	}
	cmd.Flags().StringVar(&to, "to", "", "the file to write; one that is there is never written over")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := need(cmd, "to"); err != nil {
			return err
		}
		line, err := backup.NewIdentity(to)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintln(p.out, line); err != nil {
			return err
		}
		p.tell("Keep %s away from this machine, and a second copy of it elsewhere.\n", to)
		return nil
	}
	return cmd
}
