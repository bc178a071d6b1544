package seal

import (
	"crypto/ed25519"
	"fmt"
)

// LogKey is the installation's key to sign the heads of its log. It follows from the
// digest key, so it lies nowhere: whoever has the data and not the keyring cannot sign.
func (i *Installation) LogKey() (ed25519.PrivateKey, error) {
	seed, err := i.digest.ComputePrimaryPRF(frame("waymark log key 1"), ed25519.SeedSize)
	if err != nil {
		return nil, fmt.Errorf("log key: %w", err)
	}
	return ed25519.NewKeyFromSeed(seed), nil
}
