package backup

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"filippo.io/age"

	"waymark/internal/ident"
	"waymark/internal/log"
	"waymark/internal/seal"
	"waymark/internal/store"
)

// Errors of a backup that is not put back. Nothing is left where it was to go.
var (
	ErrOtherForm  = errors.New("this backup was made by a newer Waymark: use that one. Nothing was put back")
	ErrIsKeys     = errors.New("this is a backup of the keys: waymark restore keys puts it back. Nothing was put back")
	ErrIsData     = errors.New("this is a backup of the data: waymark restore puts it back. Nothing was put back")
	ErrOtherPlace = errors.New("this backup is of another installation than the keyring. Nothing was put back")
	ErrNoKeys     = errors.New("there is no keyring, and without it nothing of the data opens: put it back first, with waymark restore keys. Nothing was put back")
	ErrDiffers    = errors.New("what was put back is not what the backup says. It was taken away again")
	ErrLog        = errors.New("the log of this backup does not fit together, or is not the one that the heads were signed over. It was taken away again")
)

// Older refuses a backup that ends before a head that is known.
type Older struct {
	Has, Known log.Head
}

// Error says how much is missing.
func (e *Older) Error() string {
	return fmt.Sprintf("the file of heads proves %d entries, and this backup holds the first %d of them: %d that were recorded since would be missing. Nothing was put back. Take a newer backup, or say --older-is-meant",
		e.Known.Size, e.Has.Size, e.Known.Size-e.Has.Size)
}

// KeysMissing refuses a keyring that is older than the backup.
type KeysMissing struct{ Records int }

// Error says how many records would not open.
func (e *KeysMissing) Error() string {
	return fmt.Sprintf("the keyring is older than this backup: it has no key for %d of its records, and they would never open. It was taken away again. Put a newer backup of the keys back, or say --keys-are-lost if there is none", e.Records)
}

// Place is where a backup is put back, and what is known besides.
type Place struct {
	Data, Keyring store.Database
	Root          seal.Root
	Heads         string // a file of heads; "" if there is none
	OlderMeant    bool   // a backup that ends before the newest head is put back all the same
	KeysLost      bool   // records without a key are put back all the same
}

// Restored is what was put back.
type Restored struct {
	Report
	Known  log.Head // the newest head in the file of heads
	Erased int      // how many were erased since the backup, and are erased again
	Shut   int      // how many records have no key
}

// opened is a backup that is being read.
type opened struct {
	reader
	Header
	file io.Closer
}

// open opens a backup and reads its head.
func open(path string, what What, ids []age.Identity) (*opened, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("the backup cannot be read: %w", err)
	}
	o := &opened{file: f}
	if err := o.begin(path, f, what, ids); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return o, nil
}

func (o *opened) begin(path string, f *os.File, what What, ids []age.Identity) error {
	switch is, err := whatIs(path); {
	case err != nil:
		return fmt.Errorf("the backup cannot be read: %w", err)
	case is == "":
		return ErrNotOurs
	case is != what && is == Keys:
		return ErrIsKeys
	case is != what:
		return ErrIsData
	}
	plain, err := age.Decrypt(bufio.NewReaderSize(f, 64<<10), ids...)
	var other *age.NoIdentityMatchError
	if errors.As(err, &other) {
		return ErrWrongKey
	}
	if err != nil {
		return cut(err)
	}
	o.from = bufio.NewReaderSize(plain, 64<<10)
	if err := o.json(headerFrame, &o.Header); err != nil {
		return err
	}
	if o.Form > form {
		return ErrOtherForm
	}
	if o.What != what || o.Installation == "" {
		return errForm
	}
	return nil
}

// fill puts every table in its place and gives what the backup says of them.
func (o *opened) fill(ctx context.Context, into *store.Refill) (counts []Count, err error) {
	if err := into.Migrate(ctx, o.Migrations); err != nil {
		return nil, err
	}
	for {
		letter, payload, err := o.next()
		if err != nil {
			return nil, err
		}
		switch letter {
		case tableFrame:
			c, err := o.table(ctx, into, payload)
			if err != nil {
				return nil, err
			}
			counts = append(counts, c)
		case endFrame:
			if err := same(payload, counts); err != nil {
				return nil, err
			}
			return counts, o.ends()
		default:
			return nil, errForm
		}
	}
}

// RestoreData puts a backup of the data back to an empty place. Unless all of it fits,
// nothing is left there; cut short, what is left does not open.
func RestoreData(ctx context.Context, path string, ids []age.Identity, to Place) (out Restored, err error) {
	o, err := open(path, Data, ids)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, o.file.Close()) }()
	out.Header = o.Header
	ring, key, err := to.keys(ctx, o.Header)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, ring.Close()) }()
	if out.Known, err = to.newer(o.Header, key); err != nil {
		return out, err
	}
	into, err := store.RefillData(ctx, to.Data)
	if err != nil {
		return out, err
	}
	if out.Tables, err = o.fill(ctx, into); err == nil {
		err = to.prove(ctx, into, ring, key, &out)
	}
	if err != nil {
		return out, errors.Join(err, abandon(ctx, into, err))
	}
	return out, into.Finish(ctx)
}

