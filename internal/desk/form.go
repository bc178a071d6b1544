package desk

import (
	"encoding/base64"
	"fmt"

	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/policy"
)

// NewForm makes the id for a form that is shown to somebody. The id itself says, under the
// installation's key, for whom it was made: a form that stands open while another person
// signs in on the same machine cannot be sent as theirs. It is "", which no act takes,
// where the key cannot be used.
func (d *Desk) NewForm(actor policy.Actor) ident.Act {
	failed := false
	id := ident.NewActWith(d.now(), func(head []byte) [6]byte {
		tail, err := d.tail(head, actor.Worker)
		failed = err != nil
		return tail
	})
	if failed {
		return ""
	}
	return id
}

// markBytes of a tail say that the id was made for somebody, the rest for whom. One act in
// four milliards that a command or an import makes looks as if it were a form's.
const markBytes = 4

func (d *Desk) tail(head []byte, worker ident.Worker) (tail [6]byte, err error) {
	made, err := d.print("form", head)
	if err != nil {
		return tail, err
	}
	whose, err := d.print("form of", head, []byte(worker))
	copy(tail[:markBytes], made)
	copy(tail[markBytes:], whose)
	return tail, err
}

// print is a keyed digest as bytes.
func (d *Desk) print(purpose string, parts ...[]byte) ([]byte, error) {
	text, err := d.keys.Digest(purpose, parts...)
	if err != nil {
		return nil, fmt.Errorf("form: %w", err)
	}
	return base64.RawURLEncoding.DecodeString(text)
}

// Anothers is what a Denied error carries where what was typed is somebody else's, and not to
// be shown to whoever sent it.
type Anothers struct{}

// OfAnother says whether a form was refused because it was made for somebody else.
func OfAnother(err error) bool {
	e := errs.Of(err)
	return e != nil && e.Detail == Anothers{}
}

// KeptForAnother refuses a form that was made for somebody else, whose words are kept for
// them.
func KeptForAnother() error {
	return &errs.Error{Kind: errs.Denied, Message: "This form was begun by somebody else. What is typed in it is kept for them, and they find it when they sign in. Open a new one for yourself", Detail: Anothers{}}
}

// MadeFor refuses a form that was made for somebody else.
func (d *Desk) MadeFor(actor policy.Actor, id ident.Act) error {
	head, tail, err := ident.Tail(id)
	if err != nil {
		return lost()
	}
	want, err := d.tail(head, actor.Worker)
	if err != nil {
		return err
	}
	if [markBytes]byte(tail[:markBytes]) == [markBytes]byte(want[:markBytes]) && tail != want {
		return &errs.Error{Kind: errs.Denied, Message: "This form was begun by somebody else. What is typed in it is theirs. Open a new one for yourself", Detail: Anothers{}}
	}
	return nil
}
