package server_test

import (
	"strings"
	"testing"
)

func TestThePageOfTheRulesHoldsEveryRule(t *testing.T) {
	w := shared(t)
	a := w.as(t, nadia).get("/rules").wants(200)
	for _, r := range w.desk.Book().Every() {
		at := a.find("#rule-" + r.ID)
		if at == nil {
			t.Errorf("%s is not on the page", r.ID)
			continue
		}
		said := words(at)
		for _, s := range r.Sources {
			if !strings.Contains(said, strings.Join(strings.Fields(s.Words()), " ")) {
				t.Errorf("%s does not say its source %q", r.ID, s.Words())
			}
		}
		if strings.Contains(said, "unverified") == r.Verified {
			t.Errorf("%s is verified: %t, and the page says otherwise", r.ID, r.Verified)
		}
		if n := len(all(at, "li")); n < len(r.Examples) {
			t.Errorf("%s has %d examples, and the page %d", r.ID, len(r.Examples), n)
		}
	}
	a.says("Sources disagree.", "chosen here", "a reading not used here", "Changes by date")
}

func TestTheRulesOfADay(t *testing.T) {
	w := shared(t)
	then := w.as(t, tom).get("/rules?on=1+March+2019").wants(200)
	if then.find("#rule-recovery-45-days") == nil || then.find("#rule-recovery-30-days") != nil {
		t.Error("on 1 March 2019 the recovery period was 45 days")
	}
	w.as(t, grace).get("/rules?on=1+March+1900").wants(200).says("No rule was in force on 1 March 1900")
	w.as(t, nadia).get("/rules?on=soon").refused("on")
	w.as(t, nadia).get("/rules?on=March+2019").refused("on")
}

// Every clock of a case and every row of Today leads to its rule, and so does the foot of
// the page; whoever runs Waymark and sees no case is not led there.
func TestClocksLeadToTheirRule(t *testing.T) {
	w := shared(t)
	rules := w.as(t, nadia).get("/rules").wants(200)
	for _, path := range []string{"/today", w.at("Linh"), w.at("Alima")} {
		n, foot := 0, false
		for _, link := range all(w.as(t, nadia).get(path).wants(200).root, "a") {
			href := attribute(link, "href")
			foot = foot || href == "/rules"
			if id, ok := strings.CutPrefix(href, "/rules#"); ok {
				if n++; rules.find("#"+id) == nil {
					t.Errorf("%s leads to %s, which is not there", path, href)
				}
			}
		}
		if n == 0 || !foot {
			t.Errorf("%s: %d clocks lead to their rule; the foot does: %t", path, n, foot)
		}
	}
	w.as(t, olu).get("/rules").wants(403)
}