// abandon takes away what does not fit. What was stopped is left as it is, to be begun
// again.
func abandon(ctx context.Context, into *store.Refill, why error) error {
	if ctx.Err() != nil || errors.Is(why, context.Canceled) {
		return into.Close()
	}
	return into.Abandon(ctx)
}

// keys opens the keyring that the data goes with.
func (p Place) keys(ctx context.Context, h Header) (*store.Keyring, log.Key, error) {
	there, err := p.Keyring.HoldsKeyring(ctx)
	if err != nil {
		return nil, log.Key{}, fmt.Errorf("keyring: %w", err)
	}
	if !there {
		return nil, log.Key{}, ErrNoKeys
	}
	id, wrapped, err := store.PeekKeyring(ctx, string(p.Keyring))
	if err != nil {
		return nil, log.Key{}, fmt.Errorf("keyring: %w", err)
	}
	if id != h.Installation {
		return nil, log.Key{}, ErrOtherPlace
	}
	in, err := seal.Open(p.Root, wrapped)
	if err != nil {
		return nil, log.Key{}, fmt.Errorf("keyring: %w", err)
	}
	private, err := in.LogKey()
	if err != nil {
		return nil, log.Key{}, err
	}
	key, err := log.NewKey(id, private)
	if err != nil {
		return nil, log.Key{}, err
	}
	ring, err := store.OpenKeyring(ctx, string(p.Keyring))
	return ring, key, err
}

// newer refuses a backup that ends before the newest head that is known, and one whose
// own head was not signed here.
func (p Place) newer(h Header, key log.Key) (known log.Head, err error) {
	var has log.Head
	if h.Head != "" {
		if has, err = key.Read(h.Head); err != nil {
			return known, fmt.Errorf("%w (%w)", ErrOtherPlace, err)
		}
	}
	if p.Heads == "" {
		return known, nil
	}
	if known, err = log.NewestIn(p.Heads, key); err != nil {
		return known, err
	}
	if known.Size > has.Size && !p.OlderMeant {
		return known, &Older{Has: has, Known: known}
	}
	return known, nil
}

// prove compares what lies there now with what the backup says, brings the schema up to
// date, grows the log anew, and erases who was erased since.
func (p Place) prove(ctx context.Context, into *store.Refill, ring *store.Keyring, key log.Key, out *Restored) error {
	if err := compare(ctx, into, out.Report); err != nil {
		return err
	}
	if err := into.Newest(ctx); err != nil {
		return err
	}
	s := into.Store()
	if _, err := s.Readable(ctx); err != nil {
		return err
	}
	grown, found, err := log.VerifyTree(ctx, s, key, p.Heads, nil)
	if err != nil {
		return err
	}
	for _, f := range found {
		if f.Fault != log.HeadBeyond || !p.OlderMeant {
			return fmt.Errorf("%w (%s %s)", ErrLog, f.Fault, f.Where)
		}
	}
	if grown.Size != out.Placed {
		return ErrLog
	}
	listed, err := ring.Erased(ctx)
	if err != nil {
		return err
	}
	erased := make([]ident.Chronology, len(listed))
	for i, e := range listed {
		erased[i] = e.On
	}
	if out.Erased, err = s.Erase(ctx, erased); err != nil {
		return err
	}
	if out.Shut, err = without(ctx, s, ring); err != nil {
		return err
	}
	if out.Shut > 0 && !p.KeysLost {
		return &KeysMissing{out.Shut}
	}
	return s.EndSessions(ctx)
}

// without counts the records that have no key.
func without(ctx context.Context, s *store.Store, ring *store.Keyring) (n int, err error) {
	for last := ident.Chronology(""); ; {
		ids, err := s.Chronologies(ctx, last, 1000)
		if err != nil || len(ids) == 0 {
			return n, err
		}
		last = ids[len(ids)-1]
		shut, err := ring.Without(ctx, ids)
		if err != nil {
			return n, err
		}
		n += len(shut)
	}
}

// RestoreKeys puts a backup of the keyring back to an empty place.
func RestoreKeys(ctx context.Context, path string, ids []age.Identity, to store.Database, root seal.Root) (out Restored, err error) {
	o, err := open(path, Keys, ids)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, o.file.Close()) }()
	out.Header = o.Header
	into, err := store.RefillKeyring(ctx, to)
	if err != nil {
		return out, err
	}
	if out.Tables, err = o.fill(ctx, into); err == nil {
		err = compare(ctx, into, out.Report)
	}
	if err == nil {
		err = into.Newest(ctx)
	}
	if err == nil {
		var w seal.Wrapped
		if _, w, err = into.Keyring().Installation(ctx); err == nil {
			_, err = seal.Open(root, w)
		}
	}
	if err != nil {
		return out, errors.Join(err, abandon(ctx, into, err))
	}
	return out, into.Finish(ctx)
}
