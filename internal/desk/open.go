package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"

	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/clock"
	"waymark/internal/ident"
	"waymark/internal/policy"
	"waymark/internal/rulebook"
	"waymark/internal/seal"
	"waymark/internal/store"
	policyfiles "waymark/policy"
)

// Config is what a desk needs to open an installation.
type Config struct {
	Dir      string         // where waymark.db, keyring.db and root.key lie, as far as they are not named below
	Data     store.Database // "" for waymark.db in Dir
	Keyring  store.Database // "" for keyring.db in Dir
	Root     string         // the root key's file; "" for root.key in Dir
	Demo     bool           // made-up people only; marked when the installation is founded, or never
	Filling  bool           // a demo is being filled, and can be made again: commits wait for no disk
	Clock    clock.Clock
	Calendar *civil.Calendar
	Nation   civil.Nation
	Rules    fs.FS // a folder "rulebook" of rules
	Readings map[string]string
	Policies fs.FS
	Log      *slog.Logger
}

// Desk reads and writes one installation.
type Desk struct {
	store    *store.Store
	keyring  *store.Keyring
	keys     *seal.Installation
	kinds    chronology.Kinds
	policy   *policy.Engine
	book     *rulebook.Book
	calendar *civil.Calendar
	nation   civil.Nation
	clock    clock.Clock
	log      *slog.Logger
	demo     bool
	where    store.Database

	opened   sync.Map // ident.Chronology → seal.Key
	names    directory
	named    named
	teams    teams
	newest   newest
	editions editions
	tally    tally
	aside    aside
	turns    [64]chan struct{} // tries to sign in, one after another for each login
}

// Errors that stop a start, each with what an operator can do.
var (
	ErrNoKeyring = errors.New("there is data here but no keyring: put keyring.db back beside it, or name the folder or the database that holds it. Nothing was changed")
	ErrOtherRing = errors.New("this keyring belongs to another installation: put this installation's own keyring.db back. Nothing was changed")
	ErrIsDemo    = errors.New("this database is marked as a demo: made-up people only. Use another folder for real work")
	ErrNotDemo   = errors.New("this database holds real work: a demo never opens it. Use another folder")
)

// Open opens an installation, or founds one in an empty folder or database.
func Open(ctx context.Context, cfg Config) (*Desk, error) {
	d := &Desk{calendar: cfg.Calendar, nation: cfg.Nation, clock: cfg.Clock, log: cfg.Log, demo: cfg.Demo}
	for i := range d.turns {
		d.turns[i] = make(chan struct{}, 1)
	}
	var err error
	if d.kinds, err = casefile.Kinds(); err != nil {
		return nil, fmt.Errorf("table of kinds: %w", err)
	}
	if d.policy, err = policy.Load(cfg.Policies); err != nil {
		return nil, fmt.Errorf("policy files: %w", err)
	}
	if err := proved(d.policy); err != nil {
		return nil, err
	}
	if d.book, err = openBook(cfg, d.kinds); err != nil {
		return nil, err
	}
	if cfg.Dir != "" {
		if err := os.MkdirAll(cfg.Dir, 0o700); err != nil {
			return nil, fmt.Errorf("data folder: %w", err)
		}
	}
	if err := d.openData(ctx, cfg); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	if err := d.keepErased(ctx); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	last, err := d.store.Newest(ctx)
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	d.recorded(last)
	return d, nil
}

// proved refuses a deployment's own policies that allow what must never be. Those that
// ship were proved by the tests, and asking takes most of a second.
func proved(e *policy.Engine) error {
	shipped, err := policy.Load(policyfiles.Files)
	if err != nil {
		return fmt.Errorf("policy files: %w", err)
	}
	if e.Digest() == shipped.Digest() {
		return nil
	}
	if breaches := e.Breaches(); len(breaches) > 0 {
		return fmt.Errorf("policy files: they allow what must never be (%s): waymark check lists it", breaches[0].Never)
	}
	return nil
}

func openBook(cfg Config, kinds chronology.Kinds) (*rulebook.Book, error) {
	book, err := rulebook.Load(cfg.Rules, "rulebook")
	if err != nil {
		return nil, fmt.Errorf("rulebook: %w", err)
	}
	if err := book.Check(kinds, cfg.Calendar); err != nil {
		return nil, fmt.Errorf("rulebook: %w", err)
	}
	if book, err = book.Choose(cfg.Readings); err != nil {
		return nil, fmt.Errorf("rulebook: %w", err)
	}
	return book, nil
}

// openData opens the data, the keyring and the root key, and refuses any three that do
// not belong together before it changes anything.
func (d *Desk) openData(ctx context.Context, cfg Config) error {
	root := cmp.Or(cfg.Root, filepath.Join(cfg.Dir, "root.key"))
	data := cmp.Or(cfg.Data, store.Database(filepath.Join(cfg.Dir, "waymark.db")))
	ring := cmp.Or(cfg.Keyring, store.Database(filepath.Join(cfg.Dir, "keyring.db")))
	d.where = data
	if err := store.Apart(ctx, data, ring); err != nil {
		return err
	}
	lies, err := data.HoldsData(ctx)
	if err != nil {
		return fmt.Errorf("data: %w", err)
	}
	kept, err := ring.HoldsKeyring(ctx)
	if err != nil {
		return fmt.Errorf("keyring: %w", err)
	}
	if lies && !kept {
		return ErrNoKeyring
	}
	key, err := seal.ReadRoot(root)
	if errors.Is(err, seal.ErrNoRoot) && !kept && !lies {
		key, err = seal.CreateRoot(root)
	}
	if err != nil {
		return fmt.Errorf("root key: %w", err)
	}
	if err := belong(ctx, cfg.Demo, key, data, ring, lies, kept); err != nil {
		return err
	}
	if d.keyring, err = store.OpenKeyring(ctx, string(ring)); err != nil {
		return fmt.Errorf("keyring: %w", err)
	}
	id, err := d.openKeyring(ctx, key)
	if err != nil {
		return err
	}
	open := store.Open
	if cfg.Filling && cfg.Demo {
		open = store.OpenFilling
	}
	if d.store, err = open(ctx, string(data)); err != nil {
		return fmt.Errorf("data: %w", err)
	}
	if _, err = d.store.Installation(ctx); errors.Is(err, store.ErrNone) {
		err = d.store.Found(ctx, id, cfg.Demo, d.clock.Now())
		if _, there := d.store.Installation(ctx); err != nil && there == nil { // by another, this instant
			return belong(ctx, cfg.Demo, key, data, ring, true, true)
		}
		return err
	}
	if err != nil {
		return fmt.Errorf("data: %w", err)
	}
	return nil
}

