package seal

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// Errors that stop a start. Each says what an operator can do.
var (
	ErrNoRoot    = errors.New("there is no root key")
	ErrRootOpen  = errors.New("the root key file can be read by others: make it readable by the service alone (chmod 600)")
	ErrRootForm  = errors.New("the root key file does not hold a root key")
	ErrWrongRoot = errors.New("the keyring does not open with this root key: it belongs to another installation, or one of the two was altered")
	ErrAltered   = errors.New("what is sealed does not open: it was altered, moved or belongs elsewhere")
)

// Root opens the installation key. It lives outside the data and outside the keyring.
type Root struct{ key tink.AEAD }

// CreateRoot makes a new root key and writes it to a new file that only its owner may
// read. It never overwrites.
func CreateRoot(path string) (Root, error) {
	h, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return Root{}, fmt.Errorf("make root key: %w", err)
	}
	var b bytes.Buffer
	if err := insecurecleartextkeyset.Write(h, keyset.NewJSONWriter(&b)); err != nil {
		return Root{}, fmt.Errorf("write root key: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return Root{}, fmt.Errorf("write root key: %w", err)
	}
	_, werr := f.Write(b.Bytes())
	if err := errors.Join(werr, f.Sync(), f.Close(), syncFolder(filepath.Dir(path))); err != nil {
		return Root{}, fmt.Errorf("write root key: %w", err)
	}
	return rootOf(h)
}

// syncFolder brings a new file's name to the disk: a root key whose name is lost is lost,
// and what it opens with it.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// ReadRoot reads a root key file. A file that others may read is refused.
func ReadRoot(path string) (Root, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Root{}, ErrNoRoot
	}
	if err != nil {
		return Root{}, fmt.Errorf("read root key: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return Root{}, ErrRootOpen
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return Root{}, fmt.Errorf("read root key: %w", err)
	}
	h, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(raw)))
	if err != nil {
		return Root{}, ErrRootForm
	}
	return rootOf(h)
}

func rootOf(h *keyset.Handle) (Root, error) {
	key, err := aead.New(h)
	if err != nil {
		return Root{}, ErrRootForm
	}
	return Root{key: key}, nil
}
