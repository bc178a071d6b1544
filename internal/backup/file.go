package backup

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"
)

// Errors of where a backup is to be written, and of the keys that seal and open it.
var (
	ErrTogether = errors.New("data and keys never lie together: whoever finds both can read everybody's record. Write this to a folder, and best to a machine, of its own. Nothing was written")
	ErrThere    = errors.New("there is a file of that name already: a backup never writes over another. Name another file")
	ErrNobody   = errors.New("say for whom the backup is sealed: a recipient is a line that begins with age1, which waymark backup identity makes")
	ErrIdentity = errors.New("the identity file holds no key that opens a backup: it is the file that waymark backup identity wrote")
	ErrOpenFile = errors.New("the identity file can be read by others: make it its owner's alone (chmod go= FILE)")
	ErrWrongKey = errors.New("this identity does not open this backup: it was sealed for another, or its beginning was altered. Nothing was put back")
	ErrNotOurs  = errors.New("this file is no backup that Waymark made. Nothing was put back")
)

// stanza marks the head of the sealed file, in clear, with what it holds: so that data and
// keys are told apart without opening them. Programs that speak age pass over it.
const stanza = "waymark-backup"

// marked seals for somebody and marks what is sealed.
type marked struct {
	age.Recipient
	what What
}

// WrapWithLabels wraps the file's key as the recipient does, and adds the mark.
func (m marked) WrapWithLabels(key []byte) (out []*age.Stanza, labels []string, err error) {
	if with, ok := m.Recipient.(age.RecipientWithLabels); ok {
		out, labels, err = with.WrapWithLabels(key)
	} else {
		out, err = m.Wrap(key)
	}
	return append([]*age.Stanza{{Type: stanza, Args: []string{string(m.what)}}}, out...), labels, err
}

// Recipients reads for whom a backup is sealed.
func Recipients(lines []string) ([]age.Recipient, error) {
	if len(lines) == 0 {
		return nil, ErrNobody
	}
	all, err := age.ParseRecipients(strings.NewReader(strings.Join(lines, "\n")))
	if err != nil {
		return nil, ErrNobody
	}
	return all, nil
}

// Identities reads the file that opens a backup. One that others may read is refused.
func Identities(path string) ([]age.Identity, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("the identity file cannot be read: %w", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("the identity file cannot be read: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, ErrOpenFile
	}
	all, err := age.ParseIdentities(f)
	if err != nil {
		return nil, ErrIdentity
	}
	return all, nil
}

// NewIdentity makes a key that opens backups, in a new file that only its owner may read,
// and gives the line by which backups are sealed for it.
func NewIdentity(path string) (recipient string, err error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return "", fmt.Errorf("make identity: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return "", ErrThere
	}
	if err != nil {
		return "", fmt.Errorf("the identity file cannot be written: %w", err)
	}
	_, err = fmt.Fprintf(f, "# opens the backups that are sealed for %s\n%s\n", id.Recipient(), id)
	return id.Recipient().String(), errors.Join(err, f.Sync(), f.Close(), syncFolder(filepath.Dir(path)))
}

// whatIs says what a file is a backup of; "" for none.
func whatIs(path string) (What, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // it was only read
	head := make([]byte, 100)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", err
	}
	for _, what := range []What{Data, Keys} {
		if strings.HasPrefix(string(head[:n]), "age-encryption.org/v1\n-> "+stanza+" "+string(what)+"\n") {
			return what, nil
		}
	}
	return "", nil
}

// apart refuses a folder that holds the other backup, or what the other is made from.
func apart(dir string, what What) error {
	files, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("the folder of the backup cannot be read: %w", err)
	}
	live := map[What][]string{Data: {"keyring.db", "root.key"}, Keys: {"waymark.db"}}[what]
	for _, f := range files {
		for _, name := range live {
			if f.Name() == name {
				return fmt.Errorf("%s holds %s: %w", dir, name, ErrTogether)
			}
		}
		if !f.Type().IsRegular() {
			continue
		}
		is, err := whatIs(filepath.Join(dir, f.Name()))
		if errors.Is(err, fs.ErrPermission) || errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("the folder of the backup cannot be read: %w", err)
		}
		if is != "" && is != what {
			return fmt.Errorf("%s holds a backup of %s (%s): %w", dir, is, f.Name(), ErrTogether)
		}
	}
	return nil
}

// create writes a new file whole or not at all: it has its name when all of it is on the
// disk.
func create(path string, what What, write func(io.Writer) error) (err error) {
	dir := filepath.Dir(path)
	if err := apart(dir, what); err != nil {
		return err
	}
	if _, err := os.Lstat(path); err == nil {
		return ErrThere
	}
	partial := path + ".partial"
	f, err := os.OpenFile(partial, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("the backup cannot be written: %w", err)
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(fmt.Errorf("the backup was not written: %w", err), os.Remove(partial))
	}
	if _, err := os.Lstat(path); err == nil {
		return errors.Join(ErrThere, os.Remove(partial))
	}
	if err := os.Rename(partial, path); err != nil {
		return fmt.Errorf("the backup cannot be written: %w", err)
	}
	return syncFolder(dir)
}

// syncFolder brings a file's name to the disk.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
