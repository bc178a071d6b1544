package chronology_test

import (
	"fmt"
	"strings"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/ident"
)

func TestClaims(t *testing.T) {
	given, unknown, declined := answer.Given[string], answer.Unknown[string](), answer.Declined[string]()
	type says struct {
		by     ident.Organisation
		answer answer.Of[string]
	}
	for _, c := range []struct {
		name     string
		claims   []says
		used     string // by whom, what, why
		all      string // by whom, the oldest first
		disputed bool
	}{
		{"nobody", nil, "", "", false},
		{"one", []says{{"a", given("Ama")}}, "a Ama the latest that anybody said", "a", false},
		{"two-agree", []says{{"a", given("Ama")}, {"b", given("Ama")}}, "b Ama the latest that anybody said", "a b", false},
		{"two-disagree", []says{{"a", given("Ama")}, {"b", given("Amma")}}, "b Amma the latest that anybody said", "a b", true},
		{"one-says-again", []says{{"a", given("Ama")}, {"b", given("Amma")}, {"a", given("Abena")}}, "a Abena the latest that anybody said", "b a", true},
		{"one-changes-its-mind-and-agrees", []says{{"a", given("Ama")}, {"b", given("Amma")}, {"a", given("Amma")}}, "a Amma the latest that anybody said", "b a", false},
		{"not-known-later", []says{{"a", given("Ama")}, {"b", unknown}}, "a Ama the latest that anybody said", "a b", false},
		{"no-longer-known-to-the-same", []says{{"a", given("Ama")}, {"b", given("Amma")}, {"b", unknown}}, "a Ama the latest that anybody said", "a b", false},
		{"nobody-knows", []says{{"a", unknown}, {"b", declined}}, "b preferred not to say nobody knows more", "a b", false},
		{"not-asked-is-no-claim", []says{{"a", given("Ama")}, {"a", answer.Of[string]{}}}, "a Ama the latest that anybody said", "a", false},
		{"withheld-is-no-claim", []says{{"a", answer.Withheld[string]()}}, "", "", false},
		{"withheld-takes-no-place", []says{{"a", given("Ama")}, {"a", answer.Withheld[string]()}}, "a Ama the latest that anybody said", "a", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var claims chronology.Claims[string]
			for i, x := range c.claims {
				l := chronology.Line{Entry: entry(i, "test.noted", nil)}
				l.For = x.by
				claims.Add(l, x.answer)
			}
			used, all := "", []string{}
			if claim, why, ok := claims.Used(); ok {
				used = fmt.Sprintf("%s %s %s", claim.For, claim.Answer.Or(claim.Answer.State().String()), why)
				if claim.Answer != claims.Answer() {
					t.Errorf("the answer is %v, the claim used %v", claims.Answer(), claim.Answer)
				}
				if claim.Entry == "" || claim.Recorded.IsZero() || claim.Happened.IsZero() {
					t.Errorf("the claim does not say where it comes from: %+v", claim)
				}
			} else if !claims.Answer().IsZero() {
				t.Errorf("nobody claims anything and the answer is %v", claims.Answer())
			}
			for _, x := range claims.All() {
				all = append(all, string(x.For))
			}
			if used != c.used || strings.Join(all, " ") != c.all || claims.Disputed() != c.disputed {
				t.Errorf("used %q, all %q, disputed %v", used, all, claims.Disputed())
			}
		})
	}
}

func TestStruckIsNoClaim(t *testing.T) {
	var claims chronology.Claims[string]
	claims.Add(chronology.Line{Entry: entry(0, "test.noted", nil), Struck: true}, answer.Given("Ama"))
	if _, _, ok := claims.Used(); ok || len(claims.All()) != 0 {
		t.Error("what was taken back is claimed")
	}
}

// TestClaimsAreValues: what is added to a copy is not added to what it was copied from.
func TestClaimsAreValues(t *testing.T) {
	var first chronology.Claims[string]
	for i, org := range []ident.Organisation{"a", "b", "c"} {
		l := chronology.Line{Entry: entry(i, "test.noted", nil)}
		l.For = org
		first.Add(l, answer.Given(string(org)))
	}
	second := first
	l := chronology.Line{Entry: entry(3, "test.noted", nil)}
	l.For = "a"
	second.Add(l, answer.Given("d"))
	if got := fmt.Sprintf("%v %v", first.All()[0].Answer.Any(), first.All()[2].Answer.Any()); got != "a c" {
		t.Errorf("the first has become %s", got)
	}
}
