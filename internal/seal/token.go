package seal

import (
	"encoding/base64"
	"fmt"
	"slices"
)

// tokenStep is what the length of a token's text is rounded up to, in bytes, so that the
// token does not tell how long the text is.
const tokenStep = 64

// Token closes a short text so that it may stand in an address: for one purpose, and for
// nobody but who is named, in equal order. The same text gives another token each time.
func (i *Installation) Token(purpose string, plain []byte, who ...[]byte) (string, error) {
	text := append(slices.Clone(plain), 0x80)
	for len(text)%tokenStep != 0 {
		text = append(text, 0)
	}
	b, err := i.key.Encrypt(text, frame("token "+purpose, who...))
	if err != nil {
		return "", fmt.Errorf("token: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// OpenToken opens what Token closed; ErrAltered for anything else, another purpose or
// somebody else's among it.
func (i *Installation) OpenToken(purpose, token string, who ...[]byte) ([]byte, error) {
	b, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		return nil, ErrAltered
	}
	text, err := i.key.Decrypt(b, frame("token "+purpose, who...))
	if err != nil {
		return nil, ErrAltered
	}
	for n := len(text) - 1; n >= 0; n-- {
		switch text[n] {
		case 0:
		case 0x80:
			return text[:n], nil
		default:
			return nil, ErrAltered
		}
	}
	return nil, ErrAltered
}
