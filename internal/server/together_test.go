package server_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/civil"
	"waymark/internal/decision"
)

// The page that is read with the person says what the record says, and no more than they
// have been told.

// together is the page in English about somebody, as their worker opens it.
func (w *world) together(t testing.TB, name string, more ...string) reply {
	t.Helper()
	return w.as(t, nadia).get(w.at(name, "together") + "?lang=en" + strings.Join(more, "")).wants(200)
}

// reads checks what the page says as it is read out: no space before a stop.
func (a reply) reads(want ...string) reply {
	a.t.Helper()
	said := strings.NewReplacer(" .", ".", " ,", ",").Replace(a.said())
	for _, w := range want {
		if !strings.Contains(said, w) {
			a.t.Errorf("nothing says %q", w)
		}
	}
	return a
}

// groups are the names of who can see it, on the page that is read together.
func groups(a reply) []string {
	var out []string
	for _, n := range all(a.find("#seen"), "h3") {
		out = append(out, words(n))
	}
	return out
}

func TestTogetherNamesWhoCanSeeIt(t *testing.T) {
	w := fresh(t)
	n := w.as(t, nadia)
	for _, name := range people {
		var listed []string
		for _, b := range all(n.get(w.at(name, "who")).wants(200).one(".wm-who"), "b") {
			if !slices.Contains(listed, words(b)) {
				listed = append(listed, words(b))
			}
		}
		if got := groups(w.together(t, name)); !slices.Equal(got, listed) || len(got) == 0 {
			t.Errorf("about %s it names %v, and the list %v", name, got, listed)
		}
	}
	w.together(t, "Alima").reads("You said yes to Lantern Trust. They can see parts of this since 12 September 2018.", "This ends after 31 December 2030.")
	end := w.at("Alima", "sharing", string(w.last(t, "Alima", "consent.shared")), "end")
	if w.together(t, "Alima").find(`a`) == nil || !strings.Contains(w.together(t, "Alima").body, end) {
		t.Error("nothing leads to where the sharing is ended")
	}
	w.clock.Advance(time.Minute)
	n.sends(n.open(end).wants(200).form(end), nil).leads()
	after := w.together(t, "Alima").reads("You have not said yes to any other group seeing this.")
	if slices.Contains(groups(after), "Lantern Trust") {
		t.Error("what was ended still stands there")
	}
}

func TestTogetherSaysHowThingsStand(t *testing.T) {
	w := shared(t)
	for name, says := range map[string][]string{
		"Linh":   {"Hello Linh.", "A referral about you went to the Home Office on 10 November 2026.", "They aimed to decide by 17 November 2026. That day has passed.", "We plan to speak with you again on 23 November 2026.", "Nadia Rahman from Maple House works with you."},
		"Osas":   {"They aim to decide by", "No day is set to speak again."},
		"Tesfay": {"You were told that the Home Office sees good reasons to believe you.", "You said yes to Riverside Police."},
		"Mirela": {"You were told that the Home Office said no.", "You said yes to Hartley and Bose Solicitors."},
		"Alima":  {"Our support ended on 28 June 2019.", "You were told that the Home Office believes you."},
	} {
		w.together(t, name).reads(says...)
	}
	w.together(t, "Osas").hides("That day has passed", "You were told")
	w.together(t, "Linh").hides("You were told", "You said yes to Lantern")
}

// What was decided is told by somebody, in person, and not by a screen.
func TestTogetherTellsNoNews(t *testing.T) {
	for name, outcome := range map[string]decision.Outcome{"positive": decision.Positive, "negative": decision.Negative} {
		t.Run(name, func(t *testing.T) {
			w := fresh(t)
			w.clock.Advance(time.Minute)
			ref, today := w.last(t, "Linh", "referral.sent"), civil.On(civil.DayOf(w.clock.Now()))
			decided := decision.Made{Referral: answer.Given(ref), Stage: answer.Given(decision.ReasonableGrounds), Outcome: answer.Given(outcome), Reasons: answer.Given(answer.Text("Written down."))}
			if _, err := w.desk.Do(t.Context(), w.sessions[grace], w.desk.NewAct(), casefile.MakeDecision(w.cases["Linh"], decision.Make{Happened: today, Body: decided})); err != nil {
				t.Fatal(err)
			}
			w.together(t, "Linh").reads("There is news from the Home Office. We want to talk with you about it first.").hides("You were told", "said no", "good reasons", "aimed to decide")
			w.clock.Advance(time.Minute)
			told := decision.Told{Referral: answer.Given(ref), Stage: answer.Given(decision.ReasonableGrounds), Outcome: answer.Given(outcome), Reasons: answer.Given(decision.Reasons("given"))}
			if _, err := w.desk.Do(t.Context(), w.sessions[nadia], w.desk.NewAct(), casefile.TellDecision(w.cases["Linh"], decision.Tell{Happened: today, Body: told})); err != nil {
				t.Fatal(err)
			}
			w.together(t, "Linh").reads("You were told").hides("There is news")
		})
	}
}

