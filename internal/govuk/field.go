package govuk

import "strings"

// FormGroupOptions are for the group round a field.
type FormGroupOptions struct {
	Classes    string
	Attributes Attributes
}

// Size is how large a label or legend stands.
type Size string

// The sizes of a label or legend. The zero value is the size of body text.
const (
	SizeS  Size = "s"
	SizeM  Size = "m"
	SizeL  Size = "l"
	SizeXL Size = "xl"
)

func (s Size) class(base string) string {
	return when(s != "", base+"--"+string(s))
}

// notes are what is said about a field beside its label, and the ids by which
// its controls refer to them.
type notes struct {
	hint        HintOptions
	err         ErrorMessageOptions
	describedBy string
}

// notesOf gives hint and error their ids and adds these to describedBy. The
// short error stands in where no full error message is given.
func notesOf(id, describedBy string, hint HintOptions, err ErrorMessageOptions, short string) notes {
	if !err.given() {
		err.Text = short
	}
	ids := []string{}
	if describedBy != "" {
		ids = append(ids, describedBy)
	}
	if hint.given() {
		hint.ID = id + "-hint"
		ids = append(ids, hint.ID)
	}
	if err.given() {
		err.ID = id + "-error"
		ids = append(ids, err.ID)
	}
	return notes{hint: hint, err: err, describedBy: strings.Join(ids, " ")}
}

func (n notes) wrong() bool { return n.err.given() }
