package main

import (
	"cmp"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"waymark/internal/backup"
	"waymark/internal/seal"
	"waymark/internal/store"
)

// puttingBack is which backup is put back, by which key, and where to.
type puttingBack struct {
	settings
	from, identity, heads string
	olderMeant, keysLost  bool
}

func (r *puttingBack) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&r.from, "from", "", "the backup's file")
	f.StringVar(&r.identity, "identity", "", "the file that opens it, from waymark backup identity")
	f.StringVar(&r.data, "data", "", "the folder that the data, or the keyring, is put back to")
	f.String(configFlag, "", configWords)
	f.Var((*place)(&r.keyring), "keyring", "the keyring on PostgreSQL; with a password in the variable "+keyringVar+" instead")
	f.StringVar(&r.rootKey, "root-key", "", "the root key's file (root.key in the data folder)")
	settingsOf(f, "data", "keyring", "root-key")
}

const restoreLong = `Puts a backup back to an empty place: a folder without waymark.db, or an empty database.
Put the keys back first (waymark restore keys), with the root key at hand.

What lies there afterwards is read again and compared with what the backup says: the
tables, how many rows each has and a hash over them, and the head of the log, over which
the tree is grown anew. Whoever was erased since is erased again. Everybody is signed out.
A backup that is damaged, cut short, of another installation, or sealed for another key is
refused, and nothing is left behind. If restoring is cut short, what lies there does not
open: run the same command again.

Name the file of heads that serve appended to (--heads): a backup that ends before its
newest head is refused, with how much would be missing. A backup made before the last
entries is always older than that: say --older-is-meant when it is the newest there is. Then
begin a new file of heads, and keep the old one: serve does not go on with it.`

func (p *program) restore() *cobra.Command {
	r := &puttingBack{}
	cmd := &cobra.Command{
		Use:   "restore",
		Short: "Put a backup back to an empty place",
		Long:  restoreLong,
		Example: `  waymark restore keys --from monday-keys.age --identity identity.txt --data /srv/waymark
  waymark restore --from monday.age --identity identity.txt --data /srv/waymark --heads /mnt/elsewhere/heads.log
  waymark verify --data /srv/waymark`,
		Args: noArgs,
	}
	r.flags(cmd)
	f := cmd.Flags()
	f.Var((*place)(&r.database), "database", "the data on PostgreSQL, in an empty database; with a password in the variable "+databaseVar+" instead")
	f.StringVar(&r.heads, "heads", "", "the file of heads that serve appended to")
	settingsOf(f, "database", "heads")
	f.BoolVar(&r.olderMeant, "older-is-meant", false, "put it back although newer entries are known, or although no file of heads says whether there are any")
	f.BoolVar(&r.keysLost, "keys-are-lost", false, "put it back although the keyring has no key for some of its records")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return r.run(cmd, p) }
	cmd.AddCommand(p.restoreKeys())
	return cmd
}

func (r *puttingBack) run(cmd *cobra.Command, p *program) error {
	if err := need(cmd, "data", "from", "identity"); err != nil {
		return err
	}
	if r.heads == "" && !r.olderMeant {
		return usage{"say --heads: the file of heads that serve appended to, which tells whether this backup is the newest; or --older-is-meant if there is none"}
	}
	to, err := r.to()
	if err != nil {
		return err
	}
	ids, err := backup.Identities(r.identity)
	if err != nil {
		return err
	}
	got, err := backup.RestoreData(cmd.Context(), r.from, ids, to)
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Put back %s of %d tables, as of %s, to %s.\n", counted(int(got.Rows()), "row", "rows"), len(got.Tables), moment(got.Made.Time()), to.Data)
	fmt.Fprintf(&b, "log       %s in it, as its head says\n", counted(int(got.Placed), "entry", "entries"))
	if missing := got.Known.Size - got.Placed; missing > 0 {
		fmt.Fprintf(&b, "log       %s recorded since, until %s, and not here: ask who wrote them. Begin a new file of heads\n", counted(int(missing), "entry was", "entries were"), moment(got.Known.Moment))
	}
	if got.Erased > 0 {
		fmt.Fprintf(&b, "erased    %s erased since this backup, and erased again\n", counted(got.Erased, "person was", "people were"))
	}
	if got.Shut > 0 {
		fmt.Fprintf(&b, "keys      %s no key and will not open\n", counted(got.Shut, "record has", "records have"))
	}
	b.WriteString("Who can sign in, and which tokens hold, is as it was then: see waymark user list. Prove it all with waymark verify before you serve it.\n")
	return p.print("%s", b.String())
}

// to is where the data goes, with the keyring and root key that it belongs to.
func (r *puttingBack) to() (to backup.Place, err error) {
	to = backup.Place{Heads: r.heads, OlderMeant: r.olderMeant, KeysLost: r.keysLost}
	to.Data = cmp.Or(r.database, store.Database(filepath.Join(r.data, "waymark.db")))
	to.Keyring, to.Root, err = r.ring()
	return to, err
}

func (r *puttingBack) ring() (store.Database, seal.Root, error) {
	if r.data == "" && (r.keyring == "" || r.rootKey == "") {
		return "", seal.Root{}, usage{"say --data: the folder of keyring.db and root.key; or both --keyring and --root-key"}
	}
	root, err := seal.ReadRoot(cmp.Or(r.rootKey, filepath.Join(r.data, "root.key")))
	if err != nil {
		return "", seal.Root{}, fmt.Errorf("root key: %w", err)
	}
	return cmp.Or(r.keyring, store.Database(filepath.Join(r.data, "keyring.db"))), root, nil
}

func (p *program) restoreKeys() *cobra.Command {
	r := &puttingBack{}
	cmd := &cobra.Command{
		Use:   "keys",
		Short: "Put a backup of the keyring back to an empty place",
		Long: `Puts a backup of the keyring back to a folder without keyring.db, or to an empty database.
The root key must be at hand, since only it says whether the keyring is this one's.

Take the newest there is: it says who was erased, and an older one does not know it.`,
		Example: `  waymark restore keys --from monday-keys.age --identity identity.txt --data /srv/waymark --root-key /run/secrets/waymark.key`,
		Args:    noArgs,
	}
	r.flags(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := need(cmd, "from", "identity"); err != nil {
			return err
		}
		ring, root, err := r.ring()
		if err != nil {
			return err
		}
		ids, err := backup.Identities(r.identity)
		if err != nil {
			return err
		}
		got, err := backup.RestoreKeys(cmd.Context(), r.from, ids, ring, root)
		if err != nil {
			return err
		}
		return p.print("Put back the keyring as of %s, %s, to %s. %s erased in it.\n", moment(got.Made.Time()), counted(int(got.Rows()), "row", "rows"), ring, counted(got.Erased, "person is", "people are"))
	}
	return cmd
}