func TestTogetherIsForWhoMayTellThePerson(t *testing.T) {
	w := shared(t)
	w.as(t, tom).get(w.at("Alima", "together")).wants(200)
	for login, status := range map[string]int{ruth: 403, grace: 403, sam: 404, olu: 404} {
		w.as(t, login).get(w.at("Alima", "together")).wants(status).hides("said yes", "28 June")
	}
	w.together(t, "Alima")
	w.as(t, nadia).get(w.at("Alima", "who")).wants(200).says("Read together")
}

func TestTogetherIsInTheirLanguage(t *testing.T) {
	w := shared(t)
	for name, want := range map[string]struct{ lang, dir, says string }{
		"Linh":   {"vi", "ltr", "Những gì chúng tôi lưu giữ về bạn"},
		"Alima":  {"sq", "ltr", "Çfarë mbajmë për ty"},
		"Tesfay": {"en", "ltr", "Our notes say that you speak Tigrinya. We do not have this page in that language yet."},
		"Mirela": {"ro", "ltr", "Ce păstrăm despre tine"},
		"Osas":   {"en", "ltr", "What we keep about you"},
	} {
		for _, query := range []string{"", "?lang=xx"} {
			a := w.as(t, nadia).get(w.at(name, "together") + query).wants(200).reads(want.says)
			if html := a.one("html"); attribute(html, "lang") != want.lang || attribute(html, "dir") != want.dir {
				t.Errorf("%s reads in %s, %s", name, attribute(html, "lang"), attribute(html, "dir"))
			}
		}
	}
	a := w.as(t, nadia).get(w.at("Linh", "together")+"?lang=ar").wants(200).reads("مرحبًا Linh.", "لم يراجعها أي مترجم بعد")
	if html := a.one("html"); attribute(html, "lang") != "ar" || attribute(html, "dir") != "rtl" {
		t.Errorf("Arabic is written %s", attribute(html, "dir"))
	}
	w.together(t, "Linh").hides("No translator")
}

func TestTogetherCanBePutOff(t *testing.T) {
	w := shared(t)
	a := w.together(t, "Linh", "&later=seen&later=nothing&later=next").reads("You want to be asked about this later:", "Read it now")
	a.hides("Single Competent Authority", "That day has passed")
	if got := words(a.one("#later")); got != "For next time You want to be asked about this later: Who can see it What happens next" {
		t.Errorf("for next time: %q", got)
	}
	for _, link := range all(a.find("#seen"), "a") {
		if href := attribute(link, "href"); href != w.at("Linh", "together")+"?lang=en&later=next#seen" {
			t.Errorf("reading it now leads to %s", href)
		}
	}
	w.together(t, "Linh").reads("You have not put anything off.", "Single Competent Authority")
}

func TestLeavingQuickly(t *testing.T) {
	w := fresh(t)
	b := w.as(t, nadia)
	page := b.get(w.at("Linh", "together")).wants(200)
	left := b.sends(page.form("/leave"), url.Values{})
	if to := left.leads(); to != "/leave" {
		t.Errorf("it leads to %s", to)
	}
	if b.cookie != "" || !strings.Contains(left.header.Get("Clear-Site-Data"), "cache") {
		t.Error("the browser still has the session, or what it was shown")
	}
	b.cookie = w.cookies[nadia]
	if to := b.get(w.at("Linh", "together")).leads(); !strings.HasPrefix(to, "/sign-in") {
		t.Errorf("going back leads to %s: the session is still good", to)
	}
	away := w.stranger(t).send(w.stranger(t).request(http.MethodGet, "/leave", nil)).wants(200)
	away.hides("waymark –", "sign in", "record", "slavery", "made-up", "Linh")
	if away.title() != neutralTitle {
		t.Errorf("the title is %q", away.title())
	}
}