// belong says whether what is there belongs together, before anything is opened for
// writing: opening brings a schema up to date.
func belong(ctx context.Context, demo bool, root seal.Root, data, ring store.Database, lies, kept bool) error {
	id, in := "", store.Installation{}
	if kept {
		of, wrapped, err := store.PeekKeyring(ctx, string(ring))
		if err == nil {
			_, err = seal.Open(root, wrapped)
		}
		if err != nil && !errors.Is(err, store.ErrNone) {
			return fmt.Errorf("keyring: %w", err)
		}
		id = of
	}
	if lies {
		var err error
		if in, err = store.Peek(ctx, string(data)); err != nil && !errors.Is(err, store.ErrNone) {
			return fmt.Errorf("data: %w", err)
		}
	}
	switch {
	case in.ID == "":
		return nil // nothing was founded here
	case id == "":
		return ErrNoKeyring
	case in.ID != id:
		return ErrOtherRing
	case in.Demo && !demo:
		return ErrIsDemo
	case !in.Demo && demo:
		return ErrNotDemo
	}
	return nil
}

func (d *Desk) openKeyring(ctx context.Context, root seal.Root) (string, error) {
	id, wrapped, err := d.keyring.Installation(ctx)
	if errors.Is(err, store.ErrNone) {
		id = ident.New(d.clock.Now())
		if wrapped, d.keys, err = seal.Found(root); err != nil {
			return "", err
		}
		if err = d.keyring.Found(ctx, id, wrapped, d.clock.Now()); !errors.Is(err, store.ErrDone) {
			return id, err
		}
		id, wrapped, err = d.keyring.Installation(ctx) // another founded it this instant
	}
	if err != nil {
		return "", fmt.Errorf("keyring: %w", err)
	}
	if d.keys, err = seal.Open(root, wrapped); err != nil {
		return "", fmt.Errorf("keyring: %w", err)
	}
	return id, nil
}

// Close closes the installation.
func (d *Desk) Close() error {
	var errs []error
	if d.store != nil {
		errs = append(errs, d.store.Close())
	}
	if d.keyring != nil {
		errs = append(errs, d.keyring.Close())
	}
	return errors.Join(errs...)
}

// Where names the place of the data, without any secret.
func (d *Desk) Where() string { return d.where.String() }

// Engine says which engine holds the data, without any secret.
func (d *Desk) Engine(ctx context.Context) (string, error) { return d.store.Engine(ctx) }

// Kinds is the table of kinds.
func (d *Desk) Kinds() chronology.Kinds { return d.kinds }

// Book is the rulebook in force.
func (d *Desk) Book() *rulebook.Book { return d.book }

// Calendar is the calendar of working days, and the nation whose days count here.
func (d *Desk) Calendar() (*civil.Calendar, civil.Nation) { return d.calendar, d.nation }

// Clock is the desk's clock.
func (d *Desk) Clock() clock.Clock { return d.clock }

// Demo says whether the people here are made up.
func (d *Desk) Demo() bool { return d.demo }

// key gives a chronology's data key. With make set a new one is made and kept, before
// anything that needs it is written.
func (d *Desk) key(ctx context.Context, on ident.Chronology, make bool) (seal.Key, error) {
	if k, ok := d.opened.Load(on); ok {
		return k.(seal.Key), nil
	}
	k, err := d.freshKey(ctx, on)
	if errors.Is(err, store.ErrNone) && make {
		k, err = d.newKey(ctx, on)
	}
	if err != nil {
		return seal.Key{}, err
	}
	d.opened.Store(on, k)
	return k, nil
}

func (d *Desk) newKey(ctx context.Context, on ident.Chronology) (seal.Key, error) {
	wrapped, _, err := d.keys.NewKey(on)
	if err == nil {
		wrapped, err = d.keyring.Keep(ctx, on, wrapped)
	}
	if err != nil {
		return seal.Key{}, fmt.Errorf("data key: %w", err)
	}
	return d.keys.OpenKey(on, wrapped)
}

// freshKey opens a chronology's data key and does not remember it: whoever goes through
// everybody would fill the memory with keys.
func (d *Desk) freshKey(ctx context.Context, on ident.Chronology) (seal.Key, error) {
	wrapped, err := d.keyring.Key(ctx, on)
	if err != nil {
		return seal.Key{}, fmt.Errorf("data key: %w", err)
	}
	k, err := d.keys.OpenKey(on, wrapped)
	if err != nil {
		return seal.Key{}, fmt.Errorf("data key: %w", err)
	}
	return k, nil
}

// EntrySize is how many sealed bytes an entry takes on the average, for the benchmark.
func (d *Desk) EntrySize(ctx context.Context) (int64, error) {
	entries, bytes, err := d.store.Size(ctx)
	if err != nil || entries == 0 {
		return 0, err
	}
	return bytes / entries, nil
}
