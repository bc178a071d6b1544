package policy_test

import (
	"errors"
	"testing"

	"waymark/internal/policy"
)

func TestRolesReadBack(t *testing.T) {
	for _, r := range policy.Roles() {
		if got, err := policy.ParseRole(string(r)); got != r || err != nil {
			t.Errorf("ParseRole(%q) = %q, %v", r, got, err)
		}
		if r.Words() == "no role" {
			t.Errorf("%q has no words", r)
		}
	}
	for _, s := range []string{"", "Manager", "manager ", "admin", "immigration-officer"} {
		if got, err := policy.ParseRole(s); got != "" || !errors.Is(err, policy.ErrRole) {
			t.Errorf("ParseRole(%q) = %q, %v", s, got, err)
		}
	}
	if got := policy.Role("").Words(); got != "no role" {
		t.Errorf("the zero role says %q", got)
	}
}

func TestPurposesReadBack(t *testing.T) {
	for _, p := range policy.Purposes() {
		if got, err := policy.ParsePurpose(string(p)); got != p || err != nil {
			t.Errorf("ParsePurpose(%q) = %q, %v", p, got, err)
		}
		if p.Words() == "no purpose" {
			t.Errorf("%q has no words", p)
		}
	}
	if got := policy.Purpose("").Words(); got != "no purpose" {
		t.Errorf("the zero purpose says %q", got)
	}
}

// The list of purposes is closed: enforcement cannot be written, and neither can
// anything that only looks like a purpose on the list.
func TestOtherPurposesAreRefused(t *testing.T) {
	for _, s := range []string{
		"", "enforcement", "immigration enforcement", "immigration-enforcement", "immigration_enforcement",
		"Immigration Enforcement", "immigration", "removal", "border", "crime",
		"Support", "SUPPORT", "support ", " support", "support\n", "support\x00", "support,immigration enforcement",
		"\u0455upport", "decis\u0456on", "decision\u200b", "over\u00adsight", "\uff53upport",
	} {
		if got, err := policy.ParsePurpose(s); got != "" || !errors.Is(err, policy.ErrPurpose) {
			t.Errorf("ParsePurpose(%q) = %q, %v", s, got, err)
		}
	}
}

func TestEveryRoleHasAPurpose(t *testing.T) {
	for _, r := range policy.Roles() {
		if p := policy.PurposeOf(r); !p.Valid() {
			t.Errorf("%s works for %q", r, p)
		}
	}
	if p := policy.PurposeOf("admin"); p != "" {
		t.Errorf("no role works for %q", p)
	}
}
